package io.twinlake.spark;

import static io.twinlake.spark.TestSpark.newFolder;
import static io.twinlake.spark.TestSpark.session;
import static io.twinlake.spark.TestSpark.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams over tables that Delta Spark writes; what a micro-batch got is recorded by its number. */
class StreamIT {

    private Path table;
    private Path checkpoint;
    private final Map<Long, List<Long>> batches = new TreeMap<>();

    @BeforeEach
    void name_folders() {
        table = newFolder("streamed");
        checkpoint = newFolder("checkpoint");
    }

    @Test
    void the_first_run_reads_the_snapshot_in_order_of_path_and_then_the_tail() throws Exception {
        append(0, 30, 3);
        append(30, 40, 1);

        run(Map.of("maxFilesPerTrigger", "1"));
        append(40, 45, 1);
        run(Map.of("maxFilesPerTrigger", "1"));

        assertThat(batches).hasSize(5);
        assertThat(all()).containsExactlyElementsOf(numbers(0, 45));
        assertThat(batches.get(4L)).containsExactlyElementsOf(numbers(40, 45));
        assertThat(firstFour()).isEqualTo(filesInOrderOfPath());
    }

    @Test
    void a_restart_after_any_micro_batch_reads_neither_twice_nor_less() throws Exception {
        append(0, 20, 2);
        append(20, 30, 1);
        for (int round = 0; round < 4; round++) {
            run(Map.of("maxFilesPerTrigger", "1", "startingVersion", "0"));
            append(30 + round * 10, 40 + round * 10, 2);
        }
        run(Map.of("maxFilesPerTrigger", "1", "startingVersion", "0"));

        assertThat(all()).containsExactlyElementsOf(numbers(0, 70));
        assertThat(batches).hasSize(11);
    }

    @Test
    void a_micro_batch_that_was_not_committed_is_read_again_the_same() throws Exception {
        append(0, 30, 3);
        run(Map.of("maxFilesPerTrigger", "2"));
        Map<Long, List<Long>> before = new TreeMap<>(batches);

        for (long batch = before.size() - 1; batch >= 0; batch--) {
            forgetAfter(batch);
            forgetCommit(batch);
            append(1000 + batch, 1001 + batch, 1);
            batches.clear();
            run(Map.of("maxFilesPerTrigger", "2"));

            assertThat(batches.get(batch)).isEqualTo(before.get(batch));
        }
    }

    @Test
    void available_now_stops_at_the_version_that_was_there_when_it_began() throws Exception {
        append(0, 10, 1);
        StreamingQuery query = start(Map.of("maxFilesPerTrigger", "1"), (rows, batch) -> {
            record(rows, batch);
            if (batch == 0) {
                append(10, 20, 1);
            }
        });
        query.awaitTermination();

        assertThat(all()).containsExactlyElementsOf(numbers(0, 10));
    }

    @Test
    void bytes_bound_a_micro_batch_and_one_file_always_goes() throws Exception {
        append(0, 30, 3);

        run(Map.of("maxBytesPerTrigger", "1"));

        assertThat(batches).hasSize(3);
        assertThat(all()).containsExactlyElementsOf(numbers(0, 30));
    }

    @Test
    void starts_are_by_version_time_earliest_and_latest() throws Exception {
        append(0, 10, 1);
        append(10, 20, 1);
        append(20, 30, 1);
        String second = sql("DESCRIBE HISTORY delta.`" + table + "`")
                .where("version = 1")
                .selectExpr("CAST(timestamp AS STRING)")
                .as(Encoders.STRING())
                .first();

        assertThat(readFrom(Map.of("startingVersion", "1"))).containsExactlyElementsOf(numbers(10, 30));
        assertThat(readFrom(Map.of("startingTimestamp", second))).containsExactlyElementsOf(numbers(10, 30));
        assertThat(readFrom(Map.of("startingTimestamp", "2001-01-01"))).containsExactlyElementsOf(numbers(0, 30));
        assertThat(readFrom(Map.of("startingVersion", "earliest"))).containsExactlyElementsOf(numbers(0, 30));
        assertThat(readFrom(Map.of("startingVersion", "latest"))).isEmpty();
        append(30, 31, 1);
        run(Map.of("startingVersion", "latest"));
        assertThat(all()).containsExactly(30L);
    }

