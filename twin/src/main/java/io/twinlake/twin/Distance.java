package io.twinlake.twin;

/** {@code deadband}: how far a value must move from the one that was written last. */
final class Distance {

    /** Of a meridian or the equator. */
    private static final double METRES_PER_DEGREE = Math.toRadians(GeoFunctions.EARTH_RADIUS_METRES);

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
            case METRES -> isNear(moment) || metres(moment) < amount;
        });
    }

    private double metres(Moment moment) {
        Slots state = moment.state;
        return GeoFunctions.haversineMetres(
                state.decimal(written.at()),
                state.decimal(written.at() + 1),
                moment.value.decimal(),
                moment.value.second());
    }

    /**
     * Whether a point is clearly nearer, told without trigonometry: the way along the meridian and then along the parallel,
     * taken to be as long as the equator, is never shorter than the great circle.
     */
    private boolean isNear(Moment moment) {
        double degrees = Math.abs(moment.value.decimal() - moment.state.decimal(written.at()))
                + Math.abs(moment.value.second() - moment.state.decimal(written.at() + 1));
        return degrees * METRES_PER_DEGREE < amount * 0.999;
    }

    private double difference(Moment moment) {
        double value = written.type() == ValueType.DOUBLE ? moment.value.decimal() : moment.value.word();
        return Math.abs(value - last(moment.state));
    }

    private double last(Slots state) {
        return written.type() == ValueType.DOUBLE ? state.decimal(written.at()) : state.word(written.at());
    }
}
