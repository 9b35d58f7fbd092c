package io.twinlake.spark;

import static io.twinlake.spark.TestSpark.rows;
import static io.twinlake.spark.TestSpark.session;
import static io.twinlake.spark.TestSpark.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import io.twinlake.storage.S3Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;

/** Log and data on S3, both through S3A with the session's {@code fs.s3a.*}. */
class S3IT {

    private static final Optional<S3Fixture> SERVER = Stream.of(S3Fixture.Kind.ENDPOINT, S3Fixture.Kind.MINIO)
            .map(S3Fixture::of)
            .flatMap(Optional::stream)
            .findFirst();

    @Test
    void tables_on_s3_are_read_in_batches_by_name_and_as_streams() throws Exception {
        assumeThat(SERVER)
                .as("an S3 server that S3A can be pointed at: TWINLAKE_TEST_S3_ENDPOINT or minio on the PATH")
                .isPresent();
        Path local = TestSpark.newFolder("local");
        write(local);
        Location lake = SERVER.orElseThrow().freshBucket().resolve("lake");
        copy(local, lake.resolve("flights/numbers"));
        SparkSession session = s3Session(lake);

        Dataset<Row> byPath = session.read().format("twinlake").load(lake.resolve("flights/numbers") + "");
        assertThat(rows(byPath)).hasSize(20).isEqualTo(rows(TestSpark.deltas(local)));
        assertThat(session.sql("SHOW TABLES IN s3lake.flights").collectAsList()).hasSize(1);
        assertThat(session.sql("SELECT count(*), max(id) FROM s3lake.flights.numbers VERSION AS OF 0")
                        .first()
                        .getLong(1))
                .isEqualTo(9);
        assertThat(streamed(session)).hasSize(20);
    }

    private static void write(Path table) {
        for (int i = 0; i < 2; i++) {
            sql("SELECT id, concat('a b', id % 2) AS p FROM range(" + i * 10 + ", " + (i + 1) * 10 + ")")
                    .write()
                    .format("delta")
                    .partitionBy("p")
                    .mode(SaveMode.Append)
                    .save(table.toString());
        }
    }

    private static void copy(Path table, Location target) throws IOException {
        List<Path> files;
        try (var all = Files.walk(table)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".crc"))
                    .toList();
        }
        for (Path file : files) {
            String name = table.relativize(file).toString();
            SERVER.orElseThrow().storage().put(target.resolve(name), Content.of(Files.readAllBytes(file)));
        }
    }

    private static SparkSession s3Session(Location lake) {
        SparkSession session = session().newSession();
        SERVER.orElseThrow()
                .s3aSettings()
                .forEach((name, value) -> session.conf().set(name, value));
        session.conf().set("spark.sql.catalog.s3lake", TwinlakeCatalog.class.getName());
        session.conf().set("spark.sql.catalog.s3lake.warehouse", lake.toString());
        return session;
    }

    private static List<String> streamed(SparkSession session) throws Exception {
        List<String> seen = new ArrayList<>();
        session.readStream()
                .option("maxFilesPerTrigger", 1)
                .table("s3lake.flights.numbers")
                .writeStream()
                .trigger(Trigger.AvailableNow())
                .option("checkpointLocation", TestSpark.newFolder("checkpoint").toString())
                .foreachBatch((batch, number) -> {
                    seen.addAll(rows(batch));
                })
                .start()
                .awaitTermination();
        return seen;
    }
}