    @Test
    void earliest_is_a_version_whose_files_vacuum_has_left() throws Exception {
        append(0, 10, 2);
        append(10, 20, 2);
        sql("ALTER TABLE delta.`" + table
                + "` SET TBLPROPERTIES ('delta.deletedFileRetentionDuration' = 'interval 0 hours')");
        List<Path> replaced = dataFiles();
        sql("OPTIMIZE delta.`" + table + "`");
        assertThat(readFrom(Map.of("startingVersion", "earliest"))).containsExactlyElementsOf(numbers(0, 20));
        for (Path file : replaced) {
            Files.delete(file);
        }

        assertThat(readFrom(Map.of("startingVersion", "earliest"))).containsExactlyElementsOf(numbers(0, 20));
        assertThatThrownBy(() -> readFrom(Map.of("startingVersion", "0"))).hasStackTraceContaining(".parquet");
    }

    @Test
    void a_start_that_is_not_there_is_refused_with_what_is() {
        append(0, 10, 1);

        assertThatThrownBy(() -> run(Map.of("startingVersion", "5"))).hasStackTraceContaining("newest version of");
        assertThatThrownBy(() -> run(Map.of("startingTimestamp", "2999-01-01")))
                .hasStackTraceContaining("give an earlier time");
        assertThatThrownBy(() -> run(Map.of("maxFilesPerTrigger", "none")))
                .hasStackTraceContaining("maxFilesPerTrigger is 'none'");
        assertThatThrownBy(() -> run(Map.of("startingVersion", "0", "startingTimestamp", "2001-01-01")))
                .hasStackTraceContaining("leave one out");
    }

    @Test
    void compaction_brings_no_rows_and_deletion_stops_the_stream_unless_it_is_skipped() throws Exception {
        append(0, 10, 2);
        run(Map.of());
        sql("OPTIMIZE delta.`" + table + "`");
        append(10, 12, 1);
        run(Map.of());
        assertThat(all()).containsExactlyElementsOf(numbers(0, 12));

        sql("DELETE FROM delta.`" + table + "` WHERE id = 3");
        append(12, 14, 1);
        assertThatThrownBy(() -> run(Map.of()))
                .isInstanceOf(StreamingQueryException.class)
                .hasStackTraceContaining("skipChangeCommits");
        run(Map.of("skipChangeCommits", "true"));
        assertThat(all()).containsExactlyElementsOf(numbers(0, 14));
    }

    @Test
    void an_added_column_stops_the_stream_and_a_restart_reads_it() throws Exception {
        append(0, 5, 1);
        Dataset<Row> opened = reader(Map.of());
        sql("SELECT id, id * 2 AS twice FROM range(5, 10)")
                .write()
                .format("delta")
                .mode(SaveMode.Append)
                .option("mergeSchema", "true")
                .save(table.toString());

        StreamingQuery query = opened.writeStream()
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", checkpoint.toString())
                .foreachBatch(this::record)
                .start();
        assertThatThrownBy(query::awaitTermination)
                .hasStackTraceContaining("has the column 'twice'")
                .hasStackTraceContaining("restart the stream");

        run(Map.of());
        assertThat(all()).containsExactlyElementsOf(numbers(0, 10));
    }

    @Test
    void a_table_that_was_replaced_stops_the_stream() throws Exception {
        append(0, 5, 1);
        run(Map.of());
        sql("CREATE OR REPLACE TABLE delta.`" + table + "` USING delta AS SELECT id FROM range(3)");

        assertThatThrownBy(() -> run(Map.of())).hasStackTraceContaining("start the stream with a new checkpoint");
    }

    @Test
    void a_log_that_was_cleaned_up_stops_a_stream_only_if_it_lacks_what_the_stream_has_not_read() throws Exception {
        append(0, 5, 1);
        sql("ALTER TABLE delta.`" + table + "` SET TBLPROPERTIES ('delta.checkpointInterval' = '2')");
        run(Map.of());
        append(5, 10, 1);
        deleteCommits(0, 1);
        run(Map.of());
        assertThat(all()).containsExactlyElementsOf(numbers(0, 10));

        append(10, 15, 1);
        append(15, 20, 1);
        deleteCommits(2, 3);
        assertThatThrownBy(() -> run(Map.of()))
                .hasStackTraceContaining("StreamException")
                .hasStackTraceContaining("version 3")
                .hasStackTraceContaining("new checkpoint");
        assertThat(all()).containsExactlyElementsOf(numbers(0, 10));
    }

