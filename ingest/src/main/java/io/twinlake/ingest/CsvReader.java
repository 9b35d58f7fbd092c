package io.twinlake.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A CSV file: its first record names the fields, also when reading goes on from the middle. */
final class CsvReader implements FileReader {

    private static final int FIRST_BYTES = 8 << 10;

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
            Optional<Header> header = header(input, complete);
            if (header.isEmpty()) {
                return Optional.empty();
            }
            long from = Math.max(position, (long) mark + header.get().length());
            return Optional.of(
                    new TextFileReader(now, new TextFormat.Csv(header.get().names()), from));
        } catch (IOException e) {
            throw compression.broken(file.name(), e);
        }
    }

    private record Header(List<String> names, int length) {}

    /** The first record, if it is whole. */
    private Optional<Header> header(InputStream input, boolean complete) throws IOException {
        CsvFields fields = new CsvFields(TextFormat.MAX_RECORD_BYTES);
        byte[] first = {};
        int capacity = FIRST_BYTES;
        while (true) {
            byte[] more = input.readNBytes(capacity - first.length);
            boolean ended = first.length + more.length < capacity;
            int length = first.length + more.length;
            first = Arrays.copyOf(first, length);
            System.arraycopy(more, 0, first, length - more.length, more.length);
            int end = length == 0 ? CsvFields.UNDECIDED : fields.read(first, 0, length, ended && complete);
            if (end == CsvFields.BAD) {
                throw new SourceException(file.name() + " has no header: its first record does not end as CSV has it"
                        + " within " + TextFormat.MAX_RECORD_BYTES
                        + " bytes; expected the names of its columns there");
            }
            if (end > 0) {
                return Optional.of(new Header(names(fields), end));
            }
            if (ended) {
                return Optional.empty();
            }
            capacity = (int) Math.min(TextFormat.MAX_RECORD_BYTES + 1L, capacity * 2L);
        }
    }

    private static List<String> names(CsvFields fields) {
        return IntStream.range(0, fields.count())
                .mapToObj(i -> fields.text(i).strip())
                .toList();
    }
}
