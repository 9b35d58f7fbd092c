package io.twinlake.twin;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attribute or property at work. A value goes through it in the order of the language: when → reducer (with its
 * hysteresis) → settle → min_dwell → deadband → the visible value.
 */
final class Rule {

    /** Where a rule's parts find their room in memory, and how they are called in messages. */
    record Place(Memory.Builder memory, String meaning, String property, int rule) {

        Layout.Slot slot(String part, ValueType type) {
            return memory.add(meaning, property + "/" + part, type);
        }

        String where() {
            return "property '" + property + "'";
        }

        long micros(Duration duration) {
            return Times.micros(duration);
        }
    }

    /** What a rule is made of; what it has not is null. */
    record Parts(
            @Nullable Formula when,
            Reduction reduction,
            @Nullable Settling settling,
            @Nullable Dwelling dwelling,
            @Nullable Distance distance,
            Emission emission) {}

    private final Place place;
    private final Parts parts;
    private final @Nullable Panes panes;
    private final Layout.Slot visible;
    private final Layout.@Nullable Slot since;
    private final Layout.@Nullable Slot settledSince;
    private final boolean[] streams;
    private final int[] reads;

    Rule(Place place, Parts parts, List<Layout.Slot> columns, Since since, Inputs inputs) {
        this.place = place;
        this.parts = parts;
        this.panes = parts.reduction() instanceof Panes window ? window : null;
        this.visible = columns.get(0);
        boolean isCopied = since.column() != null && !since.column().equals(since.settled());
        this.since = isCopied ? since.column() : null;
        this.settledSince = since.settled();
        this.streams = new boolean[inputs.allStreams()];
        inputs.streams().forEach(stream -> streams[stream] = true);
        this.reads = parts.reduction().addsUp()
                ? new int[0]
                : inputs.rules().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Where {@code <name>_since} is kept: when what has settled was first seen, and the same of what is visible. */
    record Since(Layout.@Nullable Slot settled, Layout.@Nullable Slot column) {}

    /** What a rule reads: streams whose events touch it, rules whose changes do. */
    record Inputs(int allStreams, Set<Integer> streams, Set<Integer> rules) {}

    String property() {
        return place.property();
    }

    Emission emission() {
        return parts.emission();
    }

    boolean isWindow() {
        return panes != null;
    }

    boolean hasTimers() {
        return panes != null
                || parts.settling() != null
                || parts.dwelling() != null
                || parts.emission().isPeriodic();
    }

    /** An event of that stream is at hand. */
    void event(Moment moment, int stream) {
        if (streams[stream] || readsChanged(moment)) {
            evaluate(moment);
        }
    }

    /** Timers are due: its own, or those of properties that it reads. */
    void timer(Moment moment) {
        Settling settling = parts.settling();
        if (settling != null && settling.due(moment.state) <= moment.now) {
            settling.take(moment);
            dwell(moment);
        }
        if (readsChanged(moment)) {
            try {
                evaluate(moment);
            } catch (ExpressionException e) {
                moment.fail(place.property(), e);
            }
        }
        Dwelling dwelling = parts.dwelling();
        if (dwelling != null && dwelling.due(moment.state) <= moment.now) {
            dwelling.take(moment);
            write(moment);
        }
        if (panes != null && panes.due(moment.state) <= moment.now) {
            panes.close(moment);
        }
    }

    /** When its next timer is due. */
    long due(Slots state, long now) {
        long due = panes == null ? Twin.NEVER : panes.due(state);
        if (parts.settling() != null) {
            due = Math.min(due, parts.settling().due(state));
        }
        if (parts.dwelling() != null) {
            due = Math.min(due, parts.dwelling().due(state));
        }
        return parts.emission().isPeriodic() ? Math.min(due, parts.emission().due(state, now)) : due;
    }

    private boolean readsChanged(Moment moment) {
        if (moment.eventful()) {
            for (int rule : reads) {
                if (moment.changed(rule)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void evaluate(Moment moment) {
        Formula when = parts.when();
        if ((when == null || when.evalBoolean(moment.evaluation))
                && parts.reduction().reduce(moment)) {
            settle(moment);
        }
    }

    private void settle(Moment moment) {
        if (parts.settling() == null) {
            dwell(moment);
        } else {
            parts.settling().see(moment);
        }
    }

    private void dwell(Moment moment) {
        if (parts.dwelling() == null || parts.dwelling().see(moment)) {
            write(moment);
        }
    }

    private void write(Moment moment) {
        Slots state = moment.state;
        Distance distance = parts.distance();
        if (!moment.value.differs(state, visible) || (distance != null && !distance.isPassed(moment))) {
            return;
        }
        moment.value.store(state, visible);
        moment.change(place.rule());
        if (since != null && settledSince != null) {
            state.copy(since, state, settledSince);
        }
    }
}
