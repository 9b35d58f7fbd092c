package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.Predicate.Operator;
import io.twinlake.format.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bounds that common writers are known to get wrong hide no file, wherever they stand: a row is found before and after any checkpoint. */
class DoubtfulBoundsTest {

    /**
     * A file by its statistics.
     *
     * @param row what it holds
     * @param beyond what no file with such a bound can hold
     */
    private record Doubt(Field column, String min, String max, Object row, Object beyond) {}

    private static final List<Doubt> DOUBTS = List.of(
            new Doubt(
                    Field.nullable("x", Primitive.TIMESTAMP),
                    "\"1850-01-01T01:01:01.000+00:53\"",
                    "\"1850-01-01T01:01:01.000+00:53\"",
                    Instant.parse("1850-01-01T00:07:33Z"),
                    Instant.parse("1850-01-04T00:00:00Z")),
            new Doubt(
                    Field.nullable("x", Primitive.DATE),
                    "\"1582-10-05\"",
                    "\"1582-10-10\"",
                    LocalDate.parse("1582-10-15"),
                    LocalDate.parse("1582-11-30")),
            new Doubt(
                    Field.nullable("x", Primitive.TIMESTAMP),
                    "\"1582-10-14T12:00:00.000Z\"",
                    "\"1582-10-14T12:00:00.000Z\"",
                    Instant.parse("1582-10-24T12:00:00Z"),
                    Instant.parse("1583-01-01T00:00:00Z")),
            new Doubt(
                    Field.nullable("x", Primitive.TIMESTAMP),
                    "\"2020-01-01T00:00:00.123Z\"",
                    "\"2020-01-01T00:00:00.123Z\"",
                    Instant.parse("2020-01-01T00:00:00.123999Z"),
                    Instant.parse("2020-01-01T00:00:00.126Z")),
            new Doubt(
                    Field.nullable("x", Primitive.TIMESTAMP_NTZ),
                    "\"2020-01-01T00:00:00.123\"",
                    "\"2020-01-01T00:00:00.123\"",
                    LocalDateTime.parse("2020-01-01T00:00:00.123999"),
                    LocalDateTime.parse("2020-01-01T00:00:00.126")),
            new Doubt(widened("x", "float", Primitive.DOUBLE), "0.1", "0.1", 0.10000000149011612, 0.11),
            new Doubt(
                    widened("x", "date", Primitive.TIMESTAMP_NTZ),
                    "\"2020-01-01\"",
                    "\"2020-01-02\"",
                    LocalDateTime.parse("2020-01-02T00:00"),
                    LocalDateTime.parse("2020-01-03T00:00")),
            new Doubt(
                    widened("x", "decimal(5,2)", new DataType.Decimal(20, 4)),
                    "1.25",
                    "1.25",
                    new BigDecimal("1.2500"),
                    new BigDecimal("1.26")),
            new Doubt(
                    Field.nullable("x", new DataType.Decimal(38, 20)),
                    "0.1",
                    "12345678901234568",
                    new BigDecimal("12345678901234568.91"),
                    new BigDecimal("12345678901234999")),
            new Doubt(Field.nullable("x", Primitive.DOUBLE), "1.0", "2.0", Double.NaN, 3.0),
            new Doubt(Field.nullable("x", Primitive.FLOAT), "1.0", "2.0", Double.NaN, 3.0),
            new Doubt(
                    Field.nullable("x", Primitive.STRING),
                    "\"a\"",
                    "\"" + "b".repeat(32) + "\ufffd\"",
                    "b".repeat(32) + "\ud83d\ude00",
                    "c"),
            new Doubt(
                    Field.nullable("x", Primitive.STRING),
                    "\"a\"",
                    "\"" + "b".repeat(31) + "?\ufffd\"",
                    "b".repeat(31) + "\ud83d\ude00",
                    "c"));

    /** Where statistics are read from. */
    private enum Place {
        COMMITS,
        OUR_CHECKPOINT,
        OUR_CHECKPOINT_TYPED_ONLY,
        ANOTHER_CHECKPOINT,
        ANOTHER_CHECKPOINT_TYPED_ONLY,
        OUR_CHECKPOINT_AFTER_ANOTHER,
        OUR_CHECKPOINT_AFTER_ANOTHER_TYPED_ONLY;

