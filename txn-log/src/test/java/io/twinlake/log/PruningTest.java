package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void a_file_of_a_partitioned_table_needs_its_values() {
        partitioned();

        assertThatThrownBy(
                        () -> log.append("WRITE").add(tables.file("1.parquet")).commit())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is partitioned by [day]");
    }

    private void partitioned() {
        Action.Metadata flat = Tables.metadata(SCHEMA, Map.of());
        log.create(
                        new Action.Metadata(
                                flat.id(),
                                flat.name(),
                                flat.description(),
                                flat.formatProvider(),
                                flat.schema(),
                                List.of("day"),
                                flat.configuration(),
                                flat.createdTime()),
                        "CREATE TABLE")
                .commit();
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
