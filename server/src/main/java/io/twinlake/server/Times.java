package io.twinlake.server;

import io.twinlake.query.PointInTime;
import java.time.DateTimeException;
import java.time.Instant;

/** Points in time as people type them; without a zone they are UTC. */
final class Times {

    private Times() {}

    static Instant parse(String option, String text) {
        try {
            return PointInTime.parse(text);
        } catch (DateTimeException e) {
            throw new UsageException(option + " '" + text + "' is not a point in time; "
                    + "write for example 2013-06-01T12:00:00Z, 2013-06-01T14:00:00+02:00 or 2013-06-01 (UTC)");
        }
    }
}
