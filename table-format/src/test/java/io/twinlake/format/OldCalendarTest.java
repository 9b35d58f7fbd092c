package io.twinlake.format;

import static io.twinlake.format.Field.nullable;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.DataType.Primitive;
import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import io.twinlake.storage.MemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days and times of Spark's files of old, written by Parquet's own writer with what Spark writes into the footer. */
class OldCalendarTest {

    private static final MessageType MESSAGE = MessageTypeParser.parseMessageType("""
            message m {
              optional int32 d (DATE);
              optional int64 us (TIMESTAMP(MICROS,true));
              optional int64 ms (TIMESTAMP(MILLIS,true));
              optional int64 local (TIMESTAMP(MICROS,false));
              optional int96 t;
              optional group s { optional int32 d (DATE); }
              optional group l (LIST) { repeated group list { optional int96 element; } }
            }""");

    private static final Schema WANTED = Schema.of(
            nullable("d", Primitive.DATE),
            nullable("us", Primitive.TIMESTAMP),
            nullable("ms", Primitive.TIMESTAMP),
            nullable("local", Primitive.TIMESTAMP_NTZ),
            nullable("t", Primitive.TIMESTAMP),
            nullable("s", new DataType.Struct(List.of(nullable("d", Primitive.DATE)))),
            nullable("l", new DataType.Array(Primitive.TIMESTAMP, true)));

    private static final int JULIAN_DAY_OF_1970 = 2_440_588;
    private static final Map<String, String> OF_SPARK_4 = Map.of("org.apache.spark.version", "4.2.0");
    private static final Map<String, String> OLD = with("org.apache.spark.legacyDateTime", "");
    private static final Map<String, String> OLD_INT96 = with("org.apache.spark.legacyINT96", "");

    @TempDir
    Path folder;

    private final MemoryStorage storage = new MemoryStorage();
    private final Location at = Location.parse("memory://lake/t/part-1.parquet");

