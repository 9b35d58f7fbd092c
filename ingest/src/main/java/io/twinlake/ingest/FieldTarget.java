package io.twinlake.ingest;

import io.twinlake.twin.Layout;
import io.twinlake.twin.Slots;
import io.twinlake.twin.StreamText;
import io.twinlake.twin.Telemetry;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where one raw field goes for one definition: checks its type, format and range, and sets its slot. One thread. */
final class FieldTarget {

    private final Telemetry telemetry;
    private final Layout.Slot slot;
    private final int at;
    private final StreamText.Csv csv;
    private final TimeReader time;
    private final Telemetry.@Nullable Range range;
    private final Texts texts;
    private Reason reason = Reason.TYPE;
    private String problem = "";

    FieldTarget(Telemetry telemetry, StreamText.Csv csv, Texts texts) {
        this.telemetry = telemetry;
        this.slot = telemetry.slot();
        this.at = slot.at();
        this.csv = csv;
        this.time = new TimeReader(telemetry.format());
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
            case STRING -> setString(number.text(), into);
            case BOOLEAN -> wrongType(number.text());
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
        if (telemetry.type() == Telemetry.WireType.STRING) {
            return setText(data, from, to, into);
        }
        boolean spaced = from < to && (isSpace(data[from]) || isSpace(data[to - 1]));
        return spaced ? setSpaced(data, from, to, number, into) : setBare(data, from, to, number, into);
    }

    private boolean setSpaced(byte[] data, int from, int to, DecimalText number, Slots into) {
        int start = from;
        int end = to;
        while (start < end && isSpace(data[start])) {
            start++;
        }
        while (start < end && isSpace(data[end - 1])) {
            end--;
        }
        if (start == end) {
            setNull(into);
            return true;
        }
        return setBare(data, start, end, number, into);
    }

    private boolean setBare(byte[] data, int start, int end, DecimalText number, Slots into) {
        return switch (telemetry.type()) {
            case INT, LONG, FLOAT, DOUBLE ->
                number.readSloppy(data, start, end, csv.decimal())
                        ? setNumber(number, into)
                        : wrongType(utf8(data, start, end));
            case BOOLEAN -> setWord(utf8(data, start, end), into);
            case STRING, TIMESTAMP, DATE -> setText(data, start, end, into);
        };
    }

    private boolean setWord(String word, Slots into) {
        boolean isTrue = word.equalsIgnoreCase("true");
        return (isTrue || word.equalsIgnoreCase("false")) ? setBoolean(isTrue, into) : wrongType(word);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    /** A number of Parquet that is none: NaN or infinite. */
    boolean setNotFinite(double value) {
        return wrongType(String.valueOf(value));
    }

    /** Bytes that are no text, or no value of the field's type. */
    boolean refuseBytes(String what) {
        reason = Reason.PARSE;
        problem = "field '" + telemetry.name() + "' " + what;
        return false;
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
        long micros = time.isEpoch() ? time.micros(number) : IsoTime.INVALID;
        if (micros == IsoTime.INVALID) {
            return wrongType(number.text());
        }
        into.setWord(at, inUnits(micros));
        return true;
    }

    private boolean setTime(byte[] data, int from, int to, Slots into) {
        long micros = time.micros(data, from, to);
        if (micros == IsoTime.INVALID) {
            return wrongType('"' + utf8(data, from, to) + '"');
        }
        into.setWord(at, inUnits(micros));
        return true;
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
        return word + " in the format " + time.format();
    }

    private static String utf8(byte[] data, int from, int to) {
        return new String(data, from, to - from, StandardCharsets.UTF_8);
    }
}
