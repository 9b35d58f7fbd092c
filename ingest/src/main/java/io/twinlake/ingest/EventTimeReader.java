package io.twinlake.ingest;

import io.twinlake.twin.Evaluation;
import io.twinlake.twin.Formula;
import io.twinlake.twin.StreamDefinition.EventTime;
import io.twinlake.twin.ValueType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Gives the event times of one definition. For one thread. */
final class EventTimeReader {

    private final Formula formula;
    private final TimeReader reader;
    private String problem = "";

    EventTimeReader(EventTime eventTime) {
        this.formula = eventTime.formula();
        this.reader = new TimeReader(eventTime.format());
    }

    /** Microseconds from 1970 UTC of the event that is evaluated, or {@link IsoTime#INVALID}. */
    long micros(Evaluation event) {
        if (formula.type() == ValueType.TIMESTAMP) {
            long micros = formula.evalLong(event);
            return event.wasNull() ? missing() : micros;
        }
        String text = text(event);
        if (text == null) {
            return missing();
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        long micros = reader.micros(bytes, 0, bytes.length);
        if (micros == IsoTime.INVALID) {
            problem = "the event time '" + formula.text() + "' is \"" + text
                    + "\", which is no timestamp in the format " + reader.format();
        }
        return micros;
    }

    /** What was wrong when there was no time. */
    String problem() {
        return problem;
    }

    private @Nullable String text(Evaluation event) {
        if (formula.type() == ValueType.STRING) {
            return formula.evalText(event);
        }
        if (formula.type() == ValueType.DOUBLE) {
            double value = formula.evalDouble(event);
            return event.wasNull() ? null : Double.toString(value);
        }
        long value = formula.evalLong(event);
        return event.wasNull() ? null : Long.toString(value);
    }

    private long missing() {
        problem = "the event time '" + formula.text() + "' is missing";
        return IsoTime.INVALID;
    }
}
