package io.twinlake.ingest;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Counts what would be written. */
final class CountingSink implements EpochSink {

    private PipelineProgress total = PipelineProgress.NONE;

    PipelineProgress total() {
        return total;
    }

    @Override
    public void accept(ClosedEpoch closed) {
        PipelineProgress now = PipelineProgress.of(closed);
        Map<String, Map<String, Long>> changes = new TreeMap<>(total.changes());
        now.changes().forEach((table, counts) -> changes.merge(table, counts, CountingSink::sum));
        total = new PipelineProgress(
                now.epoch(), now.totals(), now.watermarks(), changes, first(total.refusals(), now.refusals()));
    }

    @Override
    public void acceptReplayed(ClosedEpoch closed) {
        accept(closed);
    }

    @Override
    public void keep(PipelineState state) {
        PipelineProgress now = PipelineProgress.of(state);
        total = new PipelineProgress(now.epoch(), now.totals(), now.watermarks(), total.changes(), total.refusals());
    }

    @Override
    public void beat() {}

    @Override
    public void drain() {}

    @Override
    public void close() {}

    private static List<String> first(List<String> refusals, List<String> more) {
        return Stream.concat(refusals.stream(), more.stream())
                .distinct()
                .limit(PipelineProgress.REFUSALS)
                .toList();
    }

    private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sum = new TreeMap<>(one);
        other.forEach((name, count) -> sum.merge(name, count, Long::sum));
        return sum;
    }
}
