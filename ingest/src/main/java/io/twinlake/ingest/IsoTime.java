package io.twinlake.ingest;

/**
 * ISO 8601 times in ASCII bytes, read to microseconds from 1970 UTC without an object: {@code 2013-01-01T10:17:00.5Z},
 * with an offset, or without one in UTC; a date alone is its midnight.
 */
final class IsoTime {

    /** What is returned for bytes that are no time; no valid time has this value. */
    static final long INVALID = Long.MIN_VALUE;

    static final long MICROS_PER_DAY = 86_400_000_000L;

    private static final int[] DAYS_OF_MONTH = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private IsoTime() {}

    /** Microseconds from 1970, or {@link #INVALID}. */
    static long micros(byte[] data, int from, int to) {
        long days = days(data, from, Math.min(to, from + 10));
        if (days == INVALID || to == from + 10) {
            return days == INVALID ? INVALID : days * MICROS_PER_DAY;
        }
        int separator = data[from + 10] | 0x20;
        if ((separator != 't' && separator != ' ') || to < from + 16 || data[from + 13] != ':') {
            return INVALID;
        }
        int hour = twoDigits(data, from + 11);
        int minute = twoDigits(data, from + 14);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            return INVALID;
        }
        return withSeconds(data, from + 16, to, days * MICROS_PER_DAY + (hour * 60L + minute) * 60_000_000L);
    }

    /** Whether a valid time says how far it is from UTC. */
    static boolean hasOffset(byte[] data, int from, int to) {
        for (int i = from + 10; i < to; i++) {
            if (data[i] == '+' || data[i] == '-' || (data[i] | 0x20) == 'z') {
                return true;
            }
        }
        return false;
    }

    /** Days from 1970 of {@code 2013-01-01}, or {@link #INVALID}. */
    static long days(byte[] data, int from, int to) {
        if (to - from != 10 || data[from + 4] != '-' || data[from + 7] != '-') {
            return INVALID;
        }
        int century = twoDigits(data, from);
        int yearOfCentury = twoDigits(data, from + 2);
        int month = twoDigits(data, from + 5);
        int day = twoDigits(data, from + 8);
        if (century < 0 || yearOfCentury < 0 || month < 1 || month > 12 || day < 1) {
            return INVALID;
        }
        int year = century * 100 + yearOfCentury;
        return day > lengthOfMonth(year, month) ? INVALID : daysFromCivil(year, month, day);
    }

    private static long withSeconds(byte[] data, int from, int to, long minutes) {
        int at = from;
        long micros = minutes;
        if (at < to && data[at] == ':') {
            int second = at + 3 <= to ? twoDigits(data, at + 1) : -1;
            if (second < 0 || second > 59) {
                return INVALID;
            }
            micros += second * 1_000_000L;
            at += 3;
            if (at < to && (data[at] == '.' || data[at] == ',')) {
                int end = endOfDigits(data, at + 1, to);
                if (end == at + 1 || end > at + 10) {
                    return INVALID;
                }
                micros += fraction(data, at + 1, end);
                at = end;
            }
        }
        long offset = offsetMinutes(data, at, to);
        return offset == INVALID ? INVALID : micros - offset * 60_000_000L;
    }

    private static int endOfDigits(byte[] data, int from, int to) {
        int at = from;
        while (at < to && data[at] >= '0' && data[at] <= '9') {
            at++;
        }
        return at;
    }

    /** Digits of a fraction of a second, cut to microseconds. */
    private static long fraction(byte[] data, int from, int to) {
        long micros = 0;
        for (int i = from; i < from + 6; i++) {
            micros = micros * 10 + (i < to ? data[i] - '0' : 0);
        }
        return micros;
    }

    /** Nothing or Z is UTC; else {@code +hh}, {@code +hhmm} or {@code +hh:mm}. */
    private static long offsetMinutes(byte[] data, int from, int to) {
        if (from == to) {
            return 0;
        }
        byte sign = data[from];
        if (sign == 'Z' || sign == 'z') {
            return to == from + 1 ? 0 : INVALID;
        }
        int length = to - from;
        boolean colon = length == 6 && data[from + 3] == ':';
        if ((sign != '+' && sign != '-') || !(length == 3 || length == 5 || colon)) {
            return INVALID;
        }
        int hours = twoDigits(data, from + 1);
        int minutes = length == 3 ? 0 : twoDigits(data, to - 2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return INVALID;
        }
        int offset = hours * 60 + minutes;
        return sign == '-' ? -offset : offset;
    }

    private static int twoDigits(byte[] data, int at) {
        int tens = data[at] - '0';
        int ones = data[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
    }

    private static int lengthOfMonth(int year, int month) {
        boolean leap = month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return DAYS_OF_MONTH[month - 1] + (leap ? 1 : 0);
    }

    /** Days from 1970-01-01, counting years from March so that leap days come last. */
    private static long daysFromCivil(int year, int month, int day) {
        int marchYear = month <= 2 ? year - 1 : year;
        int monthFromMarch = (month + 9) % 12;
        long era = Math.floorDiv(marchYear, 400);
        long yearOfEra = marchYear - era * 400;
        long dayOfYear = (153L * monthFromMarch + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }
}
