package io.twinlake.twin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A stream that feeds a twin type.
 *
 * @param name as formulas qualify its fields
 * @param stream what a source is bound to ({@code --source STREAM=URI})
 * @param layout of its events' telemetry
 * @param key gives the twin's key, STRING, from telemetry alone
 * @param require BOOLEAN; an event where it isn't true is a dead letter
 * @param privacy what of its events nobody may see
 * @param text how its events are written
 */
public record StreamDefinition(
        String name,
        String stream,
        List<Telemetry> telemetry,
        Layout layout,
        Formula key,
        Optional<Formula> require,
        Time time,
        StreamPrivacy privacy,
        StreamText text) {

    /** In which order events are applied. */
    public enum Reorder {
        /** As they come; one older than the twin's time at the twin's time. */
        ARRIVAL,
        /** Held back and applied by event time, source partition and offset. */
        WITHIN_LATENESS
    }

    /**
     * The time of events.
     *
     * @param eventTime gives the event time from telemetry alone
     * @param lateness the watermark stays that far behind
     * @param idleAfter a source partition silent for that long stops holding the watermark back
     * @param late what happens to an event older than the watermark
     * @param maxFutureSkew an event further ahead of the clock than this is refused
     */
    public record Time(
            EventTime eventTime,
            Duration lateness,
            Optional<Duration> idleAfter,
            Reorder reorder,
            OnError.Action late,
            Optional<Duration> maxFutureSkew) {}

    /**
     * What gives an event's time.
     *
     * @param formula TIMESTAMP; or STRING or a number, which the format reads
     */
    public record EventTime(Formula formula, Telemetry.TimeFormat format) {}

    public StreamDefinition {
        telemetry = List.copyOf(telemetry);
    }
}
