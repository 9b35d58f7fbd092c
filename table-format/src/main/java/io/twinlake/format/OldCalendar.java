package io.twinlake.format;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;

/**
 * Days and times as {@code java.util} counts them, as those of the Gregorian calendar and of {@code java.time} that are
 * written alike: the same date, the same time of day in a zone. A day that the Gregorian calendar lacks, the 29th of February
 * of the years 100, 200 and so on, is the first of March. For one thread.
 */
final class OldCalendar {

    /** 1582-10-15, the first day that is counted alike. */
    static final int FIRST_DAY = -141_427;

    /** 1900-01-01 in UTC. From here on {@code java.util} knows the changes of zones and times are counted alike. */
    static final long FIRST_MICROS = -2_208_988_800_000_000L;

    private static final long MICROS_PER_MILLI = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private final Calendar days = calendar(TimeZone.getTimeZone(ZoneOffset.UTC));
    private final Calendar times;
    private final ZoneId zone;

    /** @param zone as {@link TimeZone#getTimeZone(String)} takes it */
    OldCalendar(String zone) {
        TimeZone old = TimeZone.getTimeZone(zone);
        this.times = calendar(old);
        this.zone = old.toZoneId();
    }

    private static Calendar calendar(TimeZone zone) {
        return new Calendar.Builder()
                .setCalendarType("gregory")
                .setLocale(Locale.ROOT)
                .setTimeZone(zone)
                .setInstant(0)
                .build();
    }

    /** The day, from 1970, of the same date. The first days that 32 bits can tell are moved to later ones, so all can be told. */
    int day(int old) {
        if (old >= FIRST_DAY) {
            return old;
        }
        days.setTimeInMillis(old * MILLIS_PER_DAY);
        return Math.toIntExact(midnight(days).toLocalDate().toEpochDay());
    }

    /** The microseconds from 1970 of the same time of the same date; as of days, all can be told. */
    long micros(long old) {
        if (old >= FIRST_MICROS) {
            return old;
        }
        times.setTimeInMillis(Math.floorDiv(old, MICROS_PER_MILLI));
        int micro = (int) Math.floorMod(old, MICROS_PER_SECOND);
        LocalDateTime local = midnight(times)
                .withHour(times.get(Calendar.HOUR_OF_DAY))
                .withMinute(times.get(Calendar.MINUTE))
                .withSecond(times.get(Calendar.SECOND))
                .withNano(micro * NANOS_PER_MICRO);
        ZonedDateTime time = local.atZone(zone);
        boolean isWinter = times.get(Calendar.DST_OFFSET) == 0;
        long seconds = (isWinter ? time.withLaterOffsetAtOverlap() : time).toEpochSecond();
        return Micros.exactly(
                Math.floorDiv(seconds, MILLIS_PER_DAY / 1_000),
                Math.floorMod(seconds, MILLIS_PER_DAY / 1_000) * MICROS_PER_SECOND + micro);
    }

    private static LocalDateTime midnight(Calendar calendar) {
        int year = calendar.get(Calendar.YEAR);
        boolean isBeforeChrist = calendar.get(Calendar.ERA) == GregorianCalendar.BC;
        return LocalDateTime.of(isBeforeChrist ? 1 - year : year, calendar.get(Calendar.MONTH) + 1, 1, 0, 0)
                .plusDays(calendar.get(Calendar.DAY_OF_MONTH) - 1L);
    }
}
