package io.twinlake.benchmarks;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
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
    private final int checkpointEvery;
    private final RowBatch batch = RowBatch.empty(SCHEMA);

    private TwinlakeCommits(Environment environment, TransactionLog log, int checkpointEvery) {
        this.environment = environment;
        this.log = log;
        this.checkpointEvery = checkpointEvery;
    }

    static SmallCommits create(Path folder, int checkpointEvery) {
        Location table = Location.of(folder);
        Storage storage = Storages.open(table);
        Environment environment = Environment.system(storage);
        TransactionLog log = TransactionLog.open(environment, table);
        log.create(metadata(environment), "CREATE TABLE").commit();
        return new TwinlakeCommits(environment, log, checkpointEvery);
    }

    @Override
    public void commit(int number) {
        fill(number);
        Location at = log.table().resolve("part-" + environment.uuid() + ".parquet");
        try (DataFileWriter file =
                DataFileWriter.create(environment.storage(), at, SCHEMA, DataFileOptions.defaults())) {
            file.write(batch);
            log.append("WRITE").add(file.finish()).commit();
        }
        if ((number + 1) % checkpointEvery == 0) {
            log.checkpoint(log.latest());
        }
    }

    @Override
    public void close() {
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

    private static Action.Metadata metadata(Environment environment) {
        return new Action.Metadata(
                environment.uuid().toString(),
                Optional.of("commits"),
                Optional.empty(),
                "parquet",
                SCHEMA,
                List.of(),
                Map.of(),
                OptionalLong.empty());
    }
}
