package io.twinlake.ingest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A decimal number in ASCII bytes, as JSON writes it, taken apart without an object. Reused from number to number; for
 * one thread.
 */
final class DecimalText {

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final long EXACT_IN_DOUBLE = 1L << 53;
    private static final int MAX_DIGITS = 18;

    private static final Pattern SLOPPY = Pattern.compile("([+-]?)(\\d*)\\.?(\\d*)((?:[eE][+-]?\\d+)?)");

    private byte[] data = {};
    private int from;
    private int end;
    private boolean negative;
    private long digits;
    private int digitCount;
    private int exponent;
    private long whole;

    /** Reads the number at {@code start}; the index behind it, or -1 if there is none as JSON has it. */
    int read(byte[] bytes, int start, int to) {
        data = bytes;
        from = start;
        negative = start < to && bytes[start] == '-';
        digits = 0;
        digitCount = 0;
        exponent = 0;
        int first = negative ? start + 1 : start;
        int at = digits(first, to);
        if (at == first || (bytes[first] == '0' && at > first + 1)) {
            return -1;
        }
        if (at < to && bytes[at] == '.') {
            int behind = digits(at + 1, to);
            if (behind == at + 1) {
                return -1;
            }
            exponent = at + 1 - behind;
            at = behind;
        }
        if (at < to && (bytes[at] | 0x20) == 'e') {
            at = exponent(at + 1, to);
        }
        end = at;
        return at;
    }

    /**
     * Reads all of {@code [start, to)} as people write numbers, within spaces: {@code +5}, {@code 007}, {@code .5}, {@code
     * 5.}, {@code 1e3}; no separators of thousands. False if it is none.
     *
     * @param decimal the character before a fraction
     */
    boolean readSloppy(byte[] bytes, int start, int to, char decimal) {
        return (decimal == '.' && read(bytes, start, to) == to) || readPlain(bytes, start, to, decimal);
    }

    private boolean readPlain(byte[] bytes, int start, int to, char decimal) {
        String text = new String(bytes, start, to - start, StandardCharsets.ISO_8859_1).strip();
        if (decimal != '.') {
            text = text.replace('.', '?').replace(decimal, '.');
        }
        Matcher parts = SLOPPY.matcher(text);
        if (!parts.matches() || (parts.group(2).isEmpty() && parts.group(3).isEmpty())) {
            return false;
        }
        String whole = parts.group(2).replaceFirst("^0+(?=.)", "");
        String plain = (parts.group(1).equals("-") ? "-" : "")
                + (whole.isEmpty() ? "0" : whole)
                + (parts.group(3).isEmpty() ? "" : "." + parts.group(3))
                + parts.group(4);
        byte[] ascii = plain.getBytes(StandardCharsets.US_ASCII);
        return read(ascii, 0, ascii.length) == ascii.length;
    }

    /** The value, correctly rounded; infinite where it is too large. */
    double asDouble() {
        if (digitCount <= MAX_DIGITS && digits <= EXACT_IN_DOUBLE && Math.abs(exponent) < POWERS_OF_TEN.length) {
            double value = exponent < 0 ? digits / POWERS_OF_TEN[-exponent] : digits * POWERS_OF_TEN[exponent];
            return negative ? -value : value;
        }
        return Double.parseDouble(text());
    }

    /** Whether the value times {@code 10^shift} is a whole number that a long holds; then {@link #whole} has it. */
    boolean isWhole(int shift) {
        if (digitCount > MAX_DIGITS) {
            return exponent == 0 && shift == 0 && fitsLong();
        }
        long value = digits;
        int power = exponent + shift;
        for (; power < 0 && value % 10 == 0 && value != 0; power++) {
            value /= 10;
        }
        for (; power > 0 && value != 0; power--) {
            if (value > Long.MAX_VALUE / 10) {
                return false;
            }
            value *= 10;
        }
        whole = negative ? -value : value;
        return power >= 0 || value == 0;
    }

    long whole() {
        return whole;
    }

    /** Whether a long holds the value times {@code 10^shift}, rounded down; then {@link #whole} has it. */
    boolean isWithin(int shift) {
        if (isWhole(shift)) {
            return true;
        }
        int power = -exponent - shift;
        if (digitCount <= MAX_DIGITS && power > 0 && power <= MAX_DIGITS) {
            long unit = 1;
            for (int i = 0; i < power; i++) {
                unit *= 10;
            }
            whole = Math.floorDiv(negative ? -digits : digits, unit);
            return true;
        }
        try {
            whole = new BigDecimal(text())
                    .movePointRight(shift)
                    .setScale(0, RoundingMode.FLOOR)
                    .longValueExact();
            return true;
        } catch (ArithmeticException tooLarge) {
            return false;
        }
    }

    String text() {
        return new String(data, from, end - from, StandardCharsets.US_ASCII);
    }

    private boolean fitsLong() {
        try {
            whole = Long.parseLong(text());
            return true;
        } catch (NumberFormatException tooLarge) {
            return false;
        }
    }

    private int digits(int start, int to) {
        int at = start;
        while (at < to && data[at] >= '0' && data[at] <= '9') {
            if (digitCount < MAX_DIGITS) {
                digits = digits * 10 + (data[at] - '0');
            }
            digitCount += digitCount > 0 || data[at] != '0' ? 1 : 0;
            at++;
        }
        return at;
    }

    /** Adds the exponent behind the letter e; -1 if it has no digit. */
    private int exponent(int start, int to) {
        int at = start;
        boolean minus = at < to && data[at] == '-';
        if (at < to && (minus || data[at] == '+')) {
            at++;
        }
        int first = at;
        int value = 0;
        while (at < to && data[at] >= '0' && data[at] <= '9') {
            value = Math.min(99_999, value * 10 + (data[at] - '0'));
            at++;
        }
        exponent += minus ? -value : value;
        return at == first ? -1 : at;
    }
}
