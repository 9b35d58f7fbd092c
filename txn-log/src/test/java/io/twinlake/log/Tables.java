package io.twinlake.log;

import io.twinlake.format.DataFile;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Schema;
import io.twinlake.storage.Content;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.ManualClock;
import io.twinlake.storage.MemoryStorage;
import io.twinlake.storage.SimulatedEnvironment;
import io.twinlake.storage.Storage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A table in memory and what tests do to it; several logs of it stand for several processes. */
final class Tables {

    static final Schema SCHEMA = Schema.of(
            Field.required("key", DataType.Primitive.STRING), Field.nullable("value", DataType.Primitive.LONG));

    final ManualClock clock = ManualClock.at("2024-01-01T00:00:00Z");
    final MemoryStorage memory = new MemoryStorage(clock);
    final Location location = Location.parse("memory://lake/ns/table");

    /** The log as a new process sees it, over the memory itself. */
    TransactionLog log() {
        return log(memory);
    }

    /** The log as a new process sees it, through {@code storage}. */
    TransactionLog log(Storage storage) {
        return TransactionLog.open(environment(storage), location);
    }

    Environment environment(Storage storage) {
        return SimulatedEnvironment.over(storage, clock, 42);
    }

    /** The log of a table that has been created. */
    TransactionLog created() {
        TransactionLog log = log();
        log.create(metadata(), "CREATE TABLE").commit();
        return log;
    }

    static Action.Metadata metadata() {
        return metadata(SCHEMA, Map.of());
    }

    static Action.Metadata metadata(Schema schema, Map<String, String> properties) {
        return new Action.Metadata(
                "0d4b2a8e-1111-4222-8333-444455556666",
                Optional.of("table"),
                Optional.empty(),
                "parquet",
                schema,
                List.of(),
                properties,
                OptionalLong.of(1_704_067_200_000L));
    }

    /** A file of ten rows that lies below the table; its bytes are of no matter here. */
    DataFile file(String name) {
        return file(name, 10);
    }

    DataFile file(String name, long rows) {
        Location at = location.resolve(name);
        memory.put(at, Content.of("rows"));
        return new DataFile(at, 4, rows, new FileStatistics(OptionalLong.of(rows), Map.of(), true));
    }

    static List<String> paths(Snapshot snapshot) {
        return snapshot.files().map(Action.AddFile::path).toList();
    }

    Location commit(long version) {
        return location.resolve("_delta_log/" + new CommitFile(Version.of(version)).name());
    }
}
