package io.twinlake.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * JSON of which the first bytes tell how it is cut: an array of objects, or objects over several lines, which begin with a
 * brace alone on its line; all else is an object a line.
 */
record JsonStart(int maxRecordBytes) implements TextFormat {

    private static final int FIRST_BYTES = 4 << 10;

    /** The format of a file of which reading goes on at a position. */
    static TextFormat of(FileReader.InputFile file, Reading reading, long position) {
        JsonStart start = new JsonStart(reading.text().maxRecordBytes());
        if (position == 0) {
            return start;
        }
        Compression compression = Compression.of(file.name());
        try (ObjectStream object = new ObjectStream(file.storage(), file.info(), 0);
                InputStream text = reading.open(compression, object)) {
            byte[] first = text.readNBytes(FIRST_BYTES);
            return start.settled(first, first.length, true).orElse(start.lines());
        } catch (IOException e) {
            throw compression.broken(file.name(), e);
        }
    }

    @Override
    public <R> R match(Cases<R> cases) {
        return lines().match(cases);
    }

    @Override
    public void checkStart(String file, byte[] data, int length) {
        lines().checkStart(file, data, length);
    }

    @Override
    public int endOfLastRecord(byte[] data, int from, int to, boolean ended) {
        return from;
    }

    @Override
    public Optional<TextFormat> settled(byte[] data, int length, boolean ended) {
        int at = blank(data, length >= 3 && data[0] == (byte) 0xEF ? 3 : 0, length, true);
        boolean array = at < length && data[at] == '[';
        if (array) {
            at = blank(data, at + 1, length, true);
        } else if (at < length && data[at] == '{') {
            at = blank(data, at + 1, length, false);
            array = at < length && data[at] == '\n';
            return at == length && !ended && length < FIRST_BYTES
                    ? Optional.empty()
                    : Optional.of(array ? values() : lines());
        }
        if (at == length && !ended && length < FIRST_BYTES) {
            return Optional.empty();
        }
        boolean isValues = array && at < length && (data[at] == '{' || data[at] == ']');
        return Optional.of(isValues ? values() : lines());
    }

    private TextFormat lines() {
        return new JsonLines(maxRecordBytes);
    }

    private TextFormat values() {
        return new JsonValues(maxRecordBytes);
    }

    private static int blank(byte[] data, int from, int to, boolean lines) {
        int at = from;
        while (at < to && (data[at] == ' ' || data[at] == '\t' || data[at] == '\r' || (lines && data[at] == '\n'))) {
            at++;
        }
        return at;
    }
}
