package io.twinlake.ingest;

import io.twinlake.format.DataFile;
import io.twinlake.format.RowBatch;
import io.twinlake.twin.StateChanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Commits epochs to the lake, each while the next one is being made. An epoch's record and its data files are put side by
 * side; then one commit a table makes its rows and its number visible, both or neither.
 */
final class StorageSink implements EpochSink {

    /** A record and a file a table at a time. */
    private static final int PUTS = 8;

    private final PipelineStore store;
    private final PipelineListener listener;
    private final ExecutorService committer;
    private final ExecutorService puts;
    private @Nullable Future<?> last;

    StorageSink(PipelineStore store, PipelineListener listener, Workers workers) {
        this.store = store;
        this.listener = listener;
        this.committer = workers.start("twinlake-commit", 1);
        this.puts = workers.start("twinlake-put", PUTS);
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
        String pipeline = store.folder().name();
        long number = closed.epoch().number();
        for (Output output : outputs(closed)) {
            if (!output.sink().covers(pipeline, number)) {
                output.sink().prepare();
                output.sink().commit(output.write(), pipeline, number);
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
            files.forEach((sink, file) -> sink.commit(
                    Waiting.on(file), store.folder().name(), closed.epoch().number()));
        } finally {
            Waiting.forEndOf(recorded);
            files.values().forEach(Waiting::forEndOf);
        }
        listener.committed(PipelineProgress.of(closed));
        closed.state().ifPresent(store::keep);
    }

    private List<Output> outputs(ClosedEpoch closed) {
        List<Output> outputs = new ArrayList<>();
        long recordedAt = closed.epoch().recordedAtMicros();
        for (int i = 0; i < closed.generation().size(); i++) {
            TwinTableSink sink = store.table(closed.generation(), i);
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
