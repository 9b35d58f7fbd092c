package io.twinlake.spark;

import static io.twinlake.spark.TestSpark.newFolder;
import static io.twinlake.spark.TestSpark.session;
import static io.twinlake.spark.TestSpark.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;

/** A stream that begins with a snapshot gives its rows in order of event time, whatever its files are called. */
class OrderedStreamIT {

    private static final String MICROS = "lpad(CAST(unix_micros(observed_at) AS STRING), 20, '0')";
    private static final String SELECTED = "SELECT id, timestamp_seconds(1370000000 + id * 60) AS observed_at FROM ";

    private final Path table = newFolder("ordered");

    /** A week in files of some hours, and one that reaches across all of it; their names are random. */
    private void write_a_week() {
        append(table, SELECTED + "range(0, 9900, 1, 12)");
        append(
                table,
                "SELECT 20000 + id AS id, timestamp_seconds(1370000000 + id * 6000) AS observed_at "
                        + "FROM range(0, 100, 1, 1)");
    }

    @Test
    void windows_under_a_watermark_are_those_of_a_batch() throws Exception {
        write_a_week();
        Map<String, Long> counts = new TreeMap<>();
        windows(reader(table, Map.of("maxFilesPerTrigger", "5")).withWatermark("observed_at", "10 minutes"))
                .writeStream()
                .outputMode("update")
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", newFolder("checkpoint").toString())
                .foreachBatch((rows, batch) -> {
                    counts.putAll(counts(rows));
                })
                .start()
                .awaitTermination();

        assertThat(counts).isEqualTo(counts(windows(TestSpark.ours(table)))).hasSizeGreaterThan(160);
    }

    @Test
    void a_join_of_two_streams_has_the_rows_of_a_join_of_two_tables() throws Exception {
        Path other = newFolder("other");
        append(table, SELECTED + "range(0, 3000, 1, 6)");
        append(other, SELECTED + "(SELECT 3000 - id AS id FROM range(0, 3000, 1, 5))");
        AtomicLong joined = new AtomicLong();
        join(
                        reader(table, Map.of("maxFilesPerTrigger", "2")).withWatermark("observed_at", "1 minute"),
                        reader(other, Map.of("maxFilesPerTrigger", "2")).withWatermark("observed_at", "1 minute"))
                .writeStream()
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", newFolder("checkpoint").toString())
                .foreachBatch((rows, batch) -> {
                    joined.addAndGet(rows.count());
                })
                .start()
                .awaitTermination();

        assertThat(joined.get())
                .isEqualTo(join(TestSpark.ours(table), TestSpark.ours(other)).count())
                .isGreaterThan(2900);
    }

    @Test
    void micro_batches_ascend_and_one_that_died_comes_again_the_same() throws Exception {
        append(table, SELECTED + "range(0, 1000, 1, 4)");
        append(
                table,
                "SELECT id + 1000 AS id, IF(id % 3 = 0, NULL, timestamp_seconds(1370000000 + id * 60)) AS "
                        + "observed_at FROM range(0, 1000, 1, 1)");
        RecordedStream stream = new RecordedStream(table, MICROS).with("maxFilesPerTrigger", "2");
        stream.runUntilItDiesIn(2);
        append(table, SELECTED + "range(-10, 0, 1, 1)");
        sql("OPTIMIZE delta.`" + table + "`");
        stream.run();

        List<RecordedStream.Seen> expected = RecordedStream.seen(TestSpark.ours(table), MICROS);
        assertThat(stream.batches()).hasSizeGreaterThan(3);
        assertThat(stream.batches().lastEntry().getValue())
                .as("the commit after the snapshot")
                .hasSize(10);
        assertThat(stream.all()).isEqualTo(expected);
        Map<Long, List<RecordedStream.Seen>> before = new TreeMap<>(stream.batches());
        stream.forgetFrom(1);
        stream.run();
        assertThat(stream.batches()).isEqualTo(before);
        stream.batches().remove(stream.batches().lastKey());
        assertThat(stream.isInOrder()).isTrue();
    }

    @Test
    void rows_are_exact_with_deletion_vectors_mapped_and_widened_columns() throws Exception {
        sql("CREATE TABLE delta.`" + table
                + "` (id BIGINT, day DATE, p INT) USING delta PARTITIONED BY (p) TBLPROPERTIES ("
                + "'delta.enableDeletionVectors'='true', 'delta.columnMapping.mode'='name', "
                + "'delta.enableTypeWidening'='true', 'delta.feature.timestampNtz'='supported')");
        append(
                table,
                "SELECT id, date_add(DATE '1969-06-01', CAST(id AS INT)) AS day, CAST(id % 2 AS INT) AS p "
                        + "FROM range(0, 400, 1, 2)");
        sql("DELETE FROM delta.`" + table + "` WHERE id % 7 = 1");
        String text = "date_format(%s, 'yyyy-MM-dd HH:mm:ss')";
        RecordedStream stream = new RecordedStream(table, text.formatted("day"))
                .with("maxFilesPerTrigger", "1")
                .with("eventTimeColumn", "DAY");
        stream.runUntilItDiesIn(2);
        sql("ALTER TABLE delta.`" + table + "` ALTER COLUMN day TYPE TIMESTAMP_NTZ");
        stream.run();

        assertThat(stream.batches()).hasSizeGreaterThan(2);
        assertThat(stream.all()).isEqualTo(RecordedStream.seen(TestSpark.ours(table), text.formatted("day")));
        assertThat(stream.isInOrder()).isTrue();
    }

