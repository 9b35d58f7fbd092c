package io.twinlake.twin;

/** {@code settle}: a value must hold for some time before it is believed. */
final class Settling {

    private final long micros;
    private final Reduction.Kept settled;
    private final Layout.Slot settledSince;
    private final Layout.Slot candidate;
    private final Layout.Slot candidateSince;

    /** Takes where the settled value lies and where the time at which it was first seen. */
    Settling(Rule.Place place, long micros, Reduction.Kept settled, Layout.Slot settledSince) {
        this.micros = micros;
        this.settled = settled;
        this.settledSince = settledSince;
        this.candidate = place.slot("candidate", settled.slot().type());
        this.candidateSince = place.slot("candidate_since", ValueType.TIMESTAMP);
    }

    /** Makes the register's value the candidate, if it is not; the settled value ends any candidate. */
    void see(Moment moment) {
        Slots state = moment.state;
        if (!moment.value.differs(state, settled.slot())) {
            forget(state);
        } else if (state.isNull(candidateSince.at()) || moment.value.differs(state, candidate)) {
            moment.value.store(state, candidate);
            state.setWord(candidateSince.at(), moment.now);
        }
    }

    /** When the candidate has held long enough. */
    long due(Slots state) {
        return state.isNull(candidateSince.at()) ? Twin.NEVER : Twin.later(state.word(candidateSince.at()), micros);
    }

    /** The candidate is believed: it is in the register now. */
    void take(Moment moment) {
        Slots state = moment.state;
        moment.value.load(state, candidate);
        settled.remember(moment);
        state.setWord(settledSince.at(), state.word(candidateSince.at()));
        forget(state);
    }

    private void forget(Slots state) {
        state.setNull(candidate);
        state.setNull(candidateSince.at());
    }
}
