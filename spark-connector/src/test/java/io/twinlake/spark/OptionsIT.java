package io.twinlake.spark;

import static io.twinlake.spark.TestSpark.newFolder;
import static io.twinlake.spark.TestSpark.session;
import static io.twinlake.spark.TestSpark.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An option is heeded or refused, however a table is read; and what Delta's options for changes do. */
class OptionsIT {

    private static final Path TABLE = TestSpark.newCatalog("options").resolve("of/numbers");
    private static final String NAME = "options.of.numbers";

    @BeforeAll
    static void write_the_table() {
        append(TABLE, 0, 10);
    }

    @Test
    void an_unknown_option_is_refused_with_the_nearest_name() {
        refused(() -> batch(Map.of("verzionAsOf", "0")), "'verzionAsOf'", "did you mean 'versionAsOf'?");
        refused(() -> table(Map.of("verzionAsOf", "0")), "'verzionAsOf'", "did you mean 'versionAsOf'?");
        refused(
                () -> sql("SELECT * FROM " + NAME + " WITH ('timestampAsof ' = '2013')")
                        .count(),
                "'timestampAsOf'?");
        refused(() -> stream(Map.of("maxFilePerTrigger", "1")), "did you mean 'maxFilesPerTrigger'?");
        refused(() -> namedStream(Map.of("ignoreDelete", "true")), "did you mean 'ignoreDeletes'?");
        refused(() -> batch(Map.of("header", "true")), "'header'", "versionAsOf", "startingVersion");
    }

    @Test
    void options_of_deltas_that_are_not_here_are_refused_with_what_to_do() {
        refused(() -> batch(Map.of("readChangeFeed", "true")), "'readChangeFeed'", "no change feed");
        refused(() -> stream(Map.of("failOnDataLoss", "false")), "'failOnDataLoss'", "always stops");
        refused(() -> namedStream(Map.of("readchangefeed", "true")), "'readchangefeed'", "no change feed");
        refused(() -> table(Map.of("endingVersion", "3")), "'endingVersion'", "versionAsOf");
    }

    @Test
    void an_option_of_streams_is_refused_in_a_batch_unless_it_is_the_sessions() {
        refused(() -> batch(Map.of("startingVersion", "0")), "startingVersion is an option of streams");
        refused(() -> table(Map.of("maxFilesPerTrigger", "5")), "maxFilesPerTrigger is an option of streams");
        refused(() -> stream(Map.of("versionAsOf", "0")), "startingVersion");

        session().conf().set("spark.datasource.twinlake.maxFilesPerTrigger", "1");
        try {
            assertThat(session()
                            .read()
                            .format("twinlake")
                            .load(TABLE.toString())
                            .count())
                    .isEqualTo(10);
        } finally {
            session().conf().unset("spark.datasource.twinlake.maxFilesPerTrigger");
        }
        session().conf().set("spark.datasource.twinlake.verzionAsOf", "1");
        try {
            refused(() -> batch(Map.of()), "did you mean 'versionAsOf'?");
        } finally {
            session().conf().unset("spark.datasource.twinlake.verzionAsOf");
        }
    }

    @Test
    void names_have_no_case_and_hadoops_and_sparks_are_apart() {
        Map<String, String> options =
                Map.of("VERSIONasof", "0", "fs.s3a.endpoint", "http://127.0.0.1:1", "__internal", "x");

        assertThat(session()
                        .read()
                        .format("twinlake")
                        .options(options)
                        .load(TABLE.toString())
                        .count())
                .isEqualTo(10);
        assertThat(session().read().options(options).table(NAME).count()).isEqualTo(10);
    }

    /** Files under a scheme that only the options know; a session may hold others for it, as its cache goes by scheme. */
    @Test
    void hadoops_options_hold_for_the_log_and_the_data_of_a_read() throws Exception {
        Map<String, String> options = Map.of("fs.elsewhere.impl", Elsewhere.class.getName());
        var reader = session().read().format("twinlake");

        refused(() -> reader.load("elsewhere://x" + TABLE).count(), "elsewhere");
        assertThat(reader.options(options)
                        .load("elsewhere://x" + TABLE)
                        .as(Encoders.LONG())
                        .collectAsList())
                .containsExactlyInAnyOrderElementsOf(numbers(0, 10));
    }

