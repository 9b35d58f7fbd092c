package io.twinlake.twin;

import org.jspecify.annotations.Nullable;

/** One aggregate function of a window at work: what it keeps while the pane is open. */
final class Accumulator {

    private final Reducer.Aggregate function;
    private final @Nullable Formula of;
    private final Layout.Slot result;
    private final Layout.Slot kept;
    private final Layout.Slot seen;
    private final String where;

    Accumulator(Reducer.AggregateCall call, Rule.Place place) {
        this.function = call.function();
        this.of = call.of().orElse(null);
        this.result = call.result();
        this.kept = place.slot(result.name(), result.type());
        this.seen = function == Reducer.Aggregate.AVG ? place.slot(result.name() + ".seen", ValueType.LONG) : kept;
        this.where = place.where();
    }

    /** Takes the event at hand. */
    void add(Moment moment) {
        if (of != null && !moment.value.evaluate(of, moment.evaluation)) {
            return;
        }
        boolean first = moment.state.isNull(kept);
        switch (function) {
            case COUNT -> moment.state.setWord(kept.at(), moment.state.word(kept.at()) + 1);
            case COUNT_IF -> countIf(moment);
            case SUM -> sum(moment, first);
            case AVG -> {
                moment.state.setDecimal(kept.at(), moment.state.decimal(kept.at()) + moment.value.decimal());
                moment.state.setWord(seen.at(), moment.state.word(seen.at()) + 1);
            }
            case MIN -> keepIf(first || moment.value.compareTo(moment.state, kept) < 0, moment);
            case MAX -> keepIf(first || moment.value.compareTo(moment.state, kept) > 0, moment);
            case FIRST -> keepIf(first, moment);
            case LAST -> keepIf(true, moment);
            case BOOL_AND -> keepIf(first || !moment.value.flag(), moment);
            case BOOL_OR -> keepIf(first || moment.value.flag(), moment);
        }
    }

    /** Gives its result and forgets what it kept. */
    void finish(Slots state, Slots results) {
        results.copy(result, state, kept);
        if (function == Reducer.Aggregate.AVG && !state.isNull(kept.at())) {
            results.setDecimal(result.at(), state.decimal(kept.at()) / state.word(seen.at()));
        } else if (isCount() && results.isNull(result.at())) {
            results.setWord(result.at(), 0);
        }
        state.setNull(kept);
        state.setNull(seen);
    }

    private boolean isCount() {
        return function == Reducer.Aggregate.COUNT || function == Reducer.Aggregate.COUNT_IF;
    }

    private void countIf(Moment moment) {
        if (moment.value.flag()) {
            moment.state.setWord(kept.at(), moment.state.word(kept.at()) + 1);
        }
    }

    private void sum(Moment moment, boolean first) {
        if (result.type() == ValueType.DOUBLE) {
            double before = first ? 0 : moment.state.decimal(kept.at());
            moment.state.setDecimal(kept.at(), first ? moment.value.decimal() : before + moment.value.decimal());
            return;
        }
        try {
            moment.state.setWord(kept.at(), Math.addExact(moment.state.word(kept.at()), moment.value.word()));
        } catch (ArithmeticException e) {
            throw new ExpressionException(where, "sum(" + of + ")", e);
        }
    }

    private void keepIf(boolean better, Moment moment) {
        if (better) {
            moment.value.store(moment.state, kept);
        }
    }
}
