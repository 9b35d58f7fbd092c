package io.twinlake.benchmarks;

import io.delta.kernel.DataWriteContext;
import io.delta.kernel.Operation;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.TransactionCommitResult;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.defaults.internal.data.DefaultColumnarBatch;
import io.delta.kernel.defaults.internal.data.vector.DefaultBinaryVector;
import io.delta.kernel.defaults.internal.data.vector.DefaultBooleanVector;
import io.delta.kernel.defaults.internal.data.vector.DefaultDoubleVector;
import io.delta.kernel.defaults.internal.data.vector.DefaultLongVector;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.hook.PostCommitHook;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * By Delta Kernel and its default engine. Each transaction begins at a snapshot that it loads: the one that Kernel gives
 * after a commit never takes up a checkpoint and is ten times slower after a few hundred commits. Of what Kernel asks to
 * do after a commit only checkpoints are done.
 */
final class KernelCommits implements SmallCommits {

    private static final StructType SCHEMA = new StructType()
            .add("key", StringType.STRING)
            .add("observed_at", TimestampType.TIMESTAMP)
            .add("seq", LongType.LONG)
            .add("phase", StringType.STRING)
            .add("altitude", DoubleType.DOUBLE)
            .add("on_ground", BooleanType.BOOLEAN);

    private final Engine engine;
    private final String table;

    private KernelCommits(Engine engine, String table) {
        this.engine = engine;
        this.table = table;
    }

    static SmallCommits create(Path folder, int checkpointEvery) {
        Configuration settings = new Configuration();
        // Loads them: else Kernel's copies, one a file, each read Hadoop's XML anew, which is half of a commit's time.
        settings.size();
        Engine engine = DefaultEngine.create(settings);
        TableManager.buildCreateTableTransaction(folder.toString(), SCHEMA, "benchmark")
                .withTableProperties(Map.of(
                        "delta.checkpointInterval", Integer.toString(checkpointEvery == 0 ? 10 : checkpointEvery)))
                .build(engine)
                .commit(engine, CloseableIterable.emptyIterable());
        return new KernelCommits(engine, folder.toString());
    }

    @Override
    public void commit(int number) throws IOException {
        Transaction transaction = TableManager.loadSnapshot(table)
                .build(engine)
                .buildUpdateTableTransaction("benchmark", Operation.WRITE)
                .build(engine);
        Row state = transaction.getTransactionState(engine);
        CloseableIterator<FilteredColumnarBatch> physical = Transaction.transformLogicalData(
                engine,
                state,
                Utils.singletonCloseableIterator(new FilteredColumnarBatch(rows(number), Optional.empty())),
                Map.of());
        DataWriteContext context = Transaction.getWriteContext(engine, state, Map.of());
        try (var files = engine.getParquetHandler()
                .writeParquetFiles(context.getTargetDirectory(), physical, context.getStatisticsColumns())) {
            var actions = Transaction.generateAppendActions(engine, state, files, context);
            committed(transaction.commit(engine, CloseableIterable.inMemoryIterable(actions)));
        }
    }

    @Override
    public void close() {}

    private void committed(TransactionCommitResult result) throws IOException {
        for (PostCommitHook hook : result.getPostCommitHooks()) {
            if (hook.getType() == PostCommitHook.PostCommitHookType.CHECKPOINT) {
                hook.threadSafeInvoke(engine);
            }
        }
    }

    private static ColumnarBatch rows(int commit) {
        long[] times = new long[ROWS];
        long[] sequence = new long[ROWS];
        double[] altitudes = new double[ROWS];
        boolean[] grounded = new boolean[ROWS];
        for (int row = 0; row < ROWS; row++) {
            times[row] = SampleRow.observedAt(commit, row);
            sequence[row] = commit;
            altitudes[row] = SampleRow.altitude(commit, row);
            grounded[row] = row % 2 == 0;
        }
        ColumnVector[] columns = {
            texts(SampleRow::key),
            new DefaultLongVector(TimestampType.TIMESTAMP, ROWS, Optional.empty(), times),
            new DefaultLongVector(LongType.LONG, ROWS, Optional.empty(), sequence),
            texts(row -> SampleRow.phase(commit, row)),
            new DefaultDoubleVector(ROWS, Optional.empty(), altitudes),
            new DefaultBooleanVector(ROWS, Optional.empty(), grounded)
        };
        return new DefaultColumnarBatch(ROWS, SCHEMA, columns);
    }

    private static ColumnVector texts(IntFunction<String> value) {
        byte[][] texts = IntStream.range(0, ROWS)
                .mapToObj(row -> value.apply(row).getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        return new DefaultBinaryVector(StringType.STRING, ROWS, texts);
    }
}
