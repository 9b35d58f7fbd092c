package io.twinlake.ingest;

import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import java.util.Locale;
import java.util.Optional;

/** Reads one file of a source from a position, as its name or the source's {@code format} says. */
interface FileReader extends AutoCloseable {

    /** The next records; empty where there are none (now). {@code complete} says that the file won't grow. */
    Optional<Chunk> next(boolean complete);

    @Override
    void close();

    static FileReader open(InputFile file, Reading reading, long position) {
        String word =
                reading.format().map(given -> given.toLowerCase(Locale.ROOT)).orElseGet(() -> formatOf(file.name()));
        return switch (word) {
            case "parquet" -> new ParquetReader(file, position);
            case "csv" -> new CsvReader(file, reading, position);
            default ->
                new TextFileReader(
                        file, reading, new TextFormat.JsonLines(reading.text().maxRecordBytes()), position);
        };
    }

    /**
     * A file of a source.
     *
     * @param name as its partition knows it
     */
    record InputFile(Storage storage, ObjectInfo info, String name) {}

    private static String formatOf(String name) {
        String within = Compression.nameWithin(name).toLowerCase(Locale.ROOT);
        if (within.endsWith(".parquet")) {
            return "parquet";
        }
        return within.endsWith(".csv") ? "csv" : "json";
    }
}
