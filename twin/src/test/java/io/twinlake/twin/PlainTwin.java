package io.twinlake.twin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A twin of the {@link PlainModel}: everything it ever saw, in maps. */
final class PlainTwin {

    /** What one property has seen and what it waits for. */
    static final class Memory {
        final List<Object> inputs = new ArrayList<>();
        final List<Long> inputTimes = new ArrayList<>();

        @Nullable
        Object said;

        @Nullable
        Integer band;

        @Nullable
        Long stayStart;

        @Nullable
        Long pane;

        final List<List<Object>> paneEvents = new ArrayList<>();
        boolean hasCandidate;

        @Nullable
        Object candidate;

        long candidateSince;

        @Nullable
        Object settled;

        @Nullable
        Long settledSince;

        @Nullable
        Object taken;

        @Nullable
        Long enteredAt;

        boolean hasWanted;

        @Nullable
        Object wanted;

        Memory copy() {
            Memory copy = new Memory();
            copy.inputs.addAll(inputs);
            copy.inputTimes.addAll(inputTimes);
            copy.said = said;
            copy.band = band;
            copy.stayStart = stayStart;
            copy.pane = pane;
            copy.paneEvents.addAll(paneEvents);
            copy.hasCandidate = hasCandidate;
            copy.candidate = candidate;
            copy.candidateSince = candidateSince;
            copy.settled = settled;
            copy.settledSince = settledSince;
            copy.taken = taken;
            copy.enteredAt = enteredAt;
            copy.hasWanted = hasWanted;
            copy.wanted = wanted;
            return copy;
        }
    }

    final String key;
    final Map<String, Object> state = new HashMap<>();
    final Map<String, Memory> memories = new HashMap<>();
    final Slots held;
    final Map<Integer, Long> seenAt = new HashMap<>();

    @Nullable
    Long newest;

    long now = Long.MIN_VALUE;

    @Nullable
    Map<String, Object> lastRow;

    long lastRowAt;
    long bornAt;
    long seq;
    boolean expired;

    PlainTwin(String key, Slots held) {
        this.key = key;
        this.held = held;
    }

    Memory memory(String property) {
        return memories.computeIfAbsent(property, name -> new Memory());
    }

    void put(String column, @Nullable Object value) {
        if (value == null) {
            state.remove(column);
        } else {
            state.put(column, value);
        }
    }

    PlainTwin copy(Slots emptyHeld) {
        emptyHeld.copyFrom(held);
        PlainTwin copy = new PlainTwin(key, emptyHeld);
        copy.state.putAll(state);
        memories.forEach((name, memory) -> copy.memories.put(name, memory.copy()));
        copy.seenAt.putAll(seenAt);
        copy.newest = newest;
        copy.now = now;
        copy.lastRow = lastRow;
        copy.lastRowAt = lastRowAt;
        copy.bornAt = bornAt;
        copy.seq = seq;
        copy.expired = expired;
        return copy;
    }
}