    @ParameterizedTest
    @CsvSource({
        "1582-10-15, 1582-10-15, the first day of the new calendar",
        "1582-10-14, 1582-10-04, ten days were left out",
        "1582-01-11, 1582-01-01, by ten days",
        "1500-03-11, 1500-03-01, there was a 29th of February before it",
        "1500-03-10, 1500-03-01, that 29th is the day after the 28th",
        "1500-03-09, 1500-02-28, and this is the 28th",
        "0200-03-01, 0200-03-01, a century in which both calendars agree",
        "0001-01-01, 0001-01-03, two days to the other side",
        "0000-12-30, 0001-01-01, the first day of the first year",
        "-0043-03-13, -0043-03-15, before Christ",
        "2024-02-29, 2024-02-29, a day of now"
    })
    void a_day_is_the_same_date(LocalDate counted, LocalDate meant, String why) {
        assertThat(LocalDate.ofEpochDay(new OldCalendar("UTC").day((int) counted.toEpochDay())))
                .as(why)
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        // The time of day in Los Angeles was 7:52:58 behind until 1883; java.util takes 8 hours.
        "America/Los_Angeles, 1850-01-01T08:00:00.000001Z, 1850-01-01T07:52:58.000001Z",
        "America/Los_Angeles, 1899-12-31T23:59:59.999999Z, 1899-12-31T23:59:59.999999Z",
        "America/Los_Angeles, 1582-10-14T08:00:00Z, 1582-10-04T07:52:58Z",
        "Europe/Paris, 1850-06-01T00:00:00Z, 1850-06-01T00:50:39Z",
        "Asia/Kolkata, 0001-01-02T18:30:00Z, 0001-01-04T18:06:32Z",
        "UTC, 1000-03-06T12:00:00.5Z, 1000-03-01T12:00:00.5Z",
        "GMT+01:00, 1582-10-14T23:00:00Z, 1582-10-14T23:00:00Z",
        "UTC, 1899-12-31T23:59:59Z, 1899-12-31T23:59:59Z",
        "America/New_York, 1950-04-30T06:30:00Z, 1950-04-30T06:30:00Z",
        "no zone, 1582-01-11T00:00:00Z, 1582-01-01T00:00:00Z"
    })
    void a_time_is_the_same_time_of_day_in_its_zone(String zone, Instant counted, Instant meant) {
        assertThat(Micros.toInstant(new OldCalendar(zone).micros(Micros.of(counted))))
                .isEqualTo(meant);
    }

    @Test
    void files_are_told_by_their_footers() {
        assertThat(FileCalendar.of(Map.of()).isOldForAny()).isFalse();
        assertThat(FileCalendar.of(OF_SPARK_4).isOldForAny()).isFalse();
        assertThat(FileCalendar.of(Map.of("org.apache.spark.legacyDateTime", ""))
                        .isOldForAny())
                .as("of no version")
                .isFalse();
        assertThat(FileCalendar.of(OLD)).isEqualTo(new FileCalendar(true, false, "UTC"));
        assertThat(FileCalendar.of(OLD_INT96)).isEqualTo(new FileCalendar(false, true, "UTC"));
        assertThat(ofVersion("2.4.8")).isEqualTo(new FileCalendar(true, true, "UTC"));
        assertThat(ofVersion("3.0.3")).isEqualTo(new FileCalendar(false, true, "UTC"));
        assertThat(ofVersion("3.1.0").isOldForAny()).isFalse();
        assertThat(ofVersion("10.0.0").isOldForAny()).isFalse();
        assertThat(ofVersion("newest").isOldForAny()).isFalse();
        Map<String, String> inParis = new HashMap<>(OLD);
        inParis.put("org.apache.spark.timeZone", "Europe/Paris");
        assertThat(FileCalendar.of(inParis)).isEqualTo(new FileCalendar(true, false, "Europe/Paris"));
    }

    private static FileCalendar ofVersion(String version) {
        return FileCalendar.of(Map.of("org.apache.spark.version", version));
    }

    @Test
    void all_columns_of_a_file_are_read_as_what_they_mean() throws IOException {
        long counted = Micros.of(Instant.parse("1582-01-11T00:00:00Z"));
        long meant = Micros.of(Instant.parse("1582-01-01T00:00:00Z"));
        int day = (int) LocalDate.of(1582, 1, 11).toEpochDay();
        int dayMeant = day - 10;
        // Two rows, and one without values; so few values of many rows are in dictionaries.
        write(OLD, 400, (group, row) -> fill(group, row % 4 == 3, day, counted));
        assertThat(read(WANTED, Predicate.TRUE).get(0).toString())
                .isEqualTo(List.of(dayMeant, meant, meant, counted, counted, List.of(dayMeant), List.of(counted))
                        .toString());
        assertThat(read(WANTED, Predicate.TRUE).get(3)).containsOnlyNulls();
        write(OLD_INT96, 400, (group, row) -> fill(group, row % 4 == 3, day, counted));
        assertThat(read(WANTED, Predicate.TRUE).get(0).toString())
                .isEqualTo(List.of(day, counted, counted, counted, meant, List.of(day), List.of(meant))
                        .toString());
        assertThat(read(Schema.of(nullable("d", Primitive.TIMESTAMP_NTZ)), Predicate.TRUE)
                        .get(0))
                .containsExactly(day * Micros.PER_DAY);
        write(OLD, 1, (group, row) -> fill(group, false, day, counted));
        assertThat(read(Schema.of(nullable("d", Primitive.TIMESTAMP_NTZ)), Predicate.TRUE)
                        .get(0))
                .as("a day that is widened to its midnight")
                .containsExactly(dayMeant * Micros.PER_DAY);
    }

    private static void fill(Group group, boolean isNull, int day, long micros) {
        if (isNull) {
            return;
        }
        NanoTime time = new NanoTime(
                (int) Math.floorDiv(micros, Micros.PER_DAY) + JULIAN_DAY_OF_1970,
                Math.floorMod(micros, Micros.PER_DAY) * 1000);
        group.append("d", day).append("us", micros).append("ms", Math.floorDiv(micros, 1000));
        group.append("local", micros).append("t", time);
        group.addGroup("s").append("d", day);
        group.addGroup("l").addGroup("list").append("element", time);
    }

    @Test
    void the_first_day_and_the_first_time_that_can_be_stored_are_read() throws IOException {
        write(OLD, 1, (group, row) -> group.append("d", Integer.MIN_VALUE).append("us", Long.MIN_VALUE));
        assertThat(read(WANTED, Predicate.TRUE).get(0).subList(0, 2))
                .containsExactly(Integer.MIN_VALUE + 44_084, Long.MIN_VALUE + 2_180 * Micros.PER_DAY);
    }

    @Test
    void no_condition_hides_a_row_by_bounds_that_are_counted_in_the_old_way() throws IOException {
        for (int seed = 0; seed < 6; seed++) {
            Random random = new Random(seed);
            int[] days = IntStream.generate(
                            () -> (int) old(random).toLocalDate().toEpochDay())
                    .limit(300)
                    .sorted()
                    .toArray();
            long[] times = IntStream.range(0, 300)
                    .mapToLong(row -> Micros.of(old(random)))
                    .sorted()
                    .toArray();
            write(seed % 2 == 0 ? OLD : OF_SPARK_4, 300, (group, row) -> {
                if (row % 7 != 0) {
                    group.append("d", days[row]).append("us", times[row]);
                }
            });
            Schema schema = Schema.of(nullable("d", Primitive.DATE), nullable("us", Primitive.TIMESTAMP));
            List<List<@Nullable Object>> all = read(schema, Predicate.TRUE);
            for (int i = 0; i < 60; i++) {
                Predicate predicate = predicate(all.get(random.nextInt(all.size())), random);
                assertThat(matching(schema, predicate))
                        .as("seed %d: %s", seed, predicate)
                        .isEqualTo(matching(schema, predicate, Predicate.TRUE));
            }
        }
    }

    @Test
    void a_condition_on_times_of_now_still_skips_what_is_stored_in_the_old_way() throws IOException {
        int now = (int) LocalDate.of(2024, 1, 1).toEpochDay();
        write(OLD, 5_000, (group, row) -> group.append("d", now + row).append("us", now * Micros.PER_DAY + row));
        Schema schema = Schema.of(nullable("d", Primitive.DATE), nullable("us", Primitive.TIMESTAMP));
        assertThat(read(schema, compare("d", Predicate.Operator.LESS, LocalDate.of(2024, 1, 1))))
                .isEmpty();
        assertThat(read(schema, compare("us", Predicate.Operator.LESS, Instant.parse("2024-01-01T00:00:00Z"))))
                .isEmpty();
    }

    private static Predicate compare(String column, Predicate.Operator operator, Object value) {
        return new Predicate.Compare(column, operator, Literal.of(value));
    }

    private static Predicate predicate(List<@Nullable Object> row, Random random) {
        boolean onDay = random.nextBoolean();
        Object value = row.get(onDay ? 0 : 1);
        if (value == null) {
            return random.nextBoolean()
                    ? new Predicate.IsNull(onDay ? "d" : "us")
                    : Predicate.not(new Predicate.IsNull(onDay ? "d" : "us"));
        }
        Object literal = onDay ? LocalDate.ofEpochDay((Integer) value) : Micros.toInstant((Long) value);
        Predicate.Operator[] operators = Predicate.Operator.values();
        return compare(onDay ? "d" : "us", operators[random.nextInt(operators.length)], literal);
    }

    /** Around each change of the calendars, and now. */
    private static LocalDateTime old(Random random) {
        LocalDateTime[] around = {
            LocalDateTime.of(1582, 10, 15, 0, 0),
            LocalDateTime.of(1500, 3, 1, 0, 0),
            LocalDateTime.of(1, 1, 1, 0, 0),
            LocalDateTime.of(1900, 1, 1, 0, 0),
            LocalDateTime.of(2020, 1, 1, 0, 0)
        };
        return around[random.nextInt(around.length)]
                .plusDays(random.nextInt(40) - 20)
                .plus(random.nextInt(), ChronoUnit.MICROS);
    }

    private List<List<@Nullable Object>> matching(Schema schema, Predicate predicate) throws IOException {
        return matching(schema, predicate, predicate);
    }

    private List<List<@Nullable Object>> matching(Schema schema, Predicate predicate, Predicate pushed) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (DataFileReader reader = DataFileReader.open(storage, storage.info(at), schema, pushed)) {
            reader.forEachRemaining(batch -> rows.addAll(Rows.of(batch.select(predicate.matching(batch)))));
        }
        return rows;
    }

    private List<List<@Nullable Object>> read(Schema schema, Predicate pushed) {
        return matching(schema, Predicate.TRUE, pushed);
    }

    /** Fills one row. */
    @FunctionalInterface
    private interface Filling {
        void fill(Group group, int row);
    }

    private void write(Map<String, String> footer, int rows, Filling filling) throws IOException {
        Path file = folder.resolve("old.parquet");
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new Configuration(false))
                .withType(MESSAGE)
                .withExtraMetaData(footer)
                .withPageSize(128)
                .withPageRowCountLimit(20)
                .build()) {
            for (int row = 0; row < rows; row++) {
                Group group = new SimpleGroup(MESSAGE);
                filling.fill(group, row);
                writer.write(group);
            }
        }
        storage.put(at, Content.of(Files.readAllBytes(file)));
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> metadata = new HashMap<>(OF_SPARK_4);
        metadata.put(key, value);
        return Map.copyOf(metadata);
    }
}
