package io.twinlake.twin;

import java.util.List;

/** A tumbling {@code window}: one open pane, [start, end) from 1970 UTC, closed when its end is due. */
final class Panes extends Reduction {

    private final long sizeMicros;
    private final Accumulator[] accumulators;
    private final Layout callLayout;
    private final Formula[] results;
    private final Layout.Slot[] columns;
    private final Layout.Slot start;
    private final Rule.Place place;

    Panes(Reducer.Window reducer, List<Layout.Slot> columns, Rule.Place place) {
        this.sizeMicros = place.micros(reducer.size());
        this.accumulators = reducer.calls().stream()
                .map(call -> new Accumulator(call, place))
                .toArray(Accumulator[]::new);
        this.callLayout = reducer.callLayout();
        this.results =
                reducer.columns().stream().map(Reducer.AggregateColumn::result).toArray(Formula[]::new);
        this.columns = columns.toArray(Layout.Slot[]::new);
        this.start = place.slot("pane", ValueType.TIMESTAMP);
        this.place = place;
    }

    @Override
    boolean reduce(Moment moment) {
        if (moment.state.isNull(start.at())) {
            moment.state.setWord(start.at(), Times.multiple(moment.now, sizeMicros));
        }
        for (Accumulator accumulator : accumulators) {
            accumulator.add(moment);
        }
        return false;
    }

    @Override
    boolean addsUp() {
        return true;
    }

    /** When the open pane ends. */
    long due(Slots state) {
        return state.isNull(start.at()) ? Twin.NEVER : Twin.later(state.word(start.at()), sizeMicros);
    }

    /** Ends the open pane: its results become the property's columns. */
    void close(Moment moment) {
        Slots totals = callLayout.newSlots();
        for (Accumulator accumulator : accumulators) {
            accumulator.finish(moment.state, totals);
        }
        moment.state.setNull(start.at());
        moment.evaluation.aggregates(totals);
        moment.close(place.rule());
        for (int i = 0; i < results.length; i++) {
            write(results[i], columns[i], moment);
        }
    }

    private void write(Formula result, Layout.Slot column, Moment moment) {
        try {
            moment.value.evaluate(result, moment.evaluation);
        } catch (ExpressionException e) {
            moment.fail(place.property(), e);
            return;
        }
        if (moment.value.differs(moment.state, column)) {
            moment.value.store(moment.state, column);
            moment.change(place.rule());
        }
    }
}
