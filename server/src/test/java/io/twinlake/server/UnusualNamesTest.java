package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.dml.Append;
import io.twinlake.dml.Condition;
import io.twinlake.dml.Delete;
import io.twinlake.format.BooleanVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.LongVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.StructVector;
import io.twinlake.format.Vectors;
import io.twinlake.log.Action.Metadata;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A table in whose names dots, quotes and words of SQL stand, of three files with one row each: in row i every number of a
 * top column is i, every number in a struct 100 - i.
 */
class UnusualNamesTest {

    private static final DataType STRUCT = new DataType.Struct(
            List.of(Field.nullable("b", Primitive.LONG), Field.nullable("x AND id=7", Primitive.LONG)));

    private static final Schema SCHEMA = Schema.of(
            Field.nullable("id", Primitive.LONG),
            Field.nullable("a.b", Primitive.LONG),
            Field.nullable("a", STRUCT),
            Field.nullable("a>", Primitive.LONG),
            Field.nullable("a IS NULL", Primitive.BOOLEAN),
            Field.nullable("it's", Primitive.LONG),
            Field.nullable("back`tick", Primitive.LONG),
            Field.nullable("id=1 OR id", Primitive.LONG),
            Field.nullable("_commit_version", Primitive.LONG));

    @TempDir
    private Path folder;

    private TransactionLog log;

    @BeforeEach
    void three_files() {
        Location table = Location.of(folder.resolve("lake/ns/t"));
        Environment environment = Environment.system(Storages.open(table));
        log = TransactionLog.open(environment, table);
        log.create(
                        Metadata.of(
                                environment.uuid().toString(),
                                SCHEMA,
                                List.of(),
                                Map.of("delta.columnMapping.mode", "name")),
                        "CREATE TABLE")
                .commit();
        for (long row = 0; row < 3; row++) {
            Append.of(List.of(row(row))).run(log);
        }
    }

    private static RowBatch row(long number) {
        List<ColumnVector> columns =
                SCHEMA.fields().stream().map(field -> Vectors.of(field.type())).toList();
        columns.forEach(column -> append(column, number));
        return RowBatch.of(SCHEMA, columns);
    }

    private static void append(ColumnVector column, long number) {
        if (column instanceof LongVector numbers) {
            numbers.append(number);
        } else if (column instanceof BooleanVector flags) {
            flags.append(number == 1);
        } else if (column instanceof StructVector struct) {
            ((LongVector) struct.field(0)).append(100 - number);
            ((LongVector) struct.field(1)).append(100 - number);
            struct.endRow();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '!',
            value = {
                "\"a.b\" = 2; 2",
                "a.b = 98; 2",
                "\"a\".\"b\" = 98; 2",
                "\"a>\" >= 2; 2",
                "\"a IS NULL\"; 1",
                "a.b IS NULL; none",
                "\"it's\" = 1; 1",
                "\"back`tick\" IN (2, 9); 2",
                "\"id=1 OR id\" = 2; 2"
            })
    void conditions_of_a_scan_name_their_columns_exactly(String condition, String ids) {
        CommandLineRun run = CommandLineRun.of(
                "scan",
                folder.resolve("lake/ns/t").toString(),
                "--where",
                condition,
                "--columns",
                "id",
                "--format",
                "csv");
        assertThat(run.errors()).isEmpty();
        assertThat(run.output().lines().skip(1)).containsExactlyElementsOf(expected(ids));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '!',
            value = {
                "\"a.b\" = 2; 2",
                "(a).b = 98; 2",
                "a['b'] = 98; 2",
                "(a).\"x AND id=7\" = 99; 1",
                "\"a>\" >= 2; 2",
                "\"a IS NULL\"; 1",
                "NOT \"a IS NULL\" AND id > 0; 2",
                "\"it's\" = 1; 1",
                "\"back`tick\" IN (2, 9); 2",
                "\"id=1 OR id\" = 2; 2"
            })
    void sql_prunes_by_the_columns_that_it_names(String condition, String ids) {
        CommandLineRun run = CommandLineRun.of(
                "sql",
                "--lake",
                folder.resolve("lake").toString(),
                "--format",
                "csv",
                "SELECT id FROM ns.t WHERE " + condition);
        assertThat(run.errors()).isEmpty();
        assertThat(run.output().lines().skip(1)).containsExactlyElementsOf(expected(ids));
    }

    @Test
    void rows_are_deleted_by_exactly_the_column_that_is_named() {
        assertThat(new Delete(Condition.sql("`a.b` = 2")).plan(log.latest()).deletedRows())
                .isEqualTo(1);
        assertThat(new Delete(Condition.sql("a.b = 98")).plan(log.latest()).deletedRows())
                .isEqualTo(1);
        assertThat(new Delete(Condition.sql("`back``tick` >= 1"))
                        .plan(log.latest())
                        .deletedRows())
                .isEqualTo(2);
    }

    @Test
    void a_subscriber_is_never_given_two_values_by_one_name() {
        String table = folder.resolve("lake/ns/t").toString();
        CommandLineRun refused = CommandLineRun.of("subscribe", table, "--from", "earliest");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(refused.output()).isEmpty();
        assertThat(refused.errors()).contains("a column '_commit_version' itself", "--version-column");

        CommandLineRun named =
                CommandLineRun.of("subscribe", table, "--from", "earliest", "--version-column", "version");
        assertThat(named.exitCode()).isEqualTo(ExitCode.DONE.number());
        assertThat(named.output().lines()).hasSize(3).allMatch(line -> line.startsWith("{\"version\":"));
    }

    private static List<String> expected(String ids) {
        return ids.equals("none") ? List.of() : List.of(ids);
    }
}
