package io.twinlake.ingest;

/**
 * JSON objects one behind the other, over several lines or on one, apart or in one array: what pretty-printed files and
 * exported arrays are. A record is an object from brace to brace; between records stand blanks, commas, and the array's
 * brackets. One whose braces do not close within {@link #maxRecordBytes}, or in whose text a line ends, is bad: it
 * goes up to the next line that begins with an object no further right, or to the last line end within that length.
 */
record JsonValues(int maxRecordBytes) implements TextFormat {

    /** Bytes to come decide. */
    private static final int UNDECIDED = -1;

    @Override
    public <R> R match(Cases<R> cases) {
        return cases.jsonValues(this);
    }

    @Override
    public void checkStart(String file, byte[] data, int length) {
        TextStart.check(file, data, length);
    }

    @Override
    public boolean endsWithLine() {
        return false;
    }

    @Override
    public int endOfLastRecord(byte[] data, int from, int to, boolean ended) {
        int end = from;
        while (true) {
            int start = startOfRecord(data, end, to);
            int next = start == to ? UNDECIDED : endOfRecord(data, start, to, ended);
            if (next == UNDECIDED) {
                return end;
            }
            end = next;
        }
    }

    /** Where the next record begins: behind blanks, commas and brackets of the array. */
    static int startOfRecord(byte[] data, int from, int to) {
        int at = from;
        while (at < to && isBetween(data[at])) {
            at++;
        }
        return at;
    }

    @Override
    public int startOfRecord(byte[] data, int to) {
        return startOfRecord(data, 0, to);
    }

    @Override
    public int behindBlank(byte[] data, int to) {
        int start = startOfRecord(data, 0, to);
        return start == to ? to : start - indentOf(data, start);
    }

    /** One past the record that begins at {@code start}, or -1 if bytes to come decide. */
    int endOfRecord(byte[] data, int start, int to, boolean ended) {
        int limit = (int) Math.min(to, (long) start + maxRecordBytes);
        int end = data[start] == '{' ? closing(data, start, limit) : start;
        if (end > start) {
            return end;
        }
        boolean open = end == UNDECIDED && to - start <= maxRecordBytes;
        return open && !ended ? UNDECIDED : endOfBad(data, start, to, ended);
    }

    /** One past the brace that closes the object; -1 if it is not there; {@code start} if a text has a line's end in it. */
    private static int closing(byte[] data, int start, int limit) {
        int depth = 0;
        boolean text = false;
        for (int i = start; i < limit; i++) {
            byte b = data[i];
            if (text) {
                if (b == '\\') {
                    i++;
                } else if (b == '"') {
                    text = false;
                } else if (b == '\n') {
                    return start;
                }
            } else if (b == '"') {
                text = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        return UNDECIDED;
    }

    private int endOfBad(byte[] data, int start, int to, boolean ended) {
        int indent = indentOf(data, start);
        int limit = (int) Math.min(to, (long) start + maxRecordBytes);
        int last = UNDECIDED;
        for (int line = TextFormat.endOfLine(data, start, limit);
                line > 0;
                line = TextFormat.endOfLine(data, line, limit)) {
            last = line;
            int at = line;
            while (at < limit && (data[at] == ' ' || data[at] == '\t')) {
                at++;
            }
            if (at < limit && data[at] == '{' && at - line <= indent) {
                return line;
            }
        }
        if (ended && to - start <= maxRecordBytes) {
            return to;
        }
        boolean decided = ended || to - start > maxRecordBytes;
        return decided && last == UNDECIDED ? TextFormat.endOfLine(data, start, to) : decided ? last : UNDECIDED;
    }

    /** How many blanks stand directly before the record; no chunk begins among them. */
    static int indentOf(byte[] data, int start) {
        int at = start;
        while (at > 0 && (data[at - 1] == ' ' || data[at - 1] == '\t')) {
            at--;
        }
        return start - at;
    }

    private static boolean isBetween(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == ',' || b == '[' || b == ']';
    }
}
