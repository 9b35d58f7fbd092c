package io.twinlake.ingest;

import java.io.InputStream;
import java.util.Optional;

/** Standard input as JSON lines. It is read once: what a crash lost of it can't be read again. */
final class StandardInputReader implements PartitionReader {

    private final TextReader reader;

    StandardInputReader(InputStream input, Reading reading) {
        Optional<String> format = reading.format();
        if (format.isPresent() && !format.get().equalsIgnoreCase("json")) {
            throw new SourceException("standard input is read as JSON lines, not as " + format.get()
                    + "; write it to a file and name that as source");
        }
        this.reader = new TextReader(
                "-",
                new JsonStart(reading.text().maxRecordBytes()),
                Compression.NONE,
                reading.open(Compression.NONE, input),
                0);
    }

    @Override
    public Optional<Portion> next() {
        return reader.next(true).map(chunk -> new Portion.Records(chunk, new Portion.Place.ByCount()));
    }

    @Override
    public void close() {
        // Standard input is the process's own: it stays open.
    }
}
