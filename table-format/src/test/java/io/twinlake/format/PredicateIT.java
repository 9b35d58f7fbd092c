package io.twinlake.format;

import static io.twinlake.format.Field.nullable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Location;
import io.twinlake.storage.MemoryStorage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PredicateIT {

    private final MemoryStorage storage = new MemoryStorage();
    private final Location at = Location.parse("memory://lake/t/part-1.parquet");

    @Test
    void statistics_never_hide_a_matching_row_and_all_means_all() {
        Schema schema = comparable();
        for (int seed = 0; seed < 30; seed++) {
            var random = new Random(seed);
            RowBatch batch = RandomBatch.of(schema, 1 + random.nextInt(60), random);
            FileStatistics written = write(batch, schema).statistics();
            FileStatistics read = FileStatistics.parse(written.toJson(), schema);
            for (int i = 0; i < 40; i++) {
                Predicate predicate = RandomPredicate.of(batch, random);
                int matching = predicate.matching(batch).length;
                for (FileStatistics statistics : List.of(written, read)) {
                    Tri said = predicate.on(statistics, schema);
                    String why = "seed " + seed + ": " + predicate + " on " + statistics.toJson();
                    assertThat(said == Tri.NO && matching > 0).as(why).isFalse();
                    assertThat(said == Tri.ALL && matching < batch.rows())
                            .as(why)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void a_filtered_read_gives_every_matching_row_at_its_position() {
        Schema schema = comparable();
        for (int seed = 0; seed < 6; seed++) {
            var random = new Random(seed);
            RowBatch batch = RandomBatch.of(schema, 30_000, random);
            write(batch, schema);
            for (int i = 0; i < 5; i++) {
                Predicate predicate = RandomPredicate.of(batch, random);
                assertThat(matchingPositions(predicate, schema))
                        .as("seed %d: %s", seed, predicate)
                        .isEqualTo(Arrays.stream(predicate.matching(batch))
                                .mapToObj(row -> (long) row)
                                .collect(java.util.stream.Collectors.toCollection(TreeSet::new)));
            }
        }
    }

    @Test
    void a_filtered_read_skips_row_groups_and_pages() {
        Schema schema = Schema.of(Field.required("n", DataType.Primitive.LONG));
        RowBatch batch = RowBatch.empty(schema);
        for (int i = 0; i < 200_000; i++) {
            batch.longs(0).append(i);
        }
        write(batch, schema);
        Predicate predicate = Predicate.equal("n", 150_001);
        try (var reader = DataFileReader.open(storage, storage.info(at), schema, predicate)) {
            int rows = 0;
            while (reader.hasNext()) {
                RowBatch next = reader.next();
                assertThat(next.longs(0).get(0)).isEqualTo(reader.firstRow());
                rows += next.rows();
            }
            assertThat(rows).isBetween(1, 25_000);
        }
    }

    @Test
    void an_unknown_column_is_named_with_the_nearest_one() {
        assertThatThrownBy(() -> Predicate.equal("spede", 3)
                        .resolve(Schema.of(
                                nullable("key", DataType.Primitive.STRING),
                                nullable("speed", DataType.Primitive.DOUBLE))))
                .hasMessage("no column 'spede'; did you mean 'speed'? The columns are key, speed");
    }

    @Test
    void a_literal_that_does_not_fit_its_column_is_refused() {
        Schema schema = Schema.of(nullable("at", DataType.Primitive.TIMESTAMP));
        assertThatThrownBy(() -> Predicate.equal("at", "noon").resolve(schema))
                .hasMessageContaining("'at' is timestamp")
                .hasMessageContaining("'noon'");
    }

    @Test
    void a_text_is_compared_with_a_time_as_a_time() {
        Schema schema = Schema.of(nullable("at", DataType.Primitive.TIMESTAMP));
        RowBatch batch = RowBatch.empty(schema);
        batch.longs(0).append(Micros.of(Instant.parse("2013-06-01T11:59:59Z")));
        batch.longs(0).append(Micros.of(Instant.parse("2013-06-01T12:00:00Z")));
        assertThat(Predicate.atLeast("at", "2013-06-01 12:00:00").matching(batch))
                .containsExactly(1);
        assertThat(Predicate.atMost("at", "2013-06-01T13:59:59+02:00").matching(batch))
                .containsExactly(0);
        assertThat(Predicate.atLeast("at", LocalDate.parse("2013-06-01")).matching(batch))
                .containsExactly(0, 1);
    }

    @Test
    void null_is_neither_equal_nor_different() {
        Schema schema = Schema.of(nullable("a", DataType.Primitive.INTEGER));
        RowBatch batch = RowBatch.empty(schema);
        batch.ints(0).appendNull();
        batch.ints(0).append(7);
        assertThat(Predicate.not(Predicate.equal("A", 3)).matching(batch)).containsExactly(1);
        assertThat(new Predicate.IsNull("a").matching(batch)).containsExactly(0);
    }

    @Test
    void partition_values_decide_exactly() {
        Schema schema = Schema.of(nullable("day", DataType.Primitive.DATE));
        var day = ColumnStatistics.exactly(
                Literal.ofPartition("2013-06-01", DataType.Primitive.DATE).orElseThrow());
        FileStatistics first = FileStatistics.NONE.with(List.of("day"), day);
        assertThat(Predicate.equal("day", "2013-06-01").on(first, schema)).isEqualTo(Tri.ALL);
        assertThat(Predicate.equal("day", "2013-06-02").on(first, schema)).isEqualTo(Tri.NO);
        FileStatistics none = FileStatistics.NONE.with(List.of("day"), ColumnStatistics.allNull());
        assertThat(Predicate.equal("day", "2013-06-02").on(none, schema)).isEqualTo(Tri.NO);
        assertThat(new Predicate.IsNull("day").on(none, schema)).isEqualTo(Tri.ALL);
    }

    @Test
    void missing_statistics_say_nothing() {
        Schema schema = comparable();
        var few = new FileStatistics(OptionalLong.of(3), java.util.Map.of(), true);
        assertThat(Predicate.equal("integer", 3).on(few, schema)).isEqualTo(Tri.MAYBE);
        assertThat(new Predicate.IsNull("integer").on(few, schema)).isEqualTo(Tri.MAYBE);
    }

    @Test
    void a_predicate_reads_like_sql() {
        Predicate predicate = Predicate.and(
                Predicate.equal("key", "O'Hare"),
                Predicate.not(new Predicate.In("n", List.of(Literal.of(1), Literal.of(new BigDecimal("2.5"))))));
        assertThat(predicate).hasToString("(key = 'O''Hare' and not (n in (1, 2.5)))");
    }

    private DataFile write(RowBatch batch, Schema schema) {
        var options =
                DataFileOptions.defaults().withRowGroupBytes(300_000).withIndexedColumns(IndexedColumns.first(50));
        try (var writer = DataFileWriter.create(storage, at, schema, options)) {
            writer.write(batch);
            return writer.finish();
        }
    }

    private Set<Long> matchingPositions(Predicate predicate, Schema schema) {
        Set<Long> positions = new TreeSet<>();
        try (var reader = DataFileReader.open(storage, storage.info(at), schema, predicate)) {
            while (reader.hasNext()) {
                for (int row : predicate.matching(reader.next())) {
                    positions.add(reader.firstRow() + row);
                }
            }
        }
        return positions;
    }

    static Schema comparable() {
        List<Field> fields = new ArrayList<>();
        for (Field field : Schemas.flat().fields()) {
            if (field.type() != DataType.Primitive.VARIANT && field.type() != DataType.Primitive.VOID) {
                fields.add(field);
            }
        }
        fields.add(nullable("s", new DataType.Struct(List.of(nullable("a.b", DataType.Primitive.INTEGER)))));
        return new Schema(fields);
    }
}
