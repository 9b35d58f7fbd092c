package io.twinlake.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A CSV file: its first record names the fields, also when reading goes on from the middle. */
final class CsvReader implements FileReader {

    private static final int MAX_HEADER_BYTES = 1 << 20;

    private final InputFile file;
    private final long position;
    private @Nullable TextFileReader records;

    CsvReader(InputFile file, long position) {
        this.file = file;
        this.position = position;
    }

    @Override
    public Optional<Chunk> next(boolean complete) {
        TextFileReader reader = records;
        if (reader == null) {
            Optional<TextFileReader> opened = behindHeader(complete);
            if (opened.isEmpty()) {
                return Optional.empty();
            }
            reader = opened.get();
            records = reader;
        }
        return reader.next(complete);
    }

    @Override
    public void close() {
        if (records != null) {
            records.close();
        }
    }

    /** Empty as long as the header is not whole. */
    private Optional<TextFileReader> behindHeader(boolean complete) {
        InputFile now =
                new InputFile(file.storage(), file.storage().info(file.info().location()), file.name());
        if (now.info().size() == 0) {
            return Optional.empty();
        }
        Compression compression = Compression.of(file.name());
        try (ObjectStream object = new ObjectStream(file.storage(), now.info(), 0);
                PushbackInputStream input = new PushbackInputStream(compression.decompress(object), 3)) {
            int mark = TextFileReader.skipByteOrderMark(input);
            byte[] header = firstRecord(input);
            boolean whole = header.length > 0 && (complete || header[header.length - 1] == '\n');
            if (!whole) {
                return Optional.empty();
            }
            List<String> names = CsvFields.split(header, 0, header.length);
            long from = Math.max(position, (long) mark + header.length);
            return Optional.of(new TextFileReader(now, new TextFormat.Csv(names), from));
        } catch (IOException e) {
            throw compression.broken(file.name(), e);
        }
    }

    private byte[] firstRecord(PushbackInputStream input) throws IOException {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        boolean quoted = false;
        for (int b = input.read(); b >= 0; b = input.read()) {
            record.write(b);
            quoted ^= b == '"';
            if (b == '\n' && !quoted) {
                break;
            }
            if (record.size() > MAX_HEADER_BYTES) {
                throw new SourceException(file.name() + " has no header: its first record is longer than "
                        + MAX_HEADER_BYTES + " bytes; expected the names of its columns there");
            }
        }
        return record.toByteArray();
    }
}
