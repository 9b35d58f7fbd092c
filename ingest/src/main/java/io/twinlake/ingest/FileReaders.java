package io.twinlake.ingest;

/** Opens files of sources by the reader of their format. */
final class FileReaders {

    private FileReaders() {}

    /** @throws NotTheFileException if the file is not the one that the proof is of */
    static FileReader open(FileReader.InputFile file, Reading reading, ReadFrom from) {
        return switch (reading.formatOf(file.name())) {
            case "parquet" -> new ParquetReader(file, from);
            case "csv" -> new CsvReader(file, reading, from);
            default -> new TextFileReader(file, reading, JsonStart.of(file, reading, from.position()), from);
        };
    }
}
