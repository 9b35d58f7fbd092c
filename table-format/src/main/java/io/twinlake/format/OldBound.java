package io.twinlake.format;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * How far bounds of old days and times may be from those of the rows. Spark takes bounds from the rows before it counts them
 * in the old way ({@link FileCalendar}): the ten days that were left out in 1582 become the first one after, and times that a
 * zone had twice become the other one, in Samoa a day later. Who takes bounds from the footers of such files has them as they
 * are counted.
 */
final class OldBound {

    /** The days left out, and a day for the zone; from the first century on the calendars never differ by more. */
    private static final int DAYS = 12;

    /** The calendars differ by three days more in four centuries. */
    private static final int YEARS_A_DAY = 100;

    /** Before Christ, more than microseconds in 64 bits can tell. */
    private static final int FIRST_YEAR = 300_000;

    private static final LocalDate ALIKE_DAYS = LocalDate.of(1582, 10, 15).plusDays(DAYS);
    private static final Instant ALIKE_TIMES = Instant.parse("1900-01-03T00:00:00Z");
    private static final Duration ZONE = Duration.ofHours(26);

    private OldBound() {}

    /** In days; zero from when all agree. */
    static int slack(LocalDate day) {
        return day.isBefore(ALIKE_DAYS) ? DAYS + Math.min(Math.max(0, -day.getYear()), FIRST_YEAR) / YEARS_A_DAY : 0;
    }

    static Duration slack(Instant time) {
        if (!time.isBefore(ALIKE_TIMES)) {
            return Duration.ZERO;
        }
        int days = slack(time.atOffset(ZoneOffset.UTC).toLocalDate());
        return days == 0 ? ZONE : Duration.ofDays(days);
    }

    /** At least the slack of every day whose slack reaches this one. */
    static int slackAround(LocalDate day) {
        long before = Math.max(day.toEpochDay() - 2L * slack(day) - 2 * DAYS, LocalDate.MIN.toEpochDay());
        return slack(LocalDate.ofEpochDay(before));
    }
}
