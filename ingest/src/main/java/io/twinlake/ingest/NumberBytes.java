package io.twinlake.ingest;

/** Appends ASCII texts, decimals and times to an array, without objects in between. */
final class NumberBytes {

    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private byte[] bytes = {};
    private int length;

    void begin(int capacity) {
        bytes = new byte[capacity];
        length = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    NumberBytes text(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    NumberBytes raw(byte[] ascii) {
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
        return this;
    }

    /** A number rounded to so many digits behind the point. */
    void decimal(double value, int digits) {
        long scaled = Math.round(value * POWERS[digits]);
        if (scaled < 0) {
            bytes[length++] = '-';
            scaled = -scaled;
        }
        whole(scaled / POWERS[digits], 1);
        if (digits > 0) {
            bytes[length++] = '.';
            whole(scaled % POWERS[digits], digits);
        }
    }

    /** A time to the millisecond: {@code 2013-01-01T00:00:00.000Z}. */
    void time(long micros) {
        long days = Math.floorDiv(micros, IsoTime.MICROS_PER_DAY);
        long ofDay = Math.floorMod(micros, IsoTime.MICROS_PER_DAY) / 1_000;
        java.time.LocalDate date = java.time.LocalDate.ofEpochDay(days);
        whole(date.getYear(), 4);
        bytes[length++] = '-';
        whole(date.getMonthValue(), 2);
        bytes[length++] = '-';
        whole(date.getDayOfMonth(), 2);
        bytes[length++] = 'T';
        whole(ofDay / 3_600_000, 2);
        bytes[length++] = ':';
        whole(ofDay / 60_000 % 60, 2);
        bytes[length++] = ':';
        whole(ofDay / 1_000 % 60, 2);
        bytes[length++] = '.';
        whole(ofDay % 1_000, 3);
        bytes[length++] = 'Z';
    }

    private void whole(long value, int leastDigits) {
        int digits = leastDigits;
        while (digits < POWERS.length && value >= POWERS[digits]) {
            digits++;
        }
        int end = length + digits;
        long rest = value;
        for (int i = end - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length = end;
    }
}
