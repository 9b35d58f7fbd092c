package io.twinlake.spark;

import static io.twinlake.spark.TestSpark.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/** A stream over a table whose micro-batches are recorded by number, as the ids and event times of their rows. */
final class RecordedStream {

    /** The event time as it can be compared; empty for none. */
    record Seen(long id, Optional<String> time) {}

    private final Path table;
    private final Path checkpoint;
    private final String time;
    private final Map<String, String> options = new HashMap<>();
    private final TreeMap<Long, List<Seen>> batches = new TreeMap<>();
    private long dieIn = Long.MAX_VALUE;

    /** @param time an expression that says the event time as text in its order */
    RecordedStream(Path table, String time) {
        this(table, TestSpark.newFolder("checkpoint"), time);
    }

    RecordedStream(Path table, Path checkpoint, String time) {
        this.table = table;
        this.checkpoint = checkpoint;
        this.time = time;
    }

    RecordedStream with(String option, String value) {
        options.put(option, value);
        return this;
    }

    /** All there is, in as many micro-batches as the options want. */
    void run() throws Exception {
        dieIn = Long.MAX_VALUE;
        start();
    }

    /** The same, but the sink of that micro-batch fails before anything is recorded. */
    void runUntilItDiesIn(long batch) throws Exception {
        dieIn = batch;
        try {
            start();
        } catch (StreamingQueryException e) {
            if (!String.valueOf(e.getMessage()).contains("as wished")) {
                throw e;
            }
        }
    }

    private void start() throws Exception {
        session()
                .readStream()
                .format("twinlake")
                .options(options)
                .load(table.toString())
                .writeStream()
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", checkpoint.toString())
                .foreachBatch(this::record)
                .start()
                .awaitTermination();
    }

    private void record(Dataset<Row> rows, Long batch) {
        if (batch == dieIn) {
            throw new IllegalStateException("dies as wished");
        }
        batches.put(batch, seen(rows, time));
    }

    static List<Seen> seen(Dataset<Row> rows, String time) {
        return rows.selectExpr("CAST(id AS BIGINT)", time).collectAsList().stream()
                .map(row -> new Seen(row.getLong(0), Optional.ofNullable(row.getString(1))))
                .sorted(Comparator.comparing(Seen::id))
                .toList();
    }

    TreeMap<Long, List<Seen>> batches() {
        return batches;
    }

    List<Seen> all() {
        return batches.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Seen::id))
                .toList();
    }

    /** Whether no row has an earlier event time than one of a micro-batch before; a row without one is before all. */
    boolean isInOrder() {
        String last = "";
        for (List<Seen> batch : batches.values()) {
            String before = last;
            if (batch.stream().anyMatch(row -> row.time().orElse("").compareTo(before) < 0)) {
                return false;
            }
            last = batch.stream()
                    .map(row -> row.time().orElse(""))
                    .max(Comparator.naturalOrder())
                    .orElse(last);
        }
        return true;
    }

    /** As if the query had died within that micro-batch: what came later never was. */
    void forgetFrom(long batch) throws IOException {
        for (String log : List.of("offsets", "commits")) {
            for (Path file : listed(checkpoint.resolve(log))) {
                String name = file.getFileName().toString().replaceAll("\\D", "");
                long number = name.isEmpty() ? -1 : Long.parseLong(name);
                if (number > batch || (number == batch && log.equals("commits"))) {
                    Files.delete(file);
                }
            }
        }
    }

    private static List<Path> listed(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return Arrays.asList(files.toArray(Path[]::new));
        }
    }
}
