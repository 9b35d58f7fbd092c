package io.twinlake.twin;

import org.jspecify.annotations.Nullable;

/**
 * A twin while something happens to it: a copy of its memory, on which timers fire and an event is evaluated, and which
 * takes the place of the original when all went well. Reused from twin to twin; one thread.
 */
final class Life {

    private final Plan plan;
    private final Memory memory;
    private final Moment moment;
    private final RowWriter writer;

    /** A twin of which nothing is known. */
    private final Slots unborn;

    private final Slots nothingHeld;
    private final Slots beforeTimers;
    private Slots before;
    private Slots held;
    private String key = "";
    private boolean expired;

    /** When the life began that ended last; {@link Twin#NEVER}: it had no row. */
    private long endedBirth = Twin.NEVER;

    private StateChanges failures;

    Life(Plan plan, RowWriter writer) {
        this.plan = plan;
        this.memory = plan.memory;
        this.writer = writer;
        this.unborn = memory.layout().newSlots();
        this.beforeTimers = memory.layout().newSlots();
        this.nothingHeld = plan.definition.heldLayout().newSlots();
        this.before = unborn;
        this.held = nothingHeld;
        this.failures = StateChanges.of(writer.schema());
        this.moment = new Moment(plan.rules.length, memory.layout().newSlots(), this::fail);
    }

    /** Turns to a twin that is there. */
    void resume(Twin twin) {
        key = twin.key;
        held = twin.held;
        before = twin.memory;
        expired = false;
        moment.state.copyFrom(twin.memory);
        moment.reset = twin.reset;
    }

    /** Turns to a twin that is not there yet. */
    void begin(String newKey) {
        key = newKey;
        forget();
        expired = false;
    }

    /** Whether the twin's life ended by a timer; what is evaluated afterwards begins another. */
    boolean isExpired() {
        return expired;
    }

    /** Fires what is due at {@code limit} or before, each instant with its row. */
    void fireUntil(long limit, StateChanges out) {
        failures = out;
        for (long due = due(); due <= limit && due != Twin.NEVER; due = due()) {
            fire(due, out);
        }
        if (!expired) {
            beforeTimers.copyFrom(moment.state);
            before = beforeTimers;
        }
    }

    /**
     * Fires all that is pending; without expiry, heartbeats end with the last other timer. The watermark is not there yet, so
     * that an event may still come which is no newer than a life that ends here: it leaves a trace, for such an event to
     * begin another life behind it.
     */
    void fireAll(StateChanges out) {
        failures = out;
        while (!expired && !isTrace() && (plan.expiryMicros > 0 ? due() : dueOfRules()) != Twin.NEVER) {
            fire(due(), out);
        }
        if (expired && endedBirth != Twin.NEVER) {
            moment.state.setWord(memory.now.at(), Twin.later(endedBirth, 1));
            expired = false;
        }
    }

    /** Whether this is no twin, but the time before which no other of its key may be born. It is gone when that has come. */
    boolean isTrace() {
        return !moment.state.isNull(memory.now.at()) && moment.state.isNull(memory.newest.at());
    }

    /** Evaluates an event. @throws ExpressionException if it is dead; the copy is of no use then */
    void evaluate(Event event) {
        Slots state = moment.state;
        long now = state.isNull(memory.now.at())
                ? event.timeMicros()
                : Math.max(event.timeMicros(), state.word(memory.now.at()));
        moment.begin(now);
        moment.evaluation
                .event(event.stream(), event.telemetry())
                .twin(held, state, before)
                .time(now);
        see(event.stream(), now);
        for (Rule rule : plan.order) {
            rule.event(moment, event.stream());
        }
        state.setWord(memory.now.at(), now);
        state.setWord(memory.newest.at(), newest(event));
    }

    /** Writes the row that the evaluated event makes, if it makes one. */
    void writeRow(Event event, StateChanges out) {
        Cause cause = change();
        if (cause != null) {
            write(cause, event, out);
        }
    }

    /** The copy becomes the twin's memory, the twin's memory the next copy. */
    void commit(Twin twin) {
        Slots spare = twin.memory;
        twin.memory = moment.state;
        twin.reset = moment.reset;
        moment.state = spare;
    }

    /** A twin for what began here. */
    Twin born() {
        Twin twin = new Twin(key, moment.state, plan.definition.heldLayout().newSlots());
        moment.state = memory.layout().newSlots();
        return twin;
    }

    /** The earliest instant at which a timer is due. */
    long due() {
        Slots state = moment.state;
        if (isTrace()) {
            return state.word(memory.now.at());
        }
        long due = dueOfRules();
        if (plan.expiryMicros > 0 && !state.isNull(memory.newest.at())) {
            due = Math.min(due, Twin.later(state.word(memory.newest.at()), plan.expiryMicros));
        }
        return Math.min(due, heartbeat(state));
    }

