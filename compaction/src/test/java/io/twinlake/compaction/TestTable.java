package io.twinlake.compaction;

import io.twinlake.format.DataFile;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.DeletionVector;
import io.twinlake.format.Field;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.LiveRows;
import io.twinlake.log.LogInvariants;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ManualClock;
import io.twinlake.storage.MemoryStorage;
import io.twinlake.storage.SimulatedEnvironment;
import io.twinlake.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** A small twin table in memory; its rows are known by key and number. */
final class TestTable implements AutoCloseable {

    static final Schema SCHEMA = Schema.of(
            Field.required("key", Primitive.STRING),
            Field.required("observed_at", Primitive.TIMESTAMP),
            Field.required("seq", Primitive.LONG),
            Field.nullable("phase", Primitive.STRING));

    private static final DataFileOptions OPTIONS =
            DataFileOptions.defaults().withCodec(DataFileOptions.Codec.UNCOMPRESSED);

    final ManualClock clock = ManualClock.at("2024-01-01T00:00:00Z");
    final MemoryStorage memory = new MemoryStorage(clock);
    final Location location = Location.parse("memory://lake/ns/light");
    private final Map<AddFile, List<Reading>> known = new HashMap<>();
    final Environment environment = environment(memory, 1);
    final TransactionLog log = TransactionLog.open(environment, location);

    TestTable() {
        this(Map.of(SortOrder.PROPERTY, "key,observed_at,seq"), List.of());
    }

    TestTable(Map<String, String> properties, List<String> partitionColumns) {
        log.create(
                        new Action.Metadata(
                                "6f1b2a8e-1111-4222-8333-444455556666",
                                Optional.of("light"),
                                Optional.empty(),
                                "parquet",
                                SCHEMA,
                                partitionColumns,
                                properties,
                                OptionalLong.of(0)),
                        "CREATE TABLE")
                .commit();
    }

    Environment environment(Storage storage, long seed) {
        return SimulatedEnvironment.over(storage, clock, seed);
    }

    /** One row of this table. */
    record Reading(String key, long seq) implements Comparable<Reading> {
        @Override
        public int compareTo(Reading other) {
            return Comparator.comparing(Reading::key)
                    .thenComparing(Reading::seq)
                    .compare(this, other);
        }
    }

    static Reading row(String key, long seq) {
        return new Reading(key, seq);
    }

    /** Writes rows in the given order as one file and commits it. */
    Version append(Reading... rows) {
        return append(log, List.of(rows));
    }

    Version append(TransactionLog by, List<Reading> rows) {
        return by.append("WRITE").add(write(by.environment(), SCHEMA, rows)).commit();
    }

    DataFile write(Environment by, Schema schema, List<Reading> rows) {
        Location at = location.resolve("part-" + by.uuid() + ".parquet");
        try (DataFileWriter writer = DataFileWriter.create(by.storage(), at, schema, OPTIONS)) {
            RowBatch batch = RowBatch.empty(schema);
            for (Reading row : rows) {
                batch.bytes(0).append(row.key());
                batch.longs(1).append(row.seq() * 1_000_000L);
                batch.longs(2).append(row.seq());
                if (schema.size() > 3) {
                    batch.bytes(3).append("phase " + row.seq() % 3);
                }
            }
            writer.write(batch);
            return writer.finish();
        }
    }

    /** Deletes a row by a deletion vector in place of the one that its file had before. */
    void delete(Reading deleted) {
        Snapshot snapshot = fresh();
        AddFile file = snapshot.files()
                .filter(each -> rows(snapshot, each).contains(deleted))
                .findFirst()
                .orElseThrow();
        List<Long> positions = new ArrayList<>();
        each(snapshot, file, (row, position) -> {
            if (row.equals(deleted)) {
                positions.add(position);
            }
        });
        DeletionVector vector = snapshot.deletionVector(file).union(DeletionVector.of(positions.get(0)));
        snapshot.transaction(IsolationLevel.SERIALIZABLE, "DELETE")
                .mark(
                        file,
                        Action.DeletionVectorDescriptor.inline(vector),
                        snapshot.statistics(file).rows().orElseThrow())
                .commit();
    }

    /** All rows of a version, in the order of files and of rows in them. */
    List<Reading> rows(Snapshot snapshot) {
        List<Reading> rows = new ArrayList<>();
        try (Stream<AddFile> files = snapshot.files()) {
            files.forEach(file -> rows.addAll(rows(snapshot, file)));
        }
        return rows;
    }

    /** A file that was read before is not read again, but it must still be there. */
    List<Reading> rows(Snapshot snapshot, AddFile file) {
        memory.info(snapshot.locate(file.path()));
        return known.computeIfAbsent(file, live -> read(snapshot, live));
    }

    private static List<Reading> read(Snapshot snapshot, AddFile file) {
        List<Reading> rows = new ArrayList<>();
        each(snapshot, file, (row, position) -> rows.add(row));
        return rows;
    }

    private static void each(Snapshot snapshot, AddFile file, BiConsumer<Reading, Long> action) {
        try (LiveRows reader = snapshot.rows(file, SCHEMA, Predicate.TRUE)) {
            while (reader.hasNext()) {
                RowBatch batch = reader.next();
                for (int row = 0; row < batch.rows(); row++) {
                    action.accept(row(batch.bytes(0).string(row), batch.longs(2).get(row)), reader.position(row));
                }
            }
        }
    }

    /** The log as a new process sees it. */
    Snapshot fresh() {
        return TransactionLog.open(environment, location).latest();
    }

    /** Writes all objects of the table below a folder on disk. */
    void copyTo(Path folder) throws IOException {
        try (Listing listing = memory.list(location, "")) {
            while (listing.hasNext()) {
                Location object = listing.next().location();
                Path file = folder.resolve(object.relativeTo(location));
                Files.createDirectories(file.getParent());
                Files.write(file, memory.read(object));
            }
        }
    }

    /** The names of all data files that are there, whoever knows them. */
    List<String> dataFiles() {
        List<String> names = new ArrayList<>();
        try (Listing listing = memory.list(location, "")) {
            listing.forEachRemaining(object -> names.add(object.location().relativeTo(location)));
        }
        names.removeIf(name -> name.startsWith("_"));
        return names;
    }

    /** The names of the files that the newest version has. */
    List<String> liveFiles() {
        return fresh().files().map(AddFile::path).toList();
    }

    @Override
    public void close() {
        LogInvariants.check(environment, location);
    }
}
