package io.twinlake.twin;

/** {@code deadband}: how far a value must move from the one that was written last. */
final class Distance {

    private final Reducer.Measure measure;
    private final double amount;
    private final Layout.Slot written;

    Distance(Reducer.Measure measure, double amount, Layout.Slot written) {
        this.measure = measure;
        this.amount = amount;
        this.written = written;
    }

    /** Whether the register's value is far enough from the last written one; from or to null always is. */
    boolean isPassed(Moment moment) {
        Slots state = moment.state;
        if (state.isNull(written) || moment.value.isNull(written.type())) {
            return true;
        }
        // A difference that is no number (of infinities, of NaN) is a move.
        return !(switch (measure) {
            case ABS -> difference(moment) < amount;
            case PCT -> difference(moment) < amount / 100 * Math.abs(last(state));
            case METRES ->
                GeoFunctions.haversineMetres(
                                state.decimal(written.at()),
                                state.decimal(written.at() + 1),
                                moment.value.decimal(),
                                moment.value.second())
                        < amount;
        });
    }

    private double difference(Moment moment) {
        double value = written.type() == ValueType.DOUBLE ? moment.value.decimal() : moment.value.word();
        return Math.abs(value - last(moment.state));
    }

    private double last(Slots state) {
        return written.type() == ValueType.DOUBLE ? state.decimal(written.at()) : state.word(written.at());
    }
}
