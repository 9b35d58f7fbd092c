package io.twinlake.twin;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How the text of a stream is written, where it is CSV or JSON.
 *
 * @param encoding of its bytes; what is malformed in it is refused
 * @param maxRecordBytes a record that is longer than this, its newline apart, is refused
 */
public record StreamText(Charset encoding, int maxRecordBytes, Csv csv) {

    /** Records of 1 MiB. */
    public static final int MAX_RECORD_BYTES = 1 << 20;

    /** UTF-8, records of at most 1 MiB, CSV with commas under a header. */
    public static final StreamText USUAL = new StreamText(StandardCharsets.UTF_8, MAX_RECORD_BYTES, Csv.USUAL);

    public StreamText {
        if (maxRecordBytes < 1) {
            throw new IllegalArgumentException("maxRecordBytes is " + maxRecordBytes + "; expected 1 or more");
        }
    }

    /**
     * The dialect of CSV.
     *
     * @param delimiter an ASCII character between fields
     * @param decimal the character before the fraction of a number
     * @param skip lines before the header
     * @param nulls what stands for null, beside nothing
     * @param columns the names of the columns where files have no header; else empty
     */
    public record Csv(char delimiter, char decimal, int skip, List<String> nulls, List<String> columns) {

        /** Commas, points, a header at the start, nothing for null. */
        public static final Csv USUAL = new Csv(',', '.', 0, List.of(), List.of());

        public Csv {
            nulls = List.copyOf(nulls);
            columns = List.copyOf(columns);
        }
    }
}
