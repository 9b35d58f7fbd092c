package io.twinlake.ingest;

import io.twinlake.twin.Event;
import io.twinlake.twin.Layout;
import io.twinlake.twin.Slots;
import io.twinlake.twin.StreamDefinition;
import io.twinlake.twin.TwinModel;
import java.util.List;
import java.util.Map;

/**
 * All that a pipeline knows between two events: what a state checkpoint keeps.
 *
 * @param epoch the last one whose rows are in it
 * @param partitions by name
 * @param lastRows by table the last epoch that had rows for it, as far as that is known: the table must have it
 * @param twins by table, then by shard
 */
record PipelineState(
        long epoch,
        Map<String, PartitionState> partitions,
        Watermarks.Image watermarks,
        Epoch.Totals totals,
        Map<String, Long> lastRows,
        Map<String, List<ShardState>> twins) {

    static final PipelineState EMPTY =
            new PipelineState(0, Map.of(), Watermarks.Image.NONE, Epoch.Totals.NONE, Map.of(), Map.of());

    /** How far a source partition is consumed, and each of its files that were begun. */
    record PartitionState(Offset offset, List<ReadFile> files) {
        static final PartitionState START = new PartitionState(Offset.START, List.of());

        PartitionState {
            files = List.copyOf(files);
        }
    }

    /** The twins of a shard, and the events that wait for the watermark. */
    record ShardState(byte[] twins, List<SavedEvent> held) {}

    /** A waiting event that can be read under another version of its definition. */
    record SavedEvent(
            String stream,
            String key,
            long timeMicros,
            String partition,
            long offset,
            byte[] bytes,
            Layout layout,
            Slots telemetry) {

        static SavedEvent of(HeldEvent held, TwinModel model) {
            StreamDefinition stream = model.streams().get(held.event().stream());
            return new SavedEvent(
                    stream.name(),
                    held.key(),
                    held.event().timeMicros(),
                    held.event().sourcePartition(),
                    held.event().offset(),
                    held.bytes(),
                    stream.layout(),
                    held.event().telemetry());
        }

        /** The event for a stream of that index: fields of the same name and type keep their values. */
        HeldEvent restored(int index, StreamDefinition definition) {
            Slots slots = definition.layout().newSlots();
            for (Layout.Slot to : definition.layout().slots()) {
                layout.find(to.name())
                        .filter(from -> from.type() == to.type())
                        .ifPresent(from -> slots.copy(to, telemetry, from));
            }
            return new HeldEvent(key, new Event(index, slots, timeMicros, partition, offset), bytes);
        }
    }

    PipelineState withLastRows(Map<String, Long> known) {
        return new PipelineState(epoch, partitions, watermarks, totals, known, twins);
    }

    PartitionState partition(String name) {
        return partitions.getOrDefault(name, PartitionState.START);
    }
}
