package io.twinlake.query;

import io.twinlake.format.DataFile;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
import io.twinlake.log.LogInvariants;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.ManualClock;
import io.twinlake.storage.MemoryStorage;
import io.twinlake.storage.SimulatedEnvironment;
import io.twinlake.storage.Storage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A table of twins as ingest writes them, with few columns; by default in memory. */
final class TwinTable implements AutoCloseable {

    static final Instant START = Instant.parse("2013-01-01T00:00:00Z");

    static final Schema SCHEMA = Schema.of(
            Field.required("key", Primitive.STRING),
            Field.required("observed_at", Primitive.TIMESTAMP),
            Field.required("born_at", Primitive.TIMESTAMP),
            Field.required("seq", Primitive.LONG),
            Field.required("cause", Primitive.STRING),
            Field.nullable("phase", Primitive.STRING),
            Field.nullable("speed", Primitive.DOUBLE),
            Field.nullable("gate", Primitive.INTEGER),
            Field.nullable("on_ground", Primitive.BOOLEAN),
            Field.nullable("fare", new DataType.Decimal(10, 2)));

    final ManualClock clock = ManualClock.at("2024-01-01T00:00:00Z");
    final Storage storage;
    final Location location;
    final Environment environment;
    final TransactionLog log;

    TwinTable() {
        this(Location.parse("memory://lake/ns/aircraft"), Optional.empty());
    }

    TwinTable(Location location, Optional<Storage> elsewhere) {
        this.storage = elsewhere.orElseGet(() -> new MemoryStorage(clock));
        this.location = location;
        this.environment = environment(storage);
        this.log = TransactionLog.open(environment, location);
        log.create(metadata(SCHEMA), "CREATE TABLE").commit();
    }

    Environment environment(Storage through) {
        return SimulatedEnvironment.over(through, clock, location.hashCode());
    }

    static Action.Metadata metadata(Schema schema) {
        return metadata(schema, Map.of());
    }

    static Action.Metadata metadata(Schema schema, Map<String, String> properties) {
        return new Action.Metadata(
                "6f1b2a8e-1111-4222-8333-444455556666",
                Optional.of("aircraft"),
                Optional.empty(),
                "parquet",
                schema,
                List.of(),
                properties,
                OptionalLong.of(0));
    }

    /**
     * One row; times are minutes from {@link #START}.
     *
     * @param phase null where empty
     */
    record Change(String key, long observed, long born, long seq, String cause, String phase) {

        static Change of(String key, long observed, long seq, String phase) {
            return new Change(key, observed, 0, seq, "change", phase);
        }

        static Change expired(String key, long observed, long seq) {
            return new Change(key, observed, 0, seq, "expired", "");
        }

        Change bornAt(long minute) {
            return new Change(key, observed, minute, seq, cause, phase);
        }
    }

    static Instant at(long minute) {
        return START.plusSeconds(60 * minute);
    }

    Version append(Change... changes) {
        return log.append("STREAMING UPDATE").add(write(List.of(changes))).commit();
    }

    DataFile write(List<Change> changes) {
        RowBatch batch = RowBatch.empty(SCHEMA);
        changes.forEach(change -> append(batch, change, change.seq() * 1.5));
        return write(batch);
    }

    DataFile write(RowBatch batch) {
        Location at = location.resolve("part-" + environment.uuid() + ".parquet");
        try (DataFileWriter writer = DataFileWriter.create(storage, at, batch.schema(), DataFileOptions.defaults())) {
            writer.write(batch);
            return writer.finish();
        }
    }

    static void append(RowBatch batch, Change change, double speed) {
        batch.bytes(0).append(change.key());
        batch.longs(1).append(Values.micros(at(change.observed())));
        batch.longs(2).append(Values.micros(at(change.born())));
        batch.longs(3).append(change.seq());
        batch.bytes(4).append(change.cause());
        if (change.phase().isEmpty()) {
            batch.bytes(5).appendNull();
        } else {
            batch.bytes(5).append(change.phase());
        }
        batch.doubles(6).append(speed);
        if (change.seq() % 5 == 0) {
            batch.ints(7).appendNull();
        } else {
            batch.ints(7).append((int) change.seq() % 7);
        }
        ((io.twinlake.format.BooleanVector) batch.column(8)).append(change.seq() % 2 == 0);
        batch.longs(9).append(change.seq() * 25);
    }

    Snapshot latest() {
        return TransactionLog.open(environment, location).latest();
    }

    /** All values of all rows. */
    static List<List<Optional<Object>>> rows(RowBatches batches) {
        List<List<Optional<Object>>> rows = new ArrayList<>();
        try (batches) {
            while (batches.hasNext()) {
                Row.of(batches.next()).map(Row::values).forEach(rows::add);
            }
        }
        return rows;
    }

    /** The same with a word for null and binaries as text, at whatever depth, so that rows can be compared. */
    static List<List<Object>> plain(List<List<Optional<Object>>> rows) {
        return rows.stream()
                .map(row -> row.stream().map(TwinTable::plain).toList())
                .toList();
    }

    private static Object plain(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? plain(optional.get()) : "null";
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(TwinTable::plain).toList();
        }
        return value instanceof Map<?, ?> map
                ? map.entrySet().stream()
                        .map(entry -> plain(entry.getKey()) + "=" + plain(entry.getValue()))
                        .toList()
                : value;
    }

    /** The values of rows that have one column. */
    static List<Object> values(RowBatches batches) {
        return rows(batches).stream().map(row -> row.get(0).orElse("null")).toList();
    }

    @Override
    public void close() {
        LogInvariants.check(environment, location);
    }
}
