package io.twinlake.ingest;

/** What the first bytes of a file tell that is to be text and is not, or not as its stream says. */
enum TextStart {
    GZIP("is compressed by gzip, which its name does not say", "end its name in .gz", 0x1F, 0x8B),
    ZSTD("is compressed by zstd, which its name does not say", "end its name in .zst", 0x28, 0xB5, 0x2F, 0xFD),
    XZ("is compressed by xz, which is not read", "compress it by gzip or zstd", 0xFD, '7', 'z', 'X', 'Z'),
    ZIP("is a ZIP archive or a spreadsheet", "take the text out of it", 'P', 'K', 3, 4),
    PARQUET("is a Parquet file, which its name does not say", "end its name in .parquet", 'P', 'A', 'R', '1', 0x15),
    UTF_16LE("is UTF-16", "give its stream in the definition encoding: utf-16le", 0xFF, 0xFE),
    UTF_16BE("is UTF-16", "give its stream in the definition encoding: utf-16be", 0xFE, 0xFF),
    UTF_16_SWAPPED("is UTF-16 of the other byte order", "exchange utf-16le and utf-16be", 0xEF, 0xBF, 0xBE);

    private final String problem;
    private final String remedy;

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final int[] bytes;

    TextStart(String problem, String remedy, int... bytes) {
        this.problem = problem;
        this.remedy = remedy;
        this.bytes = bytes;
    }

    /** @throws SourceException if text does not begin so */
    static void check(String file, byte[] data, int length) {
        for (TextStart start : values()) {
            if (start.matches(data, length)) {
                throw new SourceException(file + " " + start.problem + ": " + start.remedy);
            }
        }
    }

    /** @throws SourceException if the first line of CSV, as far as no quote is in it, ends in a carriage return alone */
    static void checkCsvLines(String file, byte[] data, int length) {
        for (int i = 0; i + 1 < length && data[i] != '\n' && data[i] != '"'; i++) {
            if (data[i] == '\r' && data[i + 1] != '\n') {
                throw onlyReturns(file);
            }
        }
    }

    /** @throws SourceException if an object of the first line is followed by another behind a carriage return alone */
    static void checkJsonLines(String file, byte[] data, int length) {
        for (int i = 1; i + 1 < length && data[i] != '\n'; i++) {
            if (data[i - 1] == '}' && data[i] == '\r' && data[i + 1] == '{') {
                throw onlyReturns(file);
            }
        }
    }

    private static SourceException onlyReturns(String file) {
        return new SourceException(
                file + " has lines that end in a carriage return alone, and is read in lines that end"
                        + " in a line feed: convert it, for example with tr '\\r' '\\n'");
    }

    private boolean matches(byte[] data, int length) {
        boolean matches = length >= bytes.length;
        for (int i = 0; matches && i < bytes.length; i++) {
            matches = (data[i] & 0xFF) == bytes[i];
        }
        return matches;
    }
}
