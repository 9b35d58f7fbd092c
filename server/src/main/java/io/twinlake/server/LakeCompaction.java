package io.twinlake.server;

import io.twinlake.compaction.BackgroundCompaction;
import io.twinlake.compaction.CompactionPlan;
import io.twinlake.compaction.CompactionPolicy;
import io.twinlake.compaction.CompactionResult;
import io.twinlake.ingest.PipelineListener;
import io.twinlake.ingest.PipelineProgress;
import io.twinlake.twin.TwinDefinition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Compaction of a pipeline's tables, one thread beside the ingest, looked after at every committed epoch. */
final class LakeCompaction implements PipelineListener, AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final long PATIENCE_SECONDS = 60;

    private final ExecutorService thread;
    private final List<BackgroundCompaction> tables;

    private LakeCompaction(ExecutorService thread, List<BackgroundCompaction> tables) {
        this.thread = thread;
        this.tables = tables;
    }

    static LakeCompaction of(OpenLake lake, List<TwinDefinition> types, Consumer<String> notices) {
        ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
            Thread daemon = new Thread(work, "compaction");
            daemon.setDaemon(true);
            return daemon;
        });
        List<BackgroundCompaction> tables = types.stream()
                .map(type -> type.table().qualifiedName())
                .map(name -> new BackgroundCompaction(
                        lake.log(name), CompactionPolicy.defaults(), PAUSE, thread, event -> say(name, event, notices)))
                .toList();
        return new LakeCompaction(thread, tables);
    }

    @Override
    public void committed(PipelineProgress progress) {
        if (progress.epoch() > 0) {
            tables.forEach(BackgroundCompaction::run);
        }
    }

    /** Lets the round at work end. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static void say(String table, BackgroundCompaction.Event event, Consumer<String> notices) {
        event.match(new BackgroundCompaction.Event.Cases<Void>() {
            @Override
            public Void compacted(CompactionPlan plan, CompactionResult result) {
                if (result.filesIn() > 0) {
                    notices.accept("compacted " + table + ": " + Sizes.count(result.filesIn(), "file") + " into "
                            + result.filesOut());
                }
                return null;
            }

            @Override
            public Void failed(RuntimeException why) {
                notices.accept("compaction of " + table + " put off: " + why.getMessage());
                return null;
            }
        });
    }
}
