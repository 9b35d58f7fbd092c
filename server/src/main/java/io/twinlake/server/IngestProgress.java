package io.twinlake.server;

import io.twinlake.ingest.PipelineListener;
import io.twinlake.ingest.PipelineProgress;
import java.util.Locale;

/** Shows how an ingest gets on. */
final class IngestProgress implements PipelineListener, AutoCloseable {

    private final Terminal terminal;
    private final Terminal.Progress bar;
    private final RunTotals totals = new RunTotals();

    IngestProgress(Terminal terminal) {
        this.terminal = terminal;
        this.bar = terminal.progress("ingest", -1, "events");
    }

    @Override
    public void committed(PipelineProgress progress) {
        totals.committed(progress);
        bar.at(
                progress.totals().events(),
                String.format(
                        Locale.ROOT,
                        "%,d rows, epoch %d%s",
                        progress.totals().rows(),
                        progress.epoch(),
                        progress.totals().deadLetters() == 0
                                ? ""
                                : ", " + Sizes.count(progress.totals().deadLetters(), "dead letter")));
    }

    @Override
    public void notice(String text) {
        terminal.line(text);
    }

    /** What this run came to so far. */
    IngestReport report() {
        return totals.report();
    }

    /** Tells another one as well. */
    PipelineListener then(PipelineListener other) {
        IngestProgress first = this;
        return new PipelineListener() {
            @Override
            public void committed(PipelineProgress progress) {
                first.committed(progress);
                other.committed(progress);
            }

            @Override
            public void notice(String text) {
                first.notice(text);
            }
        };
    }

    @Override
    public void close() {
        bar.close();
    }
}