        boolean isTypedOnly() {
            return name().endsWith("TYPED_ONLY");
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void no_file_is_left_out_that_may_hold_a_row(Place place) {
        for (Doubt doubt : DOUBTS) {
            Snapshot snapshot = read(doubt, place);
            for (Predicate predicate : List.of(
                    Predicate.equal("x", doubt.row()),
                    Predicate.atLeast("x", doubt.row()),
                    new Predicate.In("x", List.of(Literal.of(doubt.row()))),
                    Predicate.not(new Predicate.Compare("x", Operator.LESS, Literal.of(doubt.row()))))) {
                assertThat(snapshot.files(predicate))
                        .as("%s: %s", place, predicate)
                        .hasSize(1);
            }
            boolean hasUpperBound = !(place.isTypedOnly()
                    && Set.of(DataType.Primitive.DOUBLE, DataType.Primitive.FLOAT)
                            .contains(doubt.column().type()));
            assertThat(snapshot.files(Predicate.equal("x", doubt.beyond())))
                    .as("%s: %s; a typed upper bound would hide a NaN from other readers", place, doubt)
                    .hasSize(hasUpperBound ? 0 : 1);
        }
    }

    /** Other readers trust typed bounds as they are. */
    @Test
    void what_a_checkpoint_says_is_not_sharper_than_what_is_believed() {
        for (Doubt doubt : DOUBTS) {
            for (Place place :
                    List.of(Place.OUR_CHECKPOINT_TYPED_ONLY, Place.OUR_CHECKPOINT_AFTER_ANOTHER_TYPED_ONLY)) {
                Action.AddFile file = read(doubt, place).files().findFirst().orElseThrow();
                Snapshot snapshot = read(doubt, place);
                var asWritten = io.twinlake.format.FileStatistics.asWritten(
                        file.stats().orElseThrow(), snapshot.schema(), snapshot.columnMapping());
                Predicate row = Predicate.equal("x", doubt.row());
                boolean hides = row.on(asWritten, snapshot.schema()) == io.twinlake.format.Tri.NO;
                assertThat(hides).as("%s: %s in %s", place, row, file.stats()).isFalse();
            }
        }
    }

    /** A mark in our own statistics says that no NaN is beside an upper bound: it is kept through checkpoints. */
    @ParameterizedTest
    @EnumSource(Place.class)
    void an_upper_bound_that_covers_not_a_number_leaves_files_out(Place place) {
        Snapshot snapshot =
                read(Field.nullable("x", Primitive.DOUBLE), "\"boundsCoverNaN\":true,", "1.0", "2.0", place);
        boolean isLost = place.name().contains("ANOTHER") && place.isTypedOnly();
        assertThat(snapshot.files(Predicate.atLeast("x", 3.0))).as("%s", place).hasSize(isLost ? 1 : 0);
        assertThat(snapshot.files(Predicate.atLeast("x", 2.0))).hasSize(1);
    }

    private static Field widened(String name, String from, DataType to) {
        return new Field(
                name,
                to,
                true,
                Map.of(
                        TypeWidening.CHANGES,
                        "[{\"fromType\":\"" + from + "\",\"toType\":\"" + TypeWidening.word(to) + "\"}]"));
    }

    private static Snapshot read(Doubt doubt, Place place) {
        return read(doubt.column(), "", doubt.min(), doubt.max(), place);
    }

    private static Snapshot read(Field column, String mark, String min, String max, Place place) {
        Tables tables = new Tables();
        ForeignLog log = new ForeignLog(tables);
        String json = String.valueOf(!place.isTypedOnly());
        String stats = "{\"numRecords\":3," + mark + "\"minValues\":{\"x\":" + min + "},\"maxValues\":{\"x\":" + max
                + "},\"nullCount\":{\"x\":0}}";
        Action.AddFile file = log.add(tables.file("part.parquet", 3), Map.of(), Optional.empty())
                .withStats(Optional.of(stats));
        log.commit(
                0,
                log.protocol("typeWidening", "timestampNtz"),
                log.metadata(
                        Schema.of(column),
                        List.of(),
                        Map.of(
                                "delta.checkpoint.writeStatsAsJson",
                                json,
                                "delta.checkpoint.writeStatsAsStruct",
                                "true")),
                file);
        Snapshot snapshot = tables.log().latest();
        if (place.name().startsWith("OUR_CHECKPOINT_AFTER")) {
            SharpCheckpoint.write(tables, snapshot, !place.isTypedOnly());
            log.commit(1, new Action.SetTransaction("app", 1, OptionalLong.empty()));
            tables.log().checkpoint(tables.log().latest());
        } else if (place.name().startsWith("ANOTHER")) {
            SharpCheckpoint.write(tables, snapshot, !place.isTypedOnly());
        } else if (place != Place.COMMITS) {
            tables.log().checkpoint(snapshot);
        }
        return tables.log().latest();
    }
}
