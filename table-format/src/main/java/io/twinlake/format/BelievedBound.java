package io.twinlake.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * How far a bound of a column's statistics is believed, whoever wrote it and wherever it stands. Common writers err in
 * known ways, and a bound is taken to be as wrong as each of them can make it:
 *
 * <ul>
 *   <li>times are cut to the millisecond, and old ones, beside a local offset whose seconds are left out, by up to a minute;
 *   <li>days before 1582-10-15 and times before 1900 are those of another calendar than the rows ({@link OldBound});
 *   <li>a decimal of more digits than a double holds is rounded to a double;
 *   <li>a double that was a float is its shortest text, which is another double;
 *   <li>an upper string is cut before a character beyond the basic plane and raised by U+FFFD, which is less, or is the
 *       greatest by UTF-16; of a pair of surrogates a half may be left.
 * </ul>
 *
 * <p>A text is judged by {@link #lower} and {@link #upper}. Typed bounds are judged where they are compared: {@link
 * #reachingUp} and {@link #reachingDown} move what they are compared with instead, and may leave more room. That a NaN is
 * left out of bounds is told apart: see {@link ColumnStatistics#boundsCoverNaN}.
 */
record BelievedBound(DataType type, boolean wasWidened) {

    static final String TYPE_CHANGES = "delta.typeChanges";

    /** No zone has had an offset with seconds since: Liberia was the last. */
    private static final Instant LAST_OFFSET_WITH_SECONDS = Instant.parse("1973-01-01T00:00:00Z");

    private static final Duration CUT_OFFSET = Duration.ofMinutes(1);
    private static final Duration CUT_TIME = Duration.ofMillis(1);
    /** More than what the slack of a time is at most where that of a little later one is none. */
    private static final Duration LEAST_AROUND = Duration.ofDays(26);

    private static final Duration AT_THE_ENDS = Duration.ofSeconds(3);
    private static final Instant FIRST = Micros.toInstant(Long.MIN_VALUE).plus(AT_THE_ENDS);
    private static final Instant LAST = Micros.toInstant(Long.MAX_VALUE).minus(AT_THE_ENDS);

    /** Rounded as a whole number, divided by a power of ten and written out: each step may be wrong by half a unit of its last place. */
    private static final BigDecimal ERROR_OF_DOUBLE = new BigDecimal(Math.ulp(1.0) * 8);

    private static final MathContext ROUGHLY = new MathContext(50, RoundingMode.HALF_EVEN);

    static BelievedBound of(Field field) {
        return new BelievedBound(field.type(), field.metadata().containsKey(TYPE_CHANGES));
    }

    /** The greatest value that is certain to be below all that a written bound was the least of. */
    Object lower(Object written) {
        return moved(written, false);
    }

    /** The least value that is certain to be above all that a written bound was the greatest of. */
    Object upper(Object written) {
        return moved(written, true);
    }

    private Object moved(Object written, boolean up) {
        if (written instanceof Instant time) {
            Duration slack = slack(time);
            return up ? time.plus(slack) : time.minus(slack);
        }
        if (written instanceof LocalDateTime time) {
            Duration slack = CUT_TIME.plusDays(OldBound.slack(time.toLocalDate()));
            return up ? time.plus(slack) : time.minus(slack);
        }
        if (written instanceof LocalDate day) {
            int slack = OldBound.slack(day);
            return moved(day, up ? slack : -slack);
        }
        if (written instanceof Double number && isWidenedDouble()) {
            double single = number.floatValue();
            return up ? Math.max(number, single) : Math.min(number, single);
        }
        if (written instanceof BigDecimal number && type instanceof DataType.Decimal decimal) {
            return moved(number, decimal, up);
        }
        if (written instanceof String text) {
            return up ? BelievedText.upper(text) : BelievedText.lower(text);
        }
        return written;
    }

    private static Duration slack(Instant time) {
        Duration cut = time.isBefore(LAST_OFFSET_WITH_SECONDS) ? CUT_OFFSET.plus(CUT_TIME) : CUT_TIME;
        return cut.plus(OldBound.slack(time));
    }

    /** At the end of the days that can be told there is no further one. */
    private static LocalDate moved(LocalDate day, long days) {
        long moved = Math.max(day.toEpochDay() + days, LocalDate.MIN.toEpochDay());
        return LocalDate.ofEpochDay(Math.min(moved, LocalDate.MAX.toEpochDay()));
    }

    private boolean isWidenedDouble() {
        return type == DataType.Primitive.DOUBLE && wasWidened;
    }

    /** As long as a double tells all decimals of the type apart, the nearest one is meant, however many digits are written. */
    private static BigDecimal moved(BigDecimal written, DataType.Decimal decimal, boolean up) {
        BigDecimal slack = slack(written, decimal, 1);
        if (slack.signum() == 0) {
            return written.scale() > decimal.scale()
                    ? written.setScale(decimal.scale(), RoundingMode.HALF_UP)
                    : written;
        }
        return up ? written.add(slack) : written.subtract(slack);
    }

    /** Zero where it is less than what two decimals of the type differ in. */
    private static BigDecimal slack(BigDecimal number, DataType.Decimal decimal, int times) {
        BigDecimal slack = number.abs().multiply(ERROR_OF_DOUBLE, ROUGHLY).multiply(BigDecimal.valueOf(times), ROUGHLY);
        return slack.compareTo(BigDecimal.ONE.movePointLeft(decimal.scale())) < 0 ? BigDecimal.ZERO : slack;
    }

    /** What an upper bound as it is written reaches at least if, believed, it reaches {@code literal}. */
    Literal reachingUp(Literal literal, Constant constant) {
        return reaching(literal, constant, true);
    }

    /** What a lower bound as it is written is at most if, believed, it is at most {@code literal}. */
    Literal reachingDown(Literal literal, Constant constant) {
        return reaching(literal, constant, false);
    }

    private Literal reaching(Literal literal, Constant constant, boolean upper) {
        if (constant instanceof Constant.Whole time && isTime()) {
            return new Literal(reaching(Micros.toInstant(time.value()), upper));
        }
        if (constant instanceof Constant.Whole day && type == DataType.Primitive.DATE) {
            return reaching(literal, day, upper);
        }
        if (constant instanceof Constant.Floating number && isWidenedDouble() && !Double.isNaN(number.value())) {
            return new Literal(upper ? floatBelow(number.value()) : -floatBelow(-number.value()));
        }
        if (constant instanceof Constant.Exact number && type instanceof DataType.Decimal decimal) {
            BigDecimal slack = slack(number.value(), decimal, 4);
            return new Literal(
                    upper ? number.value().subtract(slack) : number.value().add(slack));
        }
        if (type == DataType.Primitive.STRING && literal.value() instanceof String text) {
            return new Literal(upper ? BelievedText.reachingUp(text) : BelievedText.reachingDown(text));
        }
        return literal;
    }

    private static Literal reaching(Literal literal, Constant.Whole day, boolean upper) {
        LocalDate exact =
                day.asMidnight() ? Micros.toDateTime(day.value()).toLocalDate() : LocalDate.ofEpochDay(day.value());
        int slack = OldBound.slackAround(exact);
        return slack == 0 ? literal : new Literal(moved(exact, upper ? -slack - 1 : slack + 1));
    }

    /** Within the last second that a long can count there is no telling times apart: see {@link Micros#of(Instant)}. */
    private static Instant reaching(Instant exact, boolean upper) {
        Duration slack = slack(exact.minus(slack(exact).multipliedBy(2)).minus(LEAST_AROUND));
        boolean atTheEnd = exact.isAfter(LAST) || exact.isBefore(FIRST);
        Duration all = atTheEnd ? slack.plus(AT_THE_ENDS) : slack;
        return upper ? exact.minus(all) : exact.plus(all);
    }

    private boolean isTime() {
        return type == DataType.Primitive.TIMESTAMP || type == DataType.Primitive.TIMESTAMP_NTZ;
    }

    /** A double below which none is rounded to a float that is {@code number} or more. */
    private static double floatBelow(double number) {
        float nearest = (float) number;
        float atLeast = nearest < number ? Math.nextUp(nearest) : nearest;
        return Math.nextDown(atLeast);
    }
}
