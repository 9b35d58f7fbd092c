package io.twinlake.differential;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twinlake.format.BytesVector;
import io.twinlake.format.DataFile;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Location;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;

/**
 * Writes random rows as writers do whose statistics are known to be wrong: NaN is left out, decimals become doubles, times are
 * cut and old ones lose the seconds of their offset, strings are compared and cut by UTF-16.
 */
record ErringWriter(Path table, Random random) {

    static final Schema SCHEMA = Schema.of(
            Field.nullable("id", Primitive.LONG),
            Field.nullable("d", Primitive.DOUBLE),
            Field.nullable("f", Primitive.FLOAT),
            new Field(
                    "w",
                    Primitive.DOUBLE,
                    true,
                    Map.of("delta.typeChanges", "[{\"fromType\":\"float\",\"toType\":\"double\"}]")),
            Field.nullable("n", new DataType.Decimal(38, 18)),
            Field.nullable("t", Primitive.TIMESTAMP),
            Field.nullable("s", Primitive.STRING));

    private static final int CUT_AT = 32;
    private static final List<String> PIECES = List.of("a", "?", "~", "\uff5e", "\ufffd", "\ud83d\ude00", "\u00e9");
    private static final JsonMapper MAPPER = new JsonMapper();

    /** One row, in the order of the columns. */
    private record Values(long id, double d, float f, float w, BigDecimal n, Instant at, String s) {}

    void write(int files) throws IOException {
        TransactionLog log = OurReader.log(table);
        log.create(
                        new Action.Metadata(
                                UUID.randomUUID().toString(),
                                Optional.empty(),
                                Optional.empty(),
                                "parquet",
                                SCHEMA,
                                List.of(),
                                Map.of("delta.enableTypeWidening", "true", "delta.checkpointInterval", "1000"),
                                OptionalLong.of(0)),
                        "CREATE TABLE")
                .commit();
        for (int file = 1; file <= files; file++) {
            List<Values> rows = new ArrayList<>();
            for (int row = random.nextInt(4); row >= 0; row--) {
                rows.add(values());
            }
            log.append("WRITE").add(file(log, file, rows)).commit();
            lie(log.latest().version().number(), rows);
        }
    }

    private Values values() {
        double[] doubles = {Double.NaN, -0.0, 0, 1, 2.5, Double.POSITIVE_INFINITY, random.nextGaussian()};
        StringBuilder text = new StringBuilder("x".repeat(random.nextInt(3) * 16));
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        Instant at = random.nextBoolean()
                ? Instant.parse("1850-01-01T00:00:00Z").plusSeconds(random.nextInt(200))
                : Instant.parse("2020-01-01T00:00:00Z").plus(random.nextInt(5_000), ChronoUnit.MICROS);
        return new Values(
                random.nextInt(100),
                doubles[random.nextInt(doubles.length)],
                (float) doubles[random.nextInt(doubles.length)],
                random.nextInt(10) / 10f,
                new BigDecimal(new BigInteger(random.nextInt(2) * 50 + 60, random), 18),
                at,
                text.toString());
    }

    private DataFile file(TransactionLog log, int number, List<Values> rows) {
        RowBatch batch = RowBatch.empty(SCHEMA);
        for (Values row : rows) {
            batch.longs(0).append(row.id());
            batch.doubles(1).append(row.d());
            ((io.twinlake.format.FloatVector) batch.column(2)).append(row.f());
            batch.doubles(3).append(row.w());
            ((BytesVector) batch.column(4)).append(row.n().unscaledValue().toByteArray());
            batch.longs(5).append(ChronoUnit.MICROS.between(Instant.EPOCH, row.at()));
            batch.bytes(6).append(row.s());
        }
        Location at = Location.of(table).resolve("part-" + number + ".parquet");
        try (var writer = DataFileWriter.create(log.environment().storage(), at, SCHEMA, DataFileOptions.defaults())) {
            writer.write(batch);
            return writer.finish();
        }
    }

    private void lie(long version, List<Values> rows) throws IOException {
        Path commit = table.resolve("_delta_log/%020d.json".formatted(version));
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(commit)) {
            ObjectNode action = (ObjectNode) MAPPER.readTree(line);
            if (action.path("add") instanceof ObjectNode add) {
                add.put("stats", stats(rows));
            }
            lines.add(action.toString());
        }
        Files.write(commit, lines);
    }

    private String stats(List<Values> rows) {
        ObjectNode stats = MAPPER.createObjectNode().put("numRecords", rows.size());
        ObjectNode min = stats.putObject("minValues");
        ObjectNode max = stats.putObject("maxValues");
        numbers(min, max, "d", rows.stream().map(Values::d).toList());
        numbers(min, max, "f", rows.stream().map(row -> (double) row.f()).toList());
        float least =
                rows.stream().map(Values::w).min(Comparator.naturalOrder()).orElseThrow();
        float most = rows.stream().map(Values::w).max(Comparator.naturalOrder()).orElseThrow();
        min.put("w", new BigDecimal(Float.toString(least)));
        max.put("w", new BigDecimal(Float.toString(most)));
        min.put(
                "n",
                rows.stream()
                        .map(Values::n)
                        .min(Comparator.naturalOrder())
                        .orElseThrow()
                        .doubleValue());
        max.put(
                "n",
                rows.stream()
                        .map(Values::n)
                        .max(Comparator.naturalOrder())
                        .orElseThrow()
                        .doubleValue());
        min.put(
                "t",
                cut(rows.stream().map(Values::at).min(Comparator.naturalOrder()).orElseThrow()));
        max.put(
                "t",
                cut(rows.stream().map(Values::at).max(Comparator.naturalOrder()).orElseThrow()));
        String first =
                rows.stream().map(Values::s).min(Comparator.naturalOrder()).orElseThrow();
        String last =
                rows.stream().map(Values::s).max(Comparator.naturalOrder()).orElseThrow();
        min.put("s", first.length() <= CUT_AT ? first : first.substring(0, CUT_AT));
        max.put("s", last.length() <= CUT_AT ? last : last.substring(0, CUT_AT) + "\ufffd");
        return stats.toString();
    }

    private static void numbers(ObjectNode min, ObjectNode max, String column, List<Double> values) {
        List<Double> numbers = values.stream().filter(value -> !value.isNaN()).toList();
        numbers.stream()
                .min(Comparator.naturalOrder())
                .filter(Double::isFinite)
                .ifPresent(least -> min.put(column, least));
        numbers.stream()
                .max(Comparator.naturalOrder())
                .filter(Double::isFinite)
                .ifPresent(most -> max.put(column, most));
    }

    /** In Los Angeles, which was 7:52:58 behind until 1883. */
    private static String cut(Instant time) {
        boolean isOld = time.isBefore(Instant.parse("1883-01-01T00:00:00Z"));
        ZoneOffset offset = isOld ? ZoneOffset.ofHoursMinutesSeconds(-7, -52, -58) : ZoneOffset.UTC;
        OffsetDateTime local = time.truncatedTo(ChronoUnit.MILLIS).atOffset(offset);
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT)
                        .format(local)
                + (isOld ? "-07:52" : "Z");
    }
}
