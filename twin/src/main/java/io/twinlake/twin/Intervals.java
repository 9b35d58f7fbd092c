package io.twinlake.twin;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlIntervalLiteral.IntervalValue;
import org.apache.calcite.sql.SqlIntervalQualifier;

/** Day-time intervals in microseconds: literals, to the microsecond (Calcite keeps milliseconds). */
final class Intervals {

    private static final List<TimeUnit> UNITS = List.of(TimeUnit.DAY, TimeUnit.HOUR, TimeUnit.MINUTE, TimeUnit.SECOND);
    private static final Pattern NUMBER = Pattern.compile("(\\d+)(?:\\.(\\d{1,6}))?");

    private Intervals() {}

    /** The microseconds of {@code INTERVAL '…' unit [TO unit]}. */
    static long micros(IntervalValue literal) {
        SqlIntervalQualifier qualifier = literal.getIntervalQualifier();
        String text = literal.getIntervalLiteral().strip();
        boolean negative = text.startsWith("-");
        String[] parts = text.replaceFirst("^[+-]", "").split("[ :]+", -1);
        int first = index(qualifier.getStartUnit(), literal);
        int last = qualifier.getEndUnit() == null ? first : index(qualifier.getEndUnit(), literal);
        if (parts.length != last - first + 1) {
            throw bad(literal);
        }
        long micros = 0;
        for (int i = 0; i < parts.length; i++) {
            micros = Math.addExact(micros, part(parts[i], UNITS.get(first + i), literal));
        }
        return (literal.getSign() < 0) != negative ? -micros : micros;
    }

    private static long part(String text, TimeUnit unit, IntervalValue literal) {
        Matcher number = NUMBER.matcher(text);
        if (!number.matches() || (number.group(2) != null && unit != TimeUnit.SECOND)) {
            throw bad(literal);
        }
        long whole = Math.multiplyExact(Long.parseLong(number.group(1)), micros(unit));
        String fraction = number.group(2) == null ? "" : number.group(2);
        return Math.addExact(whole, Long.parseLong((fraction + "000000").substring(0, 6)));
    }

    private static int index(TimeUnit unit, IntervalValue literal) {
        int index = UNITS.indexOf(unit);
        if (index < 0) {
            throw bad(literal);
        }
        return index;
    }

    private static IllegalArgumentException bad(IntervalValue literal) {
        return new IllegalArgumentException(
                "INTERVAL " + literal + " is not an interval of days, hours, minutes, seconds");
    }

    /** How long a unit of fixed length is. */
    static long micros(TimeUnit unit) {
        return switch (unit) {
            case DAY -> Times.DAY;
            case HOUR -> Times.HOUR;
            case MINUTE -> Times.MINUTE;
            case SECOND -> Times.SECOND;
            default -> throw new IllegalArgumentException(unit + " has no fixed length");
        };
    }
}
