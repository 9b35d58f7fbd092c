package io.twinlake.twin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds an event's key, from its telemetry alone: what comes before lateness, the reorder buffer and the routing to a
 * shard. One thread.
 */
public final class Gate {

    private final List<StreamDefinition> streams;
    private final Evaluation evaluation = new Evaluation();
    private @Nullable String key;
    private Outcome outcome = Outcome.APPLIED;

    Gate(TwinDefinition definition) {
        this.streams = definition.streams();
    }

    /** Whether an event has a key and fulfils what is required; if not, {@link #outcome} says why. */
    public boolean admits(int stream, Slots telemetry) {
        StreamDefinition definition = streams.get(stream);
        evaluation.event(stream, telemetry).firstEvent();
        try {
            key = definition.key().evalText(evaluation);
            if (key == null) {
                return refuse(Outcome.Reason.NULL_KEY, "key is null: " + definition.key());
            }
            if (definition.require().isPresent() && !definition.require().get().evalBoolean(evaluation)) {
                return refuse(
                        Outcome.Reason.REQUIRE,
                        "key '" + key + "' is refused by require: "
                                + definition.require().get());
            }
        } catch (ExpressionException e) {
            return refuse(Outcome.Reason.EXPRESSION, String.valueOf(e.getMessage()));
        }
        return true;
    }

    /** The key of the event that was admitted last. */
    public String key() {
        if (key == null) {
            throw new IllegalStateException("no event was admitted: " + outcome);
        }
        return key;
    }

    /** Why the last event that was not admitted is dead. */
    public Outcome outcome() {
        return outcome;
    }

    private boolean refuse(Outcome.Reason reason, String message) {
        key = null;
        outcome = new Outcome.Dead(reason, message);
        return false;
    }
}
