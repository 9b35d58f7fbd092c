package io.twinlake.twin;

import org.jspecify.annotations.Nullable;

/** {@code min_dwell}: a state that was entered can't be left for some time; what is wanted then is taken. */
final class Dwelling {

    private final long micros;
    private final @Nullable String initial;
    private final Reduction.Kept taken;
    private final Layout.Slot enteredAt;
    private final Layout.Slot wanted;
    private final Layout.Slot isWanted;

    /** Takes {@code initial}, the state of a machine that is not entered and can be left at once. */
    Dwelling(Rule.Place place, long micros, @Nullable String initial, Reduction.Kept taken) {
        this.micros = micros;
        this.initial = initial;
        this.taken = taken;
        this.enteredAt = place.slot("entered_at", ValueType.TIMESTAMP);
        this.wanted = place.slot("wanted", taken.slot().type());
        this.isWanted = place.slot("is_wanted", ValueType.BOOLEAN);
    }

    /** Takes the register's value if the state can be left; else it is wanted, and nothing else. */
    boolean see(Moment moment) {
        Slots state = moment.state;
        forget(state);
        if (!moment.value.differs(state, taken.slot())) {
            return false;
        }
        if (state.isNull(enteredAt.at()) || Twin.later(state.word(enteredAt.at()), micros) <= moment.now) {
            enter(moment);
            return true;
        }
        moment.value.store(state, wanted);
        state.setFlag(isWanted.at(), true);
        return false;
    }

    /** When the state can be left for what is wanted. */
    long due(Slots state) {
        return state.isNull(isWanted.at()) ? Twin.NEVER : Twin.later(state.word(enteredAt.at()), micros);
    }

    /** What is wanted is taken: it is in the register now. */
    void take(Moment moment) {
        moment.value.load(moment.state, wanted);
        forget(moment.state);
        enter(moment);
    }

    private void enter(Moment moment) {
        boolean begins = initial != null && moment.state.isNull(taken.slot()) && initial.equals(moment.value.text());
        if (!begins) {
            moment.state.setWord(enteredAt.at(), moment.now);
        }
        taken.remember(moment);
    }

    private void forget(Slots state) {
        if (!state.isNull(isWanted.at())) {
            state.setNull(wanted);
            state.setNull(isWanted.at());
        }
    }
}
