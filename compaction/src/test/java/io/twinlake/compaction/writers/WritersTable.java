package io.twinlake.compaction.writers;

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
import io.twinlake.log.Snapshot;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.S3Options;
import io.twinlake.storage.Storage;
import io.twinlake.storage.StorageOptions;
import io.twinlake.storage.Storages;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The table that the processes write: a row says who wrote it and as which of his. */
final class WritersTable {

    private static final Schema SCHEMA =
            Schema.of(Field.required("writer", Primitive.STRING), Field.required("n", Primitive.LONG));

    private WritersTable() {}

    static Action.Metadata metadata() {
        return new Action.Metadata(
                "0d4b2a8e-1111-4222-8333-444455556666",
                Optional.empty(),
                Optional.empty(),
                "parquet",
                SCHEMA,
                List.of(),
                Map.of("delta.checkpointInterval", "25"),
                OptionalLong.empty());
    }

    static Storage storage(String endpoint, String accessKeyId, String secretAccessKey) {
        S3Options options = S3Options.defaults()
                .withEndpoint(URI.create(endpoint))
                .withRegion("us-east-1")
                .withCredentials(S3Options.Credentials.of(accessKeyId, secretAccessKey))
                .withRequestTimeout(Duration.ofSeconds(20));
        return Storages.open(
                Location.parse("s3://any"), StorageOptions.defaults().withS3(options));
    }

    static DataFile write(Environment environment, Location table, String writer, long n) {
        Location at = table.resolve("part-" + environment.uuid() + ".parquet");
        try (DataFileWriter file =
                DataFileWriter.create(environment.storage(), at, SCHEMA, DataFileOptions.defaults())) {
            RowBatch batch = RowBatch.empty(SCHEMA);
            batch.bytes(0).append(writer);
            batch.longs(1).append(n);
            file.write(batch);
            return file.finish();
        }
    }

    static List<String> rows(Snapshot snapshot) {
        List<String> rows = new ArrayList<>();
        snapshot.files().forEach(file -> {
            var object = new ObjectInfo(
                    snapshot.locate(file.path()), file.size(), Instant.ofEpochMilli(file.modificationTime()));
            try (DataFileReader reader =
                    DataFileReader.open(snapshot.environment().storage(), object, SCHEMA, Predicate.TRUE)) {
                while (reader.hasNext()) {
                    RowBatch batch = reader.next();
                    for (int row = 0; row < batch.rows(); row++) {
                        rows.add(batch.bytes(0).string(row) + " "
                                + batch.longs(1).get(row));
                    }
                }
            }
        });
        return rows;
    }
}