    @Test
    void partition_columns_keep_their_place() throws Exception {
        sql("SELECT concat('p', id % 2) AS p, id, id * 3 AS v FROM range(10)")
                .write()
                .format("delta")
                .partitionBy("p")
                .save(table.toString());
        List<String> seen = new ArrayList<>();
        StreamingQuery query = reader(Map.of())
                .writeStream()
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", checkpoint.toString())
                .foreachBatch((rows, batch) -> {
                    seen.addAll(TestSpark.rows(rows));
                })
                .start();
        query.awaitTermination();

        assertThat(seen).hasSize(10).contains("{\"p\":\"p1\",\"id\":7,\"v\":21}");
    }

    @Test
    void a_table_of_the_catalog_is_streamed_by_its_name() throws Exception {
        table = TestSpark.newCatalog("streams").resolve("of/numbers");
        append(0, 5, 1);
        StreamingQuery query = session()
                .readStream()
                .table("streams.of.numbers")
                .writeStream()
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", checkpoint.toString())
                .foreachBatch(this::record)
                .start();
        query.awaitTermination();

        assertThat(all()).containsExactlyElementsOf(numbers(0, 5));
        assertThat(query.lastProgress().sources()[0].metrics()).containsEntry("versionsBehind", "0");
    }

    private void append(long from, long to, int files) {
        sql("SELECT id FROM range(" + from + ", " + to + ", 1, " + files + ")")
                .write()
                .format("delta")
                .mode(SaveMode.Append)
                .save(table.toString());
    }

    private Dataset<Row> reader(Map<String, String> options) {
        return session().readStream().format("twinlake").options(options).load(table.toString());
    }

    private void run(Map<String, String> options) throws Exception {
        start(options, this::record).awaitTermination();
    }

    private StreamingQuery start(
            Map<String, String> options, org.apache.spark.api.java.function.VoidFunction2<Dataset<Row>, Long> sink)
            throws Exception {
        return reader(options)
                .writeStream()
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", checkpoint.toString())
                .foreachBatch(sink)
                .start();
    }

    private List<Long> readFrom(Map<String, String> options) throws Exception {
        checkpoint = newFolder("checkpoint");
        batches.clear();
        run(options);
        return all();
    }

    private void record(Dataset<Row> rows, Long batch) {
        batches.put(
                batch,
                rows.select("id").as(Encoders.LONG()).collectAsList().stream()
                        .sorted()
                        .toList());
    }

    private List<Long> all() {
        return batches.values().stream().flatMap(List::stream).sorted().toList();
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private List<List<Long>> firstFour() {
        return LongStream.range(0, 4).mapToObj(batches::get).toList();
    }

    /** Rows of each file of the first two commits, in order of the files' names. */
    private List<Path> dataFiles() throws IOException {
        try (Stream<Path> files = Files.list(table)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }

    private List<List<Long>> filesInOrderOfPath() {
        Map<String, List<Long>> byFile = new TreeMap<>();
        session()
                .read()
                .format("delta")
                .option("versionAsOf", 1)
                .load(table.toString())
                .selectExpr("input_file_name() AS file", "id")
                .collectAsList()
                .forEach(row -> byFile.computeIfAbsent(row.getString(0), file -> new ArrayList<>())
                        .add(row.getLong(1)));
        return List.copyOf(byFile.values());
    }

    private void deleteCommits(int from, int to) throws IOException {
        for (int version = from; version <= to; version++) {
            Files.delete(table.resolve("_delta_log/%020d.json".formatted(version)));
        }
    }

    private void forgetCommit(long batch) throws IOException {
        Files.deleteIfExists(checkpoint.resolve("commits/" + batch));
        Files.deleteIfExists(checkpoint.resolve("commits/." + batch + ".crc"));
    }

    /** As if the query had stopped within that micro-batch: what came later never was. */
    private void forgetAfter(long batch) throws IOException {
        for (long later = batch + 1; Files.exists(checkpoint.resolve("offsets/" + later)); later++) {
            Files.delete(checkpoint.resolve("offsets/" + later));
            Files.deleteIfExists(checkpoint.resolve("offsets/." + later + ".crc"));
            forgetCommit(later);
        }
    }
}
