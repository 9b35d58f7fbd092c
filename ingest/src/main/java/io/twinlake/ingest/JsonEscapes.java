package io.twinlake.ingest;

/** Escapes in the strings of JSON. */
final class JsonEscapes {

    private static final int ESCAPE_LENGTH = 6;

    private JsonEscapes() {}

    /** The index of the first escape in {@code [from, to)} that is half a character alone, or -1. */
    static int loneSurrogateAt(byte[] data, int from, int to) {
        int at = from;
        while (at < to) {
            if (data[at] != '\\') {
                at++;
                continue;
            }
            int unit = unitAt(data, at, to);
            if (unit < 0 || !Character.isSurrogate((char) unit)) {
                at += unit < 0 ? 2 : ESCAPE_LENGTH;
                continue;
            }
            int other = unitAt(data, at + ESCAPE_LENGTH, to);
            boolean isPair = other >= 0 && Character.isSurrogatePair((char) unit, (char) other);
            if (!isPair) {
                return at;
            }
            at += 2 * ESCAPE_LENGTH;
        }
        return -1;
    }

    /** The unit that is escaped there as {@code \}{@code uXXXX}, or -1. */
    private static int unitAt(byte[] data, int at, int to) {
        if (at + ESCAPE_LENGTH > to || data[at] != '\\' || data[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE_LENGTH; i++) {
            int digit = Character.digit(data[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