    private long newest(Event event) {
        Slots state = moment.state;
        return state.isNull(memory.newest.at())
                ? event.timeMicros()
                : Math.max(event.timeMicros(), state.word(memory.newest.at()));
    }

    private long dueOfRules() {
        Slots state = moment.state;
        if (plan.timed.length == 0 || state.isNull(memory.now.at())) {
            return Twin.NEVER;
        }
        long now = state.word(memory.now.at());
        long due = Twin.NEVER;
        for (Rule rule : plan.timed) {
            due = Math.min(due, rule.due(state, now));
        }
        return due;
    }

    private long heartbeat(Slots state) {
        return plan.silenceMicros == 0 || state.isNull(memory.lastRowAt.at())
                ? Twin.NEVER
                : Twin.later(state.word(memory.lastRowAt.at()), plan.silenceMicros);
    }

    private void see(int stream, long now) {
        Slots state = moment.state;
        if (plan.seenAt.length == 0) {
            return;
        }
        int seenAt = plan.seenAt[stream].at();
        if (state.isNull(seenAt)) {
            moment.evaluation.firstEvent();
        } else {
            moment.evaluation.elapsed(Times.between(state.word(seenAt), now));
        }
        state.setWord(seenAt, now);
    }

    private void fire(long due, StateChanges out) {
        Slots state = moment.state;
        if (isTrace()) {
            forget();
            expired = true;
            return;
        }
        long now = Math.max(due, state.word(memory.now.at()));
        beforeTimers.copyFrom(state);
        moment.begin(now);
        moment.evaluation
                .timer()
                .twin(held, state, beforeTimers)
                .time(now)
                .elapsed(Times.between(state.word(memory.newest.at()), now));
        for (Rule rule : plan.order) {
            rule.timer(moment);
        }
        state.setWord(memory.now.at(), now);
        Cause cause = change();
        if (cause == null && isHeartbeat(now)) {
            cause = Cause.HEARTBEAT;
        }
        if (cause != null) {
            write(cause, null, out);
        }
        if (plan.expiryMicros > 0 && Twin.later(state.word(memory.newest.at()), plan.expiryMicros) <= now) {
            end(now, out);
        }
    }

    /** The life ends, with a row if it had one: else nobody would tell its last row from the next life's first. */
    private void end(long now, StateChanges out) {
        endedBirth = Twin.NEVER;
        if (!moment.state.isNull(memory.seq.at())) {
            endedBirth = moment.state.word(memory.bornAt.at());
            moment.begin(now);
            write(Cause.EXPIRED, null, out);
        }
        forget();
        expired = true;
    }

    private void forget() {
        moment.state.clear();
        moment.reset = null;
        held = nothingHeld;
        before = unborn;
    }

    /** Whether what happened at this instant makes a row, and why. */
    private @Nullable Cause change() {
        boolean window = false;
        if (moment.eventful()) {
            for (int i = 0; i < plan.rules.length; i++) {
                if (plan.rules[i].emission().makesRow(moment, i)) {
                    if (!plan.rules[i].isWindow()) {
                        return Cause.CHANGE;
                    }
                    window = true;
                }
            }
        }
        if (window) {
            return Cause.WINDOW;
        }
        return moment.state.isNull(memory.seq.at()) && hasValue() ? Cause.CHANGE : null;
    }

    private boolean hasValue() {
        for (Rule rule : plan.rules) {
            if (rule.emission().hasValue(moment.state)) {
                return true;
            }
        }
        return false;
    }

    private boolean isHeartbeat(long now) {
        Slots state = moment.state;
        if (state.isNull(memory.seq.at())) {
            return false;
        }
        for (Rule rule : plan.periodic) {
            if (rule.emission().isDue(state, now)) {
                return true;
            }
        }
        return heartbeat(state) <= now;
    }

    private void write(Cause cause, @Nullable Event event, StateChanges out) {
        Slots state = moment.state;
        if (state.isNull(memory.seq.at())) {
            state.setWord(memory.bornAt.at(), moment.now);
        }
        state.setWord(memory.seq.at(), state.word(memory.seq.at()) + 1);
        state.setWord(memory.lastRowAt.at(), moment.now);
        writer.write(key, moment, cause, event, out.rows());
        moment.reset = null;
        for (Rule rule : plan.rules) {
            rule.emission().remember(state);
        }
    }

    private void fail(String property, ExpressionException failure) {
        failures.add(new TimerFailure(key, moment.now, property, String.valueOf(failure.getMessage())));
    }
}
