package io.twinlake.twin;

/**
 * What a {@link Formula} is evaluated on, and where it leaves what does not fit into a return value. Reused from event
 * to event; one thread.
 *
 * <ul>
 *   <li>the event: its stream and its telemetry ({@link #event}), or none, when a timer is due ({@link #timer});
 *   <li>the twin ({@link #twin}): the readings it holds (the last telemetry of each stream from <em>before</em> this
 *       event, in {@link TwinDefinition#heldLayout}), its state, and its state before this event, which is what
 *       {@code prev(x)} of a property reads; {@code prev(x)} of telemetry reads the held readings;
 *   <li>the twin's time and the time since its previous event;
 *   <li>the results of aggregate functions, for the columns of a window.
 * </ul>
 */
public final class Evaluation {

    /** No event: a timer is due. */
    static final int NO_STREAM = -1;

    private static final Slots NOTHING = new Slots(0, 0);

    private int stream = NO_STREAM;
    private Slots in = NOTHING;
    private Slots held = NOTHING;
    private Slots state = NOTHING;
    private Slots before = NOTHING;
    private Slots aggregates = NOTHING;
    private long timeMicros;
    private long elapsedMicros;
    private boolean hasElapsed;
    private boolean wasNull;
    private double latitude;
    private double longitude;

    /** An event is at hand, of the stream with that index in {@link TwinDefinition#streams}. */
    public Evaluation event(int stream, Slots telemetry) {
        this.stream = stream;
        this.in = telemetry;
        return this;
    }

    /** No event is at hand: all telemetry is what the twin holds. */
    public Evaluation timer() {
        this.stream = NO_STREAM;
        this.in = NOTHING;
        return this;
    }

    /** The twin that is evaluated. */
    public Evaluation twin(Slots held, Slots state, Slots before) {
        this.held = held;
        this.state = state;
        this.before = before;
        return this;
    }

    /** The twin's time: what {@code event_time()} gives. */
    public Evaluation time(long micros) {
        this.timeMicros = micros;
        return this;
    }

    /** The time from the twin's previous event to this one: what {@code elapsed()} gives. */
    public Evaluation elapsed(long micros) {
        this.elapsedMicros = micros;
        this.hasElapsed = true;
        return this;
    }

    /** There is no previous event: {@code elapsed()} is null. */
    public Evaluation firstEvent() {
        this.hasElapsed = false;
        return this;
    }

    /** Results of a window's {@link Reducer.AggregateCall calls}, in {@link Reducer.Window#callLayout}. */
    public Evaluation aggregates(Slots results) {
        this.aggregates = results;
        return this;
    }

    /** Whether the last value asked for was null (it then was returned as 0, false or null). */
    public boolean wasNull() {
        return wasNull;
    }

    /** Latitude of the last geo point asked for. */
    public double latitude() {
        return latitude;
    }

    /** Longitude of the last geo point asked for. */
    public double longitude() {
        return longitude;
    }

    int stream() {
        return stream;
    }

    Slots in() {
        return in;
    }

    Slots held() {
        return held;
    }

    Slots state() {
        return state;
    }

    Slots before() {
        return before;
    }

    Slots aggregates() {
        return aggregates;
    }

    long timeMicros() {
        return timeMicros;
    }

    long elapsedMicros() {
        return elapsedMicros;
    }

    boolean hasElapsed() {
        return hasElapsed;
    }

    void wasNull(boolean isNull) {
        this.wasNull = isNull;
    }

    void point(double latitude, double longitude) {
        this.latitude = latitude;
        this.longitude = longitude;
        this.wasNull = false;
    }
}
