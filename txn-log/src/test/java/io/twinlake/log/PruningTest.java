package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.ColumnMapping;
import io.twinlake.format.ColumnStatistics;
import io.twinlake.format.DataFile;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.Schema;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PruningTest {

    private static final Schema SCHEMA =
            Schema.of(Field.required("key", DataType.Primitive.STRING), Field.nullable("day", DataType.Primitive.DATE));

    private final Tables tables = new Tables();
    private final TransactionLog log = tables.log();

    @Test
    void files_whose_bounds_exclude_a_value_are_left_out() {
        log.create(Tables.metadata(SCHEMA, Map.of()), "CREATE TABLE").commit();
        log.append("WRITE")
                .add(file("a.parquet", "a", "f"))
                .add(file("g.parquet", "g", "m"))
                .add(tables.file("unknown.parquet"))
                .commit();

        assertThat(paths(Predicate.equal("key", "c"))).containsExactly("a.parquet", "unknown.parquet");
        assertThat(paths(Predicate.atLeast("KEY", "g"))).containsExactly("g.parquet", "unknown.parquet");
        assertThat(paths(Predicate.TRUE)).hasSize(3);
    }

    @Test
    void files_of_other_partitions_are_left_out() {
        partitioned();
        log.append("WRITE")
                .add(tables.file("1.parquet"), Map.of("day", Optional.of("2013-01-01")))
                .add(tables.file("2.parquet"), Map.of("day", Optional.of("2013-01-02")))
                .add(tables.file("none.parquet"), Map.of("day", Optional.empty()))
                .commit();

        assertThat(paths(Predicate.equal("day", LocalDate.of(2013, 1, 2)))).containsExactly("2.parquet");
        assertThat(paths(new Predicate.IsNull("day"))).containsExactly("none.parquet");
        assertThat(log.latest().partitionValue(log.latest().files().findFirst().orElseThrow(), "DAY"))
                .contains(new Literal(LocalDate.of(2013, 1, 1)));
    }

    @Test
    void a_partition_of_null_is_left_out_however_many_rows_it_has() {
        partitioned();
        log.append("WRITE")
                .add(tables.file("none.parquet"), Map.of("day", Optional.empty()))
                .commit();
        Action.AddFile withoutStatistics =
                log.latest().files().findFirst().orElseThrow().withStats(Optional.empty());
        Action.Metadata metadata = log.latest().metadata();

        assertThat(new FilePruning(metadata, ColumnMapping.NONE, Predicate.equal("day", LocalDate.of(2013, 1, 2)))
                        .keeps(withoutStatistics))
                .isFalse();
        assertThat(new FilePruning(metadata, ColumnMapping.NONE, new Predicate.IsNull("day")).keeps(withoutStatistics))
                .isTrue();
    }

    @Test
    void a_checkpoint_finds_the_partitions_of_every_type() {
        Map<DataType, List<String>> values = Map.of(
                DataType.Primitive.BINARY,
                List.of("ab", "b"),
                DataType.Primitive.STRING,
                List.of("ab", "b"),
                DataType.Primitive.DOUBLE,
                List.of("NaN", "-Infinity"),
                DataType.Primitive.TIMESTAMP,
                List.of("2013-01-01T00:00:00.000001Z", "1913-01-01T00:00:00Z"),
                DataType.Primitive.TIMESTAMP_NTZ,
                List.of("2013-01-01 00:00:00.1", "1913-01-01 00:00:00"),
                DataType.Primitive.BOOLEAN,
                List.of("true", "false"),
                new DataType.Decimal(20, 2),
                List.of("-1.5", "0"));
        values.forEach((type, texts) -> {
            var other = new Tables();
            TransactionLog log = other.log();
            Schema schema = Schema.of(Field.required("key", DataType.Primitive.STRING), Field.nullable("p", type));
            log.create(partitionedBy("p", schema), "CREATE TABLE").commit();
            Transaction append = log.append("WRITE");
            texts.forEach(text -> append.add(other.file(text + ".parquet"), Map.of("p", Optional.of(text))));
            append.add(other.file("null.parquet"), Map.of("p", Optional.empty()))
                    .commit();
            log.checkpoint(log.latest());

            Snapshot opened = other.log().latest();
            texts.forEach(text -> {
                Object value = Literal.ofPartition(text, type).orElseThrow().value();
                assertThat(opened.files(Predicate.equal("p", value)).map(Action.AddFile::path))
                        .as("%s %s", type, text)
                        .containsExactly(DataPath.encode(text + ".parquet"));
            });
            assertThat(opened.files(new Predicate.IsNull("p")).map(Action.AddFile::path))
                    .containsExactly("null.parquet");
        });
    }

    @Test
    void a_file_of_a_partitioned_table_needs_its_values() {
        partitioned();

        assertThatThrownBy(
                        () -> log.append("WRITE").add(tables.file("1.parquet")).commit())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is partitioned by [day]");
    }

    private void partitioned() {
        log.create(partitionedBy("day", SCHEMA), "CREATE TABLE").commit();
    }

    private static Action.Metadata partitionedBy(String column, Schema schema) {
        Action.Metadata flat = Tables.metadata(schema, Map.of());
        return new Action.Metadata(
                flat.id(),
                flat.name(),
                flat.description(),
                flat.formatProvider(),
                flat.schema(),
                List.of(column),
                flat.configuration(),
                flat.createdTime());
    }

    private List<String> paths(Predicate predicate) {
        return tables.log().latest().files(predicate).map(Action.AddFile::path).toList();
    }

    private DataFile file(String name, String min, String max) {
        DataFile bare = tables.file(name);
        var key =
                new ColumnStatistics(Optional.of(new Literal(min)), Optional.of(new Literal(max)), OptionalLong.of(0));
        return new DataFile(
                bare.location(),
                bare.size(),
                bare.rows(),
                new FileStatistics(OptionalLong.of(bare.rows()), Map.of(List.of("key"), key), true));
    }
}
