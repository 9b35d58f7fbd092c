package io.twinlake.logstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.twinlake.format.DataFile;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileReader;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
import io.twinlake.log.LogInvariants;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.S3Fixture;
import io.twinlake.storage.SparkSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stock Delta Spark with this log store and Twinlake write one table on MinIO; every row is there once. */
class DeltaSparkCoWriterIT {

    private static final Schema SCHEMA =
            Schema.of(Field.nullable("writer", Primitive.STRING), Field.nullable("n", Primitive.LONG));
    private static final boolean LONG = System.getenv("TWINLAKE_TEST_LONG") != null;
    private static final int SPARK_WRITERS = 2;
    private static final int SPARK_COMMITS = LONG ? 8 : 2;
    private static final int OUR_WRITERS = 3;
    private static final int OUR_COMMITS = LONG ? 20 : 10;

    private static Optional<S3Fixture> server = Optional.empty();
    private static Optional<SparkSession> spark = Optional.empty();

    private final List<String> expected = new ArrayList<>();

    @BeforeAll
    static void a_server_and_a_spark() {
        server = Stream.of(S3Fixture.Kind.ENDPOINT, S3Fixture.Kind.MINIO)
                .map(S3Fixture::of)
                .flatMap(Optional::stream)
                .findFirst();
        spark = server.map(DeltaSparkCoWriterIT::session);
    }

    @BeforeEach
    void where_there_is_one() {
        assumeThat(server)
                .as("an S3 server: TWINLAKE_TEST_S3_ENDPOINT or minio on the PATH")
                .isPresent();
    }

    @AfterAll
    static void stop() {
        spark.ifPresent(SparkSession::stop);
    }

    private static SparkSession session(S3Fixture server) {
        SparkSession.Builder builder = SparkSession.builder()
                .config(SparkSettings.localWithDelta())
                .config("spark.log.level", "ERROR")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.delta.logStore.s3a.impl", S3LogStore.class.getName());
        server.s3aSettings().forEach((key, value) -> builder.config("spark.hadoop." + key, value));
        return builder.getOrCreate();
    }

    @Test
    void in_turns() {
        Location table = created();
        TransactionLog log = log(table);
        for (int n = 0; n < 2; n++) {
            append(log, "ours", n);
            sparkAppends(table, "spark", n);
            expected.addAll(List.of("ours" + n, "spark" + n));
        }
        spark.orElseThrow().sql("DELETE FROM delta.`" + s3a(table) + "` WHERE writer = 'spark' AND n = 1");
        expected.remove("spark1");
        append(log, "ours", 2);
        expected.add("ours2");

        check(table);
    }

    @Test
    void at_the_same_time() throws Exception {
        Location table = created();
        List<Callable<Void>> writers = new ArrayList<>();
        IntStream.range(0, SPARK_WRITERS)
                .forEach(writer -> writers.add(() -> {
                    for (int n = 0; n < SPARK_COMMITS; n++) {
                        sparkAppends(table, "spark" + writer + "-", n);
                    }
                    return null;
                }));
        IntStream.range(0, OUR_WRITERS)
                .forEach(writer -> writers.add(() -> {
                    TransactionLog log = log(table);
                    for (int n = 0; n < OUR_COMMITS; n++) {
                        append(log, "ours" + writer + "-", n);
                    }
                    return null;
                }));
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        try {
            for (Future<Void> done : threads.invokeAll(writers)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        expect("spark", SPARK_WRITERS, SPARK_COMMITS);
        expect("ours", OUR_WRITERS, OUR_COMMITS);

        check(table);
        assertThat(log(table).latest().version().number())
                .isEqualTo(SPARK_WRITERS * SPARK_COMMITS + OUR_WRITERS * OUR_COMMITS);
    }

    private void expect(String name, int writers, int commits) {
        for (int writer = 0; writer < writers; writer++) {
            for (int n = 0; n < commits; n++) {
                expected.add(name + writer + "-" + n);
            }
        }
    }

    /** By our reader, by Spark's, and by the rules of a log. */
    private void check(Location table) {
        assertThat(rows(log(table).latest())).containsExactlyInAnyOrderElementsOf(expected);
        List<String> theirs = new ArrayList<>();
        spark.orElseThrow()
                .read()
                .format("delta")
                .load(s3a(table))
                .collectAsList()
                .forEach(row -> theirs.add(row.getString(0) + row.getLong(1)));
        assertThat(theirs).containsExactlyInAnyOrderElementsOf(expected);
        LogInvariants.check(environment(), table);
    }

    private static Location created() {
        Location table = server.orElseThrow().freshBucket().resolve("table");
        log(table)
                .create(
                        new Action.Metadata(
                                "0d4b2a8e-1111-4222-8333-444455556666",
                                Optional.empty(),
                                Optional.empty(),
                                "parquet",
                                SCHEMA,
                                List.of(),
                                Map.of(),
                                OptionalLong.empty()),
                        "CREATE TABLE")
                .commit();
        return table;
    }

    private static Environment environment() {
        return Environment.system(server.orElseThrow().storage());
    }

    private static TransactionLog log(Location table) {
        return TransactionLog.open(environment(), table);
    }

    private static void sparkAppends(Location table, String writer, int n) {
        spark.orElseThrow()
                .sql("SELECT '" + writer + "' AS writer, " + n + "L AS n")
                .write()
                .format("delta")
                .mode(SaveMode.Append)
                .save(s3a(table));
    }

    private static void append(TransactionLog log, String writer, int n) {
        Location at = log.table().resolve("part-" + log.environment().uuid() + ".parquet");
        DataFile file;
        try (DataFileWriter out =
                DataFileWriter.create(log.environment().storage(), at, SCHEMA, DataFileOptions.defaults())) {
            RowBatch batch = RowBatch.empty(SCHEMA);
            batch.bytes(0).append(writer);
            batch.longs(1).append(n);
            out.write(batch);
            file = out.finish();
        }
        log.append("WRITE").add(file).commit();
    }

    private static List<String> rows(Snapshot snapshot) {
        List<String> rows = new ArrayList<>();
        snapshot.files().forEach(file -> {
            var object = new ObjectInfo(
                    snapshot.locate(file.path()), file.size(), Instant.ofEpochMilli(file.modificationTime()));
            try (DataFileReader reader =
                    DataFileReader.open(snapshot.environment().storage(), object, SCHEMA, Predicate.TRUE)) {
                while (reader.hasNext()) {
                    RowBatch batch = reader.next();
                    for (int row = 0; row < batch.rows(); row++) {
                        rows.add(batch.bytes(0).string(row) + batch.longs(1).get(row));
                    }
                }
            }
        });
        return rows;
    }

    private static String s3a(Location table) {
        return "s3a://" + table.authority() + table.path();
    }
}