    /** Local files by another scheme. */
    public static final class Elsewhere extends org.apache.hadoop.fs.FilterFileSystem {

        public Elsewhere() {
            super(new org.apache.hadoop.fs.RawLocalFileSystem() {
                @Override
                public java.net.URI getUri() {
                    return java.net.URI.create("elsewhere://x");
                }
            });
        }

        @Override
        public void initialize(java.net.URI name, org.apache.hadoop.conf.Configuration conf)
                throws java.io.IOException {
            super.initialize(java.net.URI.create("file:///"), conf);
        }

        @Override
        public java.net.URI getUri() {
            return java.net.URI.create("elsewhere://x");
        }
    }

    @Test
    void several_paths_and_unknown_settings_of_a_catalog_are_refused() {
        refused(() -> session().read().format("twinlake").load("/a", "/b"), "load them one by one");
        refused(
                () -> new TwinlakeCatalog()
                        .initialize("lake", new CaseInsensitiveStringMap(Map.of("warehosue", "/data/lake"))),
                "spark.sql.catalog.lake.warehosue");
    }

    @Test
    void deletes_of_whole_files_are_ignored_and_changes_come_again_if_asked_for() throws Exception {
        Path table = newFolder("changed");
        append(table, 0, 4);
        append(table, 4, 8);
        sql("DELETE FROM delta.`" + table + "` WHERE id < 4");
        append(table, 8, 10);

        assertThat(read(table, "ignoreDeletes")).containsExactlyElementsOf(numbers(0, 10));
        assertThat(read(table, "ignoreChanges")).containsExactlyElementsOf(numbers(0, 10));
        refused(() -> read(table, ""), "deletes rows", "ignoreDeletes");

        sql("UPDATE delta.`" + table + "` SET id = 100 WHERE id = 5");
        assertThat(read(table, "ignoreChanges"))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 4L, 5L, 6L, 6L, 7L, 7L, 8L, 9L, 100L);
        refused(() -> read(table, "ignoreDeletes"), "deletes or rewrites rows", "ignoreChanges");
        refused(() -> read(table, "ignoreChanges", "sure"), "ignoreChanges is 'sure'; expected true or false");
    }

    private static void refused(ThrowingCallable read, String... parts) {
        var refusal = assertThatThrownBy(read);
        for (String part : parts) {
            refusal.hasStackTraceContaining(part);
        }
    }

    private static void batch(Map<String, String> options) {
        session()
                .read()
                .format("twinlake")
                .options(options)
                .load(TABLE.toString())
                .collectAsList();
    }

    private static void table(Map<String, String> options) {
        session().read().options(options).table(NAME).count();
    }

    private static void stream(Map<String, String> options) throws Exception {
        run(session().readStream().format("twinlake").options(options).load(TABLE.toString()));
    }

    private static void namedStream(Map<String, String> options) throws Exception {
        run(session().readStream().options(options).table(NAME));
    }

    private static void run(org.apache.spark.sql.Dataset<org.apache.spark.sql.Row> rows) throws Exception {
        rows.writeStream()
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", newFolder("checkpoint").toString())
                .foreachBatch((batch, number) -> {})
                .start()
                .awaitTermination();
    }

    private static List<Long> read(Path table, String option) throws Exception {
        return read(table, option, "true");
    }

    private static List<Long> read(Path table, String option, String value) throws Exception {
        List<Long> seen = java.util.Collections.synchronizedList(new java.util.ArrayList<>());
        var reader = session().readStream().format("twinlake").option("startingVersion", 0);
        if (!option.isEmpty()) {
            reader.option(option, value);
        }
        reader.load(table.toString())
                .writeStream()
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", newFolder("checkpoint").toString())
                .foreachBatch((batch, number) -> {
                    seen.addAll(batch.as(Encoders.LONG()).collectAsList());
                })
                .start()
                .awaitTermination();
        return seen.stream().sorted().toList();
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static void append(Path table, long from, long to) {
        sql("SELECT id FROM range(" + from + ", " + to + ", 1, 1)")
                .write()
                .format("delta")
                .mode(SaveMode.Append)
                .save(table.toString());
    }
}
