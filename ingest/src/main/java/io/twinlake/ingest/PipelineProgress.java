package io.twinlake.ingest;

import io.twinlake.format.BytesVector;
import io.twinlake.format.ListVector;
import io.twinlake.format.RowBatch;
import io.twinlake.twin.StateChanges;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a pipeline is.
 *
 * @param epoch the one that was committed last; 0 if none
 * @param totals over the pipeline's life
 * @param watermarks by table, microseconds from 1970 UTC
 * @param changes of this epoch: by table, how often each property changed
 * @param refusals of this epoch: what was wrong with its first dead letters, at most {@link #REFUSALS}, each once
 */
public record PipelineProgress(
        long epoch,
        Epoch.Totals totals,
        Map<String, Long> watermarks,
        Map<String, Map<String, Long>> changes,
        List<String> refusals) {

    /** So many refusals are told. */
    public static final int REFUSALS = 3;

    /** Nothing yet. */
    public static final PipelineProgress NONE =
            new PipelineProgress(0, Epoch.Totals.NONE, Map.of(), Map.of(), List.of());

    private static final int CHANGED = 6;

    /** How many events made one row, so far. */
    public double reduction() {
        return totals.rows() == 0 ? Double.POSITIVE_INFINITY : (double) totals.events() / totals.rows();
    }

    static PipelineProgress of(ClosedEpoch closed) {
        Map<String, Map<String, Long>> changes = new TreeMap<>();
        for (int i = 0; i < closed.compiled().size(); i++) {
            Map<String, Long> ofTable = new TreeMap<>();
            for (StateChanges part : closed.changes().get(i)) {
                count(part.rows(), ofTable);
            }
            changes.put(closed.compiled().nameOf(i), ofTable);
        }
        Epoch epoch = closed.epoch();
        List<String> refusals = closed.deadLetters().stream()
                .map(letter -> letter.reason().word() + ": " + letter.detail())
                .distinct()
                .limit(REFUSALS)
                .toList();
        return new PipelineProgress(epoch.number(), epoch.totals(), epoch.watermarks(), changes, refusals);
    }

    /** Where a pipeline is at a state, which has consumed more than the last epoch if that gave no rows. */
    static PipelineProgress of(PipelineState state) {
        Map<String, Long> watermarks = new TreeMap<>(state.watermarks().current());
        watermarks.values().removeIf(micros -> micros == Watermark.NONE.micros());
        return new PipelineProgress(state.epoch(), state.totals(), watermarks, Map.of(), List.of());
    }

    private static void count(RowBatch rows, Map<String, Long> counts) {
        ListVector changed = (ListVector) rows.column(CHANGED);
        BytesVector names = (BytesVector) changed.elements();
        BytesVector distinct = names.distinct();
        long[] times = new long[distinct.size()];
        for (int i = 0; i < names.size(); i++) {
            times[names.code(i)]++;
        }
        for (int code = 0; code < times.length; code++) {
            counts.merge(distinct.string(code), times[code], Long::sum);
        }
    }
}
