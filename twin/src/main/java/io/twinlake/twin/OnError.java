package io.twinlake.twin;

import java.time.Duration;
import java.util.Optional;

/**
 * What happens to events that can't be used; what is late is said by {@link StreamDefinition.Time#late}.
 *
 * @param parse bytes that are no event: malformed, of a wrong type, out of range, without key
 * @param expression a formula without a value
 */
public record OnError(Action parse, Action expression, Optional<StopIf> stopIf) {

    /** What happens to one event. */
    public enum Action {
        DEAD_LETTER,
        DROP,
        /** All before the event is committed; the offset stays on it. */
        STOP
    }

    /** Stop when more than this share of the events of a period are dead letters. */
    public record StopIf(double deadLetterRatio, Duration over) {}

    static OnError defaults() {
        return new OnError(Action.DEAD_LETTER, Action.DEAD_LETTER, Optional.empty());
    }
}
