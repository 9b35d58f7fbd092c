package io.twinlake.format;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** What becomes of a bound that is read. */
enum BoundReading {
    /** As wide as the errors that writers are known to make. */
    BELIEVED {
        @Override
        Literal of(Object written, Field field, boolean upper) {
            BelievedBound believed = BelievedBound.of(field);
            return new Literal(upper ? believed.upper(written) : believed.lower(written));
        }
    },
    /** As it stands there; but that times are cut to the millisecond is the protocol's own rule, and texts of floats are floats. */
    AS_WRITTEN {
        @Override
        Literal of(Object written, Field field, boolean upper) {
            if (written instanceof Double) {
                return BELIEVED.of(written, field, upper);
            }
            if (upper && written instanceof Instant time) {
                return new Literal(time.plus(1, ChronoUnit.MILLIS));
            }
            return new Literal(
                    upper && written instanceof LocalDateTime time ? time.plus(1, ChronoUnit.MILLIS) : written);
        }
    };

    abstract Literal of(Object written, Field field, boolean upper);
}
