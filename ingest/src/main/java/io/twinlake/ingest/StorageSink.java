package io.twinlake.ingest;

import io.twinlake.format.DataFile;
import io.twinlake.format.RowBatch;
import io.twinlake.log.Checkpointer;
import io.twinlake.twin.StateChanges;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Commits epochs to the lake, each while the next one is being made. An epoch's record and its data files are put side by
 * side; then one commit a table makes its rows and its number visible, both or neither. Checkpoints of the tables'
 * logs are written beside all that; no commit waits for one.
 */
final class StorageSink implements EpochSink {

    /** A record and a file a table at a time. */
    private static final int PUTS = 8;

    private static final long PATIENCE_SECONDS = 60;

    private final PipelineStore store;
    private final PipelineListener listener;
    private final ExecutorService committer;
    private final ExecutorService puts;
    private final ExecutorService upkeep;
    private final Map<TwinTableSink, Checkpointer> checkpointers = new HashMap<>();
    private @Nullable Future<?> last;

    StorageSink(PipelineStore store, PipelineListener listener, Workers workers) {
        this.store = store;
        this.listener = listener;
        this.committer = workers.start("twinlake-commit", 1);
        this.puts = workers.start("twinlake-put", PUTS);
        this.upkeep = workers.start("twinlake-checkpoint", 1);
    }

    @Override
    public void accept(ClosedEpoch closed) {
        drain();
        last = committer.submit(() -> {
            commit(closed);
            return null;
        });
    }

    @Override
    public void acceptReplayed(ClosedEpoch closed) {
        drain();
        long number = closed.epoch().number();
        for (Output output : outputs(closed)) {
            if (!output.sink().covers(number)) {
                output.sink().prepare();
                commit(output.sink(), output.write(), number);
            }
        }
    }

    @Override
    public void keep(PipelineState state) {
        drain();
        last = committer.submit(() -> {
            store.beat();
            store.keep(state);
            listener.committed(PipelineProgress.of(state));
            return null;
        });
    }

    @Override
    public void beat() {
        store.beat();
    }

    @Override
    public void drain() {
        Future<?> running = last;
        last = null;
        if (running != null) {
            Waiting.on(running);
        }
    }

    @Override
    public void close() {
        try {
            drain();
        } finally {
            committer.shutdown();
            puts.shutdown();
            end(upkeep);
        }
    }

    /** Lets a checkpoint that is being written come to its end. */
    private static void end(ExecutorService upkeep) {
        upkeep.shutdown();
        try {
            if (!upkeep.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                upkeep.shutdownNow();
            }
        } catch (InterruptedException e) {
            upkeep.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Commits an epoch. Whether it succeeds or not, nothing of it is under way any more when this returns. */
    private void commit(ClosedEpoch closed) {
        store.beat();
        Future<?> recorded = puts.submit(() -> store.record(closed.epoch()));
        Map<TwinTableSink, Future<DataFile>> files = new LinkedHashMap<>();
        try {
            for (Output output : outputs(closed)) {
                output.sink().prepare();
                files.put(output.sink(), puts.submit(output::write));
            }
            Waiting.on(recorded);
            files.forEach((sink, file) ->
                    commit(sink, Waiting.on(file), closed.epoch().number()));
        } finally {
            Waiting.forEndOf(recorded);
            files.values().forEach(Waiting::forEndOf);
        }
        listener.committed(PipelineProgress.of(closed));
        closed.state().ifPresent(store::keep);
    }

    private void commit(TwinTableSink sink, DataFile file, long epoch) {
        sink.commit(file, epoch)
                .ifPresent(version -> checkpointers
                        .computeIfAbsent(sink, table -> table.checkpointer(upkeep, listener::notice))
                        .committed(version));
    }

    private List<Output> outputs(ClosedEpoch closed) {
        List<Output> outputs = new ArrayList<>();
        long recordedAt = closed.epoch().recordedAtMicros();
        for (int i = 0; i < closed.compiled().size(); i++) {
            TwinTableSink sink = store.table(closed.compiled(), i);
            List<RowBatch> parts =
                    closed.changes().get(i).stream().map(StateChanges::rows).toList();
            EpochRows rows = new EpochRows(sink.schema(), parts);
            if (rows.rows() > 0) {
                outputs.add(new Output(sink, () -> sink.write(rows, recordedAt)));
            }
        }
        if (!closed.deadLetters().isEmpty()) {
            TwinTableSink sink = store.deadLetters();
            String pipeline = store.folder().name();
            outputs.add(new Output(
                    sink,
                    () -> sink.write(
                            writer -> writer.write(DeadLetterTable.rows(pipeline, closed.deadLetters(), recordedAt)))));
        }
        return outputs;
    }

    /** A table's share of an epoch. */
    private record Output(TwinTableSink sink, java.util.function.Supplier<DataFile> writing) {
        DataFile write() {
            return writing.get();
        }
    }
}
