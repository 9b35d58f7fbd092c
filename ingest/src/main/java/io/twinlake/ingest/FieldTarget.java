package io.twinlake.ingest;

import io.twinlake.twin.Layout;
import io.twinlake.twin.Slots;
import io.twinlake.twin.Telemetry;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where one raw field goes for one definition: checks its type, format and range, and sets its slot. One thread. */
final class FieldTarget {

    private final Telemetry telemetry;
    private final Layout.Slot slot;
    private final int at;
    private final boolean integral;
    private final int epochShift;
    private final Optional<DateTimeFormatter> pattern;
    private final Telemetry.@Nullable Range range;
    private final Texts texts;
    private Reason reason = Reason.TYPE;
    private String problem = "";

    FieldTarget(Telemetry telemetry, Texts texts) {
        this.telemetry = telemetry;
        this.slot = telemetry.slot();
        this.at = slot.at();
        this.integral = telemetry.type() == Telemetry.WireType.INT || telemetry.type() == Telemetry.WireType.LONG;
        this.epochShift = telemetry.format().match(new EpochShift());
        this.pattern = telemetry.format().match(new PatternFormatter());
        this.range = telemetry.range().orElse(null);
        this.texts = texts;
    }

    Telemetry telemetry() {
        return telemetry;
    }

    Reason reason() {
        return reason;
    }

    /** What was wrong when a method here said false. */
    String problem() {
        return problem;
    }

    void setNull(Slots into) {
        into.setNull(slot);
    }

    boolean setBoolean(boolean value, Slots into) {
        if (telemetry.type() != Telemetry.WireType.BOOLEAN) {
            return wrongType(String.valueOf(value));
        }
        into.setFlag(at, value);
        return true;
    }

    boolean setNumber(DecimalText number, Slots into) {
        return switch (telemetry.type()) {
            case DOUBLE, FLOAT -> setDecimal(number.asDouble(), number, into);
            case INT, LONG -> setWhole(number, into);
            case TIMESTAMP, DATE -> setEpoch(number, into);
            case STRING, BOOLEAN -> wrongType(number.text());
        };
    }

    /** A text as JSON has it: numbers and booleans do not come as texts. */
    boolean setText(byte[] data, int from, int to, Slots into) {
        return switch (telemetry.type()) {
            case STRING -> setString(texts.get(data, from, to), into);
            case TIMESTAMP, DATE -> setTime(data, from, to, into);
            case BOOLEAN, INT, LONG, FLOAT, DOUBLE -> wrongType('"' + utf8(data, from, to) + '"');
        };
    }

