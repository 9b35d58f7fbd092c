package io.twinlake.server;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;

/** Points in time as people type them; without a zone they are UTC. */
final class Times {

    private static final List<Function<String, Instant>> FORMS = List.of(
            text -> OffsetDateTime.parse(text).toInstant(),
            text -> LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC),
            text -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());

    private Times() {}

    static Instant parse(String option, String text) {
        for (Function<String, Instant> form : FORMS) {
            try {
                return form.apply(text.strip());
            } catch (DateTimeParseException e) {
                // Not this form; the next one may fit.
            }
        }
        throw new UsageException(option + " '" + text + "' is not a point in time; "
                + "write for example 2013-06-01T12:00:00Z, 2013-06-01T14:00:00+02:00 or 2013-06-01 (UTC)");
    }
}
