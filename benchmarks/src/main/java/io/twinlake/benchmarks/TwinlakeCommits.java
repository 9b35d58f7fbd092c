package io.twinlake.benchmarks;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
import io.twinlake.log.Checkpointer;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;
import io.twinlake.storage.Storages;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** By Twinlake's log and writer. */
final class TwinlakeCommits implements SmallCommits {

    private static final Schema SCHEMA = Schema.of(
            Field.nullable("key", Primitive.STRING),
            Field.nullable("observed_at", Primitive.TIMESTAMP),
            Field.nullable("seq", Primitive.LONG),
            Field.nullable("phase", Primitive.STRING),
            Field.nullable("altitude", Primitive.DOUBLE),
            Field.nullable("on_ground", Primitive.BOOLEAN));

    private final Environment environment;
    private final TransactionLog log;
    private final RowBatch batch = RowBatch.empty(SCHEMA);
    private final ExecutorService background = Executors.newSingleThreadExecutor();
    private final Checkpointer checkpointer;

    private TwinlakeCommits(Environment environment, TransactionLog log) {
        this.environment = environment;
        this.log = log;
        this.checkpointer = new Checkpointer(log, background, failure -> {
            throw failure;
        });
    }

    static SmallCommits create(Path folder, int checkpointEvery) {
        Location table = Location.of(folder);
        Storage storage = Storages.open(table);
        Environment environment = Environment.system(storage);
        TransactionLog log = TransactionLog.open(environment, table);
        log.create(metadata(environment, checkpointEvery), "CREATE TABLE").commit();
        return new TwinlakeCommits(environment, log);
    }

    @Override
    public void commit(int number) {
        fill(number);
        Location at = log.table().resolve("part-" + environment.uuid() + ".parquet");
        try (DataFileWriter file =
                DataFileWriter.create(environment.storage(), at, SCHEMA, DataFileOptions.defaults())) {
            file.write(batch);
            checkpointer.committed(log.append("WRITE").add(file.finish()).commit());
        }
    }

    /** Checkpoints that are under way are waited for, so that they are part of the time. */
    @Override
    public void close() {
        background.shutdown();
        try {
            if (!background.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("a checkpoint takes more than a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        environment.storage().close();
    }

    private void fill(int number) {
        batch.clear();
        for (int row = 0; row < ROWS; row++) {
            batch.bytes(0).append(SampleRow.key(row));
            batch.longs(1).append(SampleRow.observedAt(number, row));
            batch.longs(2).append(number);
            batch.bytes(3).append(SampleRow.phase(number, row));
            batch.doubles(4).append(SampleRow.altitude(number, row));
            ((BooleanVector) batch.column(5)).append(row % 2 == 0);
        }
    }

    private static Action.Metadata metadata(Environment environment, int checkpointEvery) {
        return new Action.Metadata(
                environment.uuid().toString(),
                Optional.of("commits"),
                Optional.empty(),
                "parquet",
                SCHEMA,
                List.of(),
                checkpointEvery == 0 ? Map.of() : Map.of("delta.checkpointInterval", Integer.toString(checkpointEvery)),
                OptionalLong.empty());
    }
}
