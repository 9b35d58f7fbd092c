package io.twinlake.ingest;

import io.twinlake.twin.Slots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of one chunk, decoded for every definition that reads its stream. Used again from chunk to chunk. */
final class EventBatch {

    /** The events of one definition; where {@link #times} is {@link IsoTime#INVALID} it can't use the record. */
    static final class Events {
        private final Binding binding;
        private final boolean passesHeld;
        Slots[] slots = {};

        @Nullable
        String[] keys = {};

        long[] times = {};

        /** What the watermark was when the event's turn had come; empty where no event is held that it could let go. */
        long[] watermarks = {};

        Events(Binding binding) {
            this.binding = binding;
            this.passesHeld = binding.passesHeld();
        }

        /** Whether held events that are older than the watermark go first. */
        boolean passesHeld() {
            return passesHeld;
        }

        private void grow(int capacity) {
            int before = slots.length;
            slots = Arrays.copyOf(slots, capacity);
            keys = Arrays.copyOf(keys, capacity);
            times = Arrays.copyOf(times, capacity);
            watermarks = passesHeld ? Arrays.copyOf(watermarks, capacity) : watermarks;
            for (int i = before; i < capacity; i++) {
                slots[i] = binding.streamDefinition().layout().newSlots();
            }
        }
    }

    private static final Chunk NO_CHUNK = new Chunk.Torn("", new byte[0], 0, 0, 0, "");

    private final StreamPlan plan;
    private final Events[] events;
    private final List<Refusal> refusals = new ArrayList<>();
    private Chunk chunk = NO_CHUNK;
    private int[] starts = new int[256];
    private int[] ends = new int[256];
    private long[] times = new long[256];
    private int records;

    EventBatch(StreamPlan plan) {
        this.plan = plan;
        this.events = new Events[plan.bindings().size()];
        for (int i = 0; i < events.length; i++) {
            events[i] = new Events(plan.bindings().get(i));
            events[i].grow(starts.length);
        }
    }

    void begin(Chunk of) {
        chunk = of;
        records = 0;
        refusals.clear();
    }

    /** Forgets the bytes, so that a waiting batch holds no more memory than its slots. */
    void end() {
        chunk = NO_CHUNK;
        refusals.clear();
    }

    /** Begins a record, whose bytes (rows) are {@code [start, end)} of the chunk's; its index. */
    int add(int start, int end) {
        if (records == starts.length) {
            int capacity = records * 2;
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
            times = Arrays.copyOf(times, capacity);
            for (Events of : events) {
                of.grow(capacity);
            }
        }
        starts[records] = start;
        ends[records] = end;
        times[records] = IsoTime.INVALID;
        for (Events of : events) {
            of.times[records] = IsoTime.INVALID;
        }
        return records++;
    }

    /** A definition can use the record: it has an event of that key and time. */
    void accept(int record, int binding, String key, long time) {
        events[binding].keys[record] = key;
        events[binding].times[record] = time;
        times[record] = times[record] == IsoTime.INVALID ? time : Math.min(times[record], time);
    }

    void refuse(Refusal refusal) {
        refusals.add(refusal);
    }

    StreamPlan plan() {
        return plan;
    }

    Chunk chunk() {
        return chunk;
    }

    int records() {
        return records;
    }

    Events events(int binding) {
        return events[binding];
    }

    /** By which the record is merged: its earliest event time; {@link IsoTime#INVALID} if nobody can use it. */
    long time(int record) {
        return times[record];
    }

    /** In order of records. */
    List<Refusal> refusals() {
        return refusals;
    }

    /** Where the record ends in its file. */
    long endOf(int record) {
        return chunk.position() + chunk.match(new EndWithin(ends[record]));
    }

    /** The record's bytes, with private fields masked. */
    byte[] maskedBytes(int record) {
        return plan.privacy().masked(chunk, starts[record], ends[record]);
    }

    private record EndWithin(int end) implements Chunk.Cases<Long> {
        @Override
        public Long text(Chunk.Text of) {
            return (long) end - of.from();
        }

        @Override
        public Long rows(Chunk.Rows of) {
            return (long) end;
        }

        @Override
        public Long oversize(Chunk.Oversize of) {
            return of.length();
        }

        @Override
        public Long torn(Chunk.Torn of) {
            return (long) end - of.from();
        }
    }
}
