package io.twinlake.twin;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Microseconds from 1970 UTC and texts. */
final class Times {

    static final long SECOND = 1_000_000L;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    private static final Pattern TEXT = Pattern.compile("(\\d{4,6})(?:-(\\d{1,2})(?:-(\\d{1,2})"
            + "(?:[T ](\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,9}))?)?\\s*([A-Za-z+\\-][\\w:/+\\-]*)?)?)?)?");
    private static final Pattern DATE =
            Pattern.compile("([+-]?\\d{4,7})(?:-(\\d{1,2})(?:-(\\d{1,2})(?:[T ].*)?)?)?", Pattern.DOTALL);
    private static final DateTimeFormatter TO_SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Times() {}

    /** A duration, cut to microseconds; the longest there is where it is longer. */
    static long micros(Duration duration) {
        try {
            return Math.addExact(Math.multiplyExact(duration.getSeconds(), SECOND), duration.getNano() / 1000);
        } catch (ArithmeticException longer) {
            return Long.MAX_VALUE;
        }
    }

    /** A time plus a duration that is not negative; the last there is where that is beyond time. */
    static long later(long micros, long durationMicros) {
        long sum = micros + durationMicros;
        return sum < micros ? Long.MAX_VALUE : sum;
    }

    /** A time less a duration that is not negative; the first there is where that is before time. */
    static long earlier(long micros, long durationMicros) {
        long difference = micros - durationMicros;
        return difference > micros ? Long.MIN_VALUE : difference;
    }

    /** How long it is from one time to one that is no earlier; the longest there is where it is longer. */
    static long between(long from, long to) {
        long length = to - from;
        return length < 0 ? Long.MAX_VALUE : length;
    }

    /** The last multiple of a period, from 1970 UTC, that is not after a time. */
    static long multiple(long micros, long periodMicros) {
        return earlier(micros, Math.floorMod(micros, periodMicros));
    }

    /** {@code yyyy-MM-dd[( |T)HH:mm[:ss[.ffffff]][zone]]}; UTC without a zone; what is below a microsecond is cut. */
    static long timestamp(String text) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a timestamp");
        }
        try {
            LocalDateTime time = LocalDateTime.of(date(parts), time(parts));
            ZoneId zone = parts.group(8) == null ? ZoneOffset.UTC : ZoneId.of(parts.group(8));
            return micros(time.atZone(zone).toInstant());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is not a timestamp: " + e.getMessage(), e);
        }
    }

    /** {@code yyyy-MM-dd}, whatever follows; days from 1970. */
    static long date(String text) {
        Matcher parts = DATE.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a date");
        }
        try {
            return date(parts).toEpochDay();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is not a date: " + e.getMessage(), e);
        }
    }

    /** {@code yyyy-MM-dd HH:mm:ss}, then the fraction without trailing zeros. */
    static String timestampText(long micros) {
        long fraction = Math.floorMod(micros, SECOND);
        String seconds = TO_SECONDS.format(utc(micros));
        return fraction == 0
                ? seconds
                : seconds + "." + Long.toString(SECOND + fraction).substring(1).replaceAll("0+$", "");
    }

    static LocalDateTime utc(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, SECOND), (int) Math.floorMod(micros, SECOND) * 1000, ZoneOffset.UTC);
    }

    static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND), (long) instant.getNano() / 1000);
    }

    static long micros(LocalDateTime time) {
        return micros(time.toInstant(ZoneOffset.UTC));
    }

    private static LocalDate date(Matcher parts) {
        return LocalDate.of(number(parts, 1, 1970), number(parts, 2, 1), number(parts, 3, 1));
    }

    private static LocalTime time(Matcher parts) {
        String fraction = parts.group(7) == null ? "" : parts.group(7);
        int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
        return LocalTime.of(number(parts, 4, 0), number(parts, 5, 0), number(parts, 6, 0), nanos);
    }

    private static int number(Matcher parts, int group, int absent) {
        return parts.group(group) == null ? absent : Integer.parseInt(parts.group(group));
    }
}