    @Test
    void the_times_of_a_partition_column_are_in_order_too_by_the_reader_of_rows() throws Exception {
        session().conf().set("spark.sql.parquet.enableVectorizedReader", false);
        try {
            sql("SELECT id, CAST(timestamp_seconds(CAST(id / 10 AS BIGINT) * 3600) AS TIMESTAMP) AS observed_at, array(id) AS l "
                            + "FROM range(0, 60, 1, 1)")
                    .write()
                    .format("delta")
                    .partitionBy("observed_at")
                    .save(table.toString());
            RecordedStream stream = new RecordedStream(table, MICROS).with("maxFilesPerTrigger", "2");
            stream.run();

            assertThat(stream.batches()).hasSize(3);
            assertThat(stream.all()).isEqualTo(RecordedStream.seen(TestSpark.ours(table), MICROS));
            assertThat(stream.isInOrder()).isTrue();
        } finally {
            session().conf().unset("spark.sql.parquet.enableVectorizedReader");
        }
    }

    @Test
    void what_no_statistics_bound_comes_in_one_micro_batch_unless_files_are_asked_for() throws Exception {
        sql("CREATE TABLE delta.`" + table + "` (id BIGINT, observed_at TIMESTAMP) USING delta "
                + "TBLPROPERTIES ('delta.dataSkippingNumIndexedCols' = '0')");
        append(table, SELECTED + "range(0, 100, 1, 4)");
        RecordedStream stream = new RecordedStream(table, MICROS).with("maxFilesPerTrigger", "1");
        stream.run();

        assertThat(stream.batches()).hasSize(1);
        assertThat(stream.all()).hasSize(100);

        RecordedStream byFiles = new RecordedStream(table, MICROS)
                .with("maxFilesPerTrigger", "1")
                .with("initialOrder", "files");
        byFiles.run();
        assertThat(byFiles.batches()).hasSize(4);
        assertThat(byFiles.all()).isEqualTo(stream.all());
    }

    @Test
    void tables_without_such_a_column_go_by_files_and_a_wrong_one_is_refused() throws Exception {
        append(table, "SELECT id, CAST(id AS STRING) AS observed_at, id AS epoch FROM range(0, 100, 1, 2)");
        RecordedStream stream = new RecordedStream(table, "observed_at").with("maxFilesPerTrigger", "1");
        stream.run();
        assertThat(stream.batches()).hasSize(2);
        RecordedStream byNumber = new RecordedStream(table, "lpad(CAST(epoch AS STRING), 9, '0')")
                .with("maxFilesPerTrigger", "1")
                .with("eventTimeColumn", "epoch");
        byNumber.run();
        assertThat(byNumber.isInOrder()).isTrue();
        assertThat(byNumber.batches()).hasSize(2);

        refused(Map.of("eventTimeColumn", "observed_at"), "of type STRING", "expected one of type TIMESTAMP");
        refused(Map.of("eventTimeColumn", "epoche"), "did you mean 'epoch'?");
        refused(Map.of("initialOrder", "eventTime"), "has no timestamps 'observed_at'", "eventTimeColumn");
        refused(Map.of("initialOrder", "path"), "expected eventTime or files");
        refused(Map.of("initialOrder", "files", "eventTimeColumn", "epoch"), "leave one out");
    }

    private void refused(Map<String, String> options, String... parts) {
        RecordedStream stream = new RecordedStream(table, "observed_at");
        options.forEach(stream::with);
        var refusal = assertThatThrownBy(stream::run);
        for (String part : parts) {
            refusal.hasStackTraceContaining(part);
        }
    }

    private static Dataset<Row> reader(Path table, Map<String, String> options) {
        return session().readStream().format("twinlake").options(options).load(table.toString());
    }

    private static Dataset<Row> windows(Dataset<Row> rows) {
        return rows.selectExpr("window(observed_at, '1 hour') AS w", "id")
                .groupBy("w")
                .count();
    }

    private static Map<String, Long> counts(Dataset<Row> windows) {
        Map<String, Long> counts = new TreeMap<>();
        windows.selectExpr("CAST(w.start AS STRING)", "count")
                .collectAsList()
                .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
        return counts;
    }

    private static Dataset<Row> join(Dataset<Row> left, Dataset<Row> right) {
        return left.as("l")
                .join(
                        right.as("r"),
                        org.apache.spark.sql.functions.expr(
                                "l.id = r.id AND r.observed_at BETWEEN l.observed_at AND l.observed_at + INTERVAL 1 HOUR"));
    }

    private static void append(Path table, String query) {
        sql(query).write().format("delta").mode(SaveMode.Append).save(table.toString());
    }
}
