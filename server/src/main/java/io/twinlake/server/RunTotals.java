package io.twinlake.server;

import io.twinlake.ingest.PipelineListener;
import io.twinlake.ingest.PipelineProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what the epochs of one run did; what the pipeline did before is left out. */
final class RunTotals implements PipelineListener {

    private final Map<String, Map<String, Long>> changes = new TreeMap<>();
    private final List<String> refusals = new ArrayList<>();
    private PipelineProgress before = PipelineProgress.NONE;
    private PipelineProgress last = PipelineProgress.NONE;
    private boolean begun;

    @Override
    public synchronized void committed(PipelineProgress progress) {
        if (!begun) {
            before = progress;
            begun = true;
        }
        last = progress;
        progress.refusals().stream()
                .filter(refusal -> refusals.size() < PipelineProgress.REFUSALS && !refusals.contains(refusal))
                .forEach(refusals::add);
        progress.changes()
                .forEach((table, counts) -> counts.forEach((property, count) ->
                        changes.computeIfAbsent(table, name -> new TreeMap<>()).merge(property, count, Long::sum)));
    }

    synchronized IngestReport report() {
        return new IngestReport(
                last.totals().events() - before.totals().events(),
                last.totals().rows() - before.totals().rows(),
                last.totals().deadLetters() - before.totals().deadLetters(),
                last.totals().dropped() - before.totals().dropped(),
                changes,
                List.copyOf(refusals));
    }
}
