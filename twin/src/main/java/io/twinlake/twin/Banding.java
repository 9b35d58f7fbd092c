package io.twinlake.twin;

import java.util.List;

/** {@code band}: which of some ascending bands a value is in; an edge must be passed by the hysteresis to leave. */
final class Banding extends Reduction {

    private final Formula of;
    private final String[] names;
    private final double[] edges;
    private final double hysteresis;
    private final Layout.Slot band;

    Banding(Reducer.Band reducer, Layout.Slot band) {
        List<Reducer.Edge> declared = reducer.edges();
        this.of = reducer.of();
        this.names = declared.stream().map(Reducer.Edge::band).toArray(String[]::new);
        this.edges = declared.stream().mapToDouble(Reducer.Edge::from).toArray();
        this.hysteresis = reducer.hysteresis();
        this.band = band;
    }

    @Override
    boolean reduce(Moment moment) {
        double value = of.evalDouble(moment.evaluation);
        if (moment.evaluation.wasNull()) {
            return false;
        }
        int next =
                moment.state.isNull(band.at()) ? highest(value, 0) : leave((int) moment.state.word(band.at()), value);
        moment.state.setWord(band.at(), next);
        moment.value.text(names[next]);
        return true;
    }

    private int leave(int current, double value) {
        return Math.min(Math.max(current, highest(value, hysteresis)), highest(value, -hysteresis));
    }

    /** The highest band whose edge, moved up by {@code shift}, is not above the value; the first has no edge. */
    private int highest(double value, double shift) {
        int highest = 0;
        for (int i = 1; i < edges.length; i++) {
            if (edges[i] + shift <= value) {
                highest = i;
            }
        }
        return highest;
    }
}
