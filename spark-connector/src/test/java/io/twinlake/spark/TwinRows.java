package io.twinlake.spark;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows of a twin table from a seed, and plain answers about them to compare views with. */
record TwinRows(List<TwinRow> rows) {

    private static final Instant START = Instant.parse("2013-06-01T00:00:00Z");

    record TwinRow(String key, Instant observedAt, Instant bornAt, long seq, String cause, String phase) {}

    /** The interval in which a row held. */
    record Held(String key, Instant bornAt, long seq, Instant from, Optional<Instant> to) {}

    static TwinRows random(long seed, int keys, int rowsPerKey) {
        Random random = new Random(seed);
        List<TwinRow> rows = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            rows.addAll(lives("N" + key, rowsPerKey, random));
        }
        java.util.Collections.shuffle(rows, random);
        return new TwinRows(rows);
    }

    private static List<TwinRow> lives(String key, int count, Random random) {
        List<TwinRow> rows = new ArrayList<>();
        Instant time = START.plusSeconds(random.nextInt(1000));
        Instant born = time;
        long seq = 1;
        for (int i = 0; i < count; i++) {
            boolean ends = seq > 1 && random.nextInt(6) == 0;
            rows.add(new TwinRow(
                    key, time, born, seq, ends ? "expired" : "change", random.nextBoolean() ? "air" : "gate"));
            time = time.plusSeconds(ends ? 1 + random.nextInt(100) : random.nextInt(100));
            seq = ends ? 1 : seq + 1;
            born = ends ? time : born;
        }
        return rows;
    }

    Dataset<Row> toDataset() {
        StructType schema = new StructType()
                .add("key", DataTypes.StringType)
                .add("observed_at", DataTypes.TimestampType)
                .add("born_at", DataTypes.TimestampType)
                .add("seq", DataTypes.LongType)
                .add("cause", DataTypes.StringType)
                .add("phase", DataTypes.StringType);
        List<Row> data = rows.stream()
                .map(row -> RowFactory.create(
                        row.key(),
                        java.sql.Timestamp.from(row.observedAt()),
                        java.sql.Timestamp.from(row.bornAt()),
                        row.seq(),
                        row.cause(),
                        row.phase()))
                .toList();
        return TestSpark.session().createDataFrame(data, schema);
    }

    /** The newest row of every key, those that have expired left out. */
    List<TwinRow> current() {
        return byKey().values().stream()
                .map(ofKey -> ofKey.get(ofKey.size() - 1))
                .filter(row -> !row.cause().equals("expired"))
                .toList();
    }

    /** Every row but the expired ones with the time of the next row of its key. */
    List<Held> history() {
        List<Held> held = new ArrayList<>();
        for (List<TwinRow> ofKey : byKey().values()) {
            for (int i = 0; i < ofKey.size(); i++) {
                TwinRow row = ofKey.get(i);
                Optional<Instant> to =
                        i + 1 < ofKey.size() ? Optional.of(ofKey.get(i + 1).observedAt()) : Optional.empty();
                if (!row.cause().equals("expired")) {
                    held.add(new Held(row.key(), row.bornAt(), row.seq(), row.observedAt(), to));
                }
            }
        }
        return held;
    }

    private Map<String, List<TwinRow>> byKey() {
        Map<String, List<TwinRow>> byKey = new TreeMap<>();
        rows.forEach(row ->
                byKey.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(row));
        byKey.values()
                .forEach(ofKey ->
                        ofKey.sort(Comparator.comparing(TwinRow::bornAt).thenComparing(TwinRow::seq)));
        return byKey;
    }
}
