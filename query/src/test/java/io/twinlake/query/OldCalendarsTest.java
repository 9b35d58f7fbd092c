package io.twinlake.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.ColumnStatistics;
import io.twinlake.format.DataFile;
import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.FileCalendar;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Literal;
import io.twinlake.format.Schema;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that DuckDB writes with what a Spark of old writes into footers. */
class OldCalendarsTest {

    private static final Schema SCHEMA = Schema.of(
            Field.nullable("id", Primitive.LONG),
            Field.nullable("d", Primitive.DATE),
            Field.nullable("t", Primitive.TIMESTAMP),
            Field.nullable("days", new DataType.Array(Primitive.DATE, true)));

    private static final String OF_SPARK_2 = ", KV_METADATA {'org.apache.spark.version': '2.4.8', \"a key\": 'x y'}";
    private static final String OF_SPARK_4 = ", KV_METADATA {'org.apache.spark.version': '4.2.0'}";

    @TempDir
    Path folder;

    @Test
    void sql_reads_old_days_and_times_as_the_scan_does() {
        try (var storage = Storages.open(Location.of(folder))) {
            Environment environment = Environment.system(storage);
            TransactionLog log = TransactionLog.open(environment, Location.of(folder.resolve("t o'ld")));
            log.create(TwinTable.metadata(SCHEMA), "CREATE TABLE").commit();
            add(log, row(1, "1582-01-11"), OF_SPARK_2, FileStatistics.NONE);
            add(log, row(2, "1582-01-11"), OF_SPARK_4, FileStatistics.NONE);
            add(log, row(3, "2020-01-01"), "", FileStatistics.NONE);
            add(log, row(4, "1582-01-11"), OF_SPARK_2, since("1582-01-01"));
            String old = "DATE '1582-01-01'";
            try (LocalSql sql = LocalSql.over(
                    Lake.at(environment, Location.of(folder)), SqlOptions.defaults(folder.resolve("cache")))) {
                assertThat(TwinTable.values(sql.query("SELECT id FROM \"t o'ld\" WHERE d = " + old + " AND t = " + old
                                + " AND days[1] = " + old + " ORDER BY 1")))
                        .containsExactly(1L, 4L);
                assertThat(TwinTable.values(sql.query("SELECT id FROM \"t o'ld\" WHERE d > " + old + " ORDER BY 1")))
                        .containsExactly(2L, 3L);
            }
            try (RowBatches rows = ScanPlan.over(log.latest())
                    .where(PredicateParser.parse("d <= " + old))
                    .rows()) {
                assertThat(TwinTable.rows(rows)).hasSize(2);
            }
        }
    }

    private static String row(int id, String day) {
        return "SELECT " + id + "::BIGINT AS id, DATE '" + day + "' AS d, TIMESTAMPTZ '" + day
                + " 00:00:00+00' AS t, [DATE '" + day + "'] AS days";
    }

    /** Of the columns that have statistics; the array has none. */
    private static FileStatistics since(String day) {
        var least = new ColumnStatistics(
                Optional.of(new Literal(LocalDate.parse(day))), Optional.empty(), OptionalLong.of(0));
        return new FileStatistics(OptionalLong.of(1), Map.of(List.of("d"), least), true);
    }

    private static void add(TransactionLog log, String rows, String footer, FileStatistics statistics) {
        Location at = log.table().resolve("part-" + log.environment().uuid() + ".parquet");
        copy(rows, at.toPath(), footer);
        log.append("WRITE")
                .add(new DataFile(at, log.environment().storage().info(at).size(), 1, statistics))
                .commit();
    }

    private static void copy(String rows, Path file, String footer) {
        try (SqlSession session = SqlSession.open()) {
            session.execute(
                    "COPY (" + rows + ") TO " + DuckDbTypes.text(file.toString()) + " (FORMAT parquet" + footer + ")");
        }
    }

    @Test
    void only_files_of_which_no_statistics_tell_are_asked() {
        Schema days = Schema.of(Field.nullable("id", Primitive.LONG), Field.nullable("d", Primitive.DATE));
        assertThat(FileCalendar.matters(days, since("2020-01-01"))).isFalse();
        assertThat(FileCalendar.matters(days, since("1850-01-01"))).isTrue();
        assertThat(FileCalendar.matters(days, FileStatistics.NONE)).isTrue();
        assertThat(FileCalendar.matters(SCHEMA, since("2020-01-01"))).isTrue();
        FileStatistics noDay = new FileStatistics(
                OptionalLong.of(3),
                Map.of(List.of("d"), new ColumnStatistics(Optional.empty(), Optional.empty(), OptionalLong.of(3))),
                true);
        assertThat(FileCalendar.matters(days, noDay)).isFalse();
        assertThat(FileCalendar.matters(Schema.of(Field.nullable("id", Primitive.LONG)), FileStatistics.NONE))
                .isFalse();
    }

    @Test
    void a_file_outside_tables_is_refused_where_its_days_may_mean_others() {
        Path old = folder.resolve("old.parquet");
        copy(row(1, "1582-01-11"), old, OF_SPARK_2);
        assertThatThrownBy(() -> FileRows.of(old, FileRows.Format.PARQUET))
                .isInstanceOf(SqlException.class)
                .hasMessageContainingAll(
                        old.toString(), "1582-01-11 in column \"d\"", "write the file again with Spark 3.1");
        copy("SELECT [DATE '2020-01-01'] AS days", old, OF_SPARK_2);
        assertThatThrownBy(() -> FileRows.of(folder.resolve("*.parquet"), FileRows.Format.PARQUET))
                .hasMessageContaining("column \"days\"");

        copy(row(1, "1582-01-11"), old, OF_SPARK_4);
        assertThat(TwinTable.rows(FileRows.of(old, FileRows.Format.PARQUET))).hasSize(1);
        copy("SELECT 1 AS n, DATE '2020-01-01' AS d, TIMESTAMP '1901-01-01' AS t, NULL::DATE AS e", old, OF_SPARK_2);
        assertThat(TwinTable.rows(FileRows.of(old, FileRows.Format.PARQUET))).hasSize(1);
    }
}
