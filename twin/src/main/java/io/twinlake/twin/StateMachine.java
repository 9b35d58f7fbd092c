package io.twinlake.twin;

import org.jspecify.annotations.Nullable;

/** {@code state_machine}: the first state whose guard is true; none true: stays. */
final class StateMachine extends Reduction {

    private final String[] states;
    private final Formula[] guards;
    private final @Nullable String initial;
    private final Kept kept;
    private final Layout.Slot current;

    /**
     * Takes {@code kept}, what it said last, and {@code current}, the state that it stays in: under
     * {@code min_dwell} the one that can't be left yet.
     */
    StateMachine(Reducer.StateMachine reducer, Kept kept, Layout.Slot current) {
        this.states = reducer.guards().stream().map(Reducer.Guard::state).toArray(String[]::new);
        this.guards = reducer.guards().stream().map(Reducer.Guard::when).toArray(Formula[]::new);
        this.initial = reducer.initial().orElse(null);
        this.kept = kept;
        this.current = current;
    }

    @Override
    boolean reduce(Moment moment) {
        moment.value.text(next(moment));
        kept.remember(moment);
        return moment.value.text() != null;
    }

    private @Nullable String next(Moment moment) {
        for (int i = 0; i < guards.length; i++) {
            if (guards[i].evalBoolean(moment.evaluation)) {
                return states[i];
            }
        }
        String stays = moment.state.text(current.at());
        return stays == null ? initial : stays;
    }
}