    /** A text that is of whatever type the field has: CSV. */
    boolean setUntyped(byte[] data, int from, int to, DecimalText number, Slots into) {
        boolean numeric = integral
                || telemetry.type() == Telemetry.WireType.DOUBLE
                || telemetry.type() == Telemetry.WireType.FLOAT
                || (slot.type() != io.twinlake.twin.ValueType.STRING && epochShift >= 0);
        if (numeric) {
            return number.read(data, from, to) == to ? setNumber(number, into) : wrongType(utf8(data, from, to));
        }
        if (telemetry.type() == Telemetry.WireType.BOOLEAN) {
            String word = utf8(data, from, to);
            return (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false"))
                    ? setBoolean(word.equalsIgnoreCase("true"), into)
                    : wrongType(word);
        }
        return setText(data, from, to, into);
    }

    boolean setString(String value, Slots into) {
        if (telemetry.type() != Telemetry.WireType.STRING) {
            return wrongType('"' + value + '"');
        }
        into.setText(at, value);
        return true;
    }

    /** A time that is one already: days for a date, else microseconds. */
    boolean setTimeValue(long value, Slots into) {
        if (telemetry.type() != Telemetry.WireType.TIMESTAMP && telemetry.type() != Telemetry.WireType.DATE) {
            return wrongType("a time");
        }
        into.setWord(at, value);
        return true;
    }

    private boolean setDecimal(double value, DecimalText number, Slots into) {
        double kept = telemetry.type() == Telemetry.WireType.FLOAT ? (float) value : value;
        if (Double.isInfinite(kept)) {
            return wrongType(number.text());
        }
        if (range != null && !range.contains(kept)) {
            return outOfRange(number.text());
        }
        into.setDecimal(at, kept);
        return true;
    }

    private boolean setWhole(DecimalText number, Slots into) {
        if (!number.isWhole(0)) {
            return wrongType(number.text());
        }
        long value = number.whole();
        if (telemetry.type() == Telemetry.WireType.INT && value != (int) value) {
            return wrongType(number.text());
        }
        if (range != null && !range.contains((double) value)) {
            return outOfRange(number.text());
        }
        into.setWord(at, value);
        return true;
    }

    private boolean setEpoch(DecimalText number, Slots into) {
        if (epochShift < 0 || !number.isWithin(epochShift)) {
            return wrongType(number.text());
        }
        into.setWord(at, inUnits(number.whole()));
        return true;
    }

    private boolean setTime(byte[] data, int from, int to, Slots into) {
        if (pattern.isPresent()) {
            return setPattern(utf8(data, from, to), pattern.get(), into);
        }
        if (epochShift >= 0) {
            return wrongType('"' + utf8(data, from, to) + '"');
        }
        long micros = to - from < 10 ? IsoTime.INVALID : IsoTime.micros(data, from, to);
        if (micros == IsoTime.INVALID) {
            return wrongType('"' + utf8(data, from, to) + '"');
        }
        into.setWord(at, inUnits(micros));
        return true;
    }

    private boolean setPattern(String text, DateTimeFormatter formatter, Slots into) {
        try {
            into.setWord(at, inUnits(micros(formatter.parse(text))));
            return true;
        } catch (DateTimeException | ArithmeticException e) {
            return wrongType('"' + text + '"');
        }
    }

    private static long micros(TemporalAccessor time) {
        LocalDate date = LocalDate.from(time);
        java.time.LocalTime clock = time.query(TemporalQueries.localTime());
        java.time.ZoneId zone = time.query(TemporalQueries.zone());
        LocalDateTime local = clock == null ? date.atStartOfDay() : date.atTime(clock);
        Instant instant = local.atZone(zone == null ? ZoneOffset.UTC : zone).toInstant();
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    private long inUnits(long micros) {
        return telemetry.type() == Telemetry.WireType.DATE ? Math.floorDiv(micros, IsoTime.MICROS_PER_DAY) : micros;
    }

    private boolean wrongType(String value) {
        reason = Reason.TYPE;
        problem = "field '" + telemetry.name() + "' is " + value + ", which is no " + expected();
        return false;
    }

    private boolean outOfRange(String value) {
        reason = Reason.RANGE;
        Telemetry.Range allowed = range == null ? new Telemetry.Range(0, 0) : range;
        problem = "field '" + telemetry.name() + "' is " + value + ", outside its range [" + allowed.from() + ", "
                + allowed.to() + "]";
        return false;
    }

    private String expected() {
        String word = telemetry.type().name().toLowerCase(java.util.Locale.ROOT);
        if (telemetry.type() != Telemetry.WireType.TIMESTAMP && telemetry.type() != Telemetry.WireType.DATE) {
            return word;
        }
        return word + " in the format " + telemetry.format().match(new FormatWord());
    }

    private static String utf8(byte[] data, int from, int to) {
        return new String(data, from, to - from, StandardCharsets.UTF_8);
    }

    /** By which power of ten a number becomes microseconds; -1 where times are no numbers. */
    private static final class EpochShift implements Telemetry.TimeFormat.Cases<Integer> {
        @Override
        public Integer iso8601() {
            return -1;
        }

        @Override
        public Integer epoch(Telemetry.TimeFormat.Epoch format) {
            return Long.toString(format.microsPerUnit()).length() - 1;
        }

        @Override
        public Integer pattern(Telemetry.TimeFormat.Pattern format) {
            return -1;
        }
    }

    private static final class PatternFormatter implements Telemetry.TimeFormat.Cases<Optional<DateTimeFormatter>> {
        @Override
        public Optional<DateTimeFormatter> iso8601() {
            return Optional.empty();
        }

        @Override
        public Optional<DateTimeFormatter> epoch(Telemetry.TimeFormat.Epoch format) {
            return Optional.empty();
        }

        @Override
        public Optional<DateTimeFormatter> pattern(Telemetry.TimeFormat.Pattern format) {
            return Optional.of(format.formatter());
        }
    }

    private static final class FormatWord implements Telemetry.TimeFormat.Cases<String> {
        @Override
        public String iso8601() {
            return "iso8601, such as 2013-01-01T10:17:00Z";
        }

        @Override
        public String epoch(Telemetry.TimeFormat.Epoch format) {
            return format.microsPerUnit() == 1 ? "epoch_us" : format.microsPerUnit() == 1_000 ? "epoch_ms" : "epoch_s";
        }

        @Override
        public String pattern(Telemetry.TimeFormat.Pattern format) {
            return format.pattern();
        }
    }
}
