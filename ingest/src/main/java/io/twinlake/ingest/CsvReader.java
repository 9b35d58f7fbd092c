package io.twinlake.ingest;

import io.twinlake.storage.ObjectInfo;
import io.twinlake.twin.StreamText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A CSV file: its first record names the fields, also when reading goes on from the middle. */
final class CsvReader implements FileReader {

    private static final int FIRST_BYTES = 8 << 10;

    private final InputFile file;
    private final Reading reading;
    private final StreamText.Csv dialect;
    private final ReadFrom start;
    private @Nullable TextFileReader records;

    CsvReader(InputFile file, Reading reading, ReadFrom start) {
        this.file = file;
        this.reading = reading;
        this.dialect = reading.text().csv();
        this.start = start;
    }

    @Override
    public Optional<Portion> next(boolean complete) {
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
    public boolean growsInPlace() {
        return records != null && records.growsInPlace();
    }

    @Override
    public void grow(ObjectInfo now) {
        if (records != null) {
            records.grow(now);
        }
    }

    @Override
    public boolean hasRest() {
        return records != null && records.hasRest();
    }

    @Override
    public Portion takeRest(String why) {
        if (records == null) {
            throw new IllegalStateException(file.name() + " has no rest: its header is not whole");
        }
        return records.takeRest(why);
    }

    @Override
    public long position() {
        return records == null ? start.position() : records.position();
    }

    @Override
    public Optional<Proof> proof() {
        return records == null ? start.proof() : records.proof();
    }

    @Override
    public void close() {
        if (records != null) {
            records.close();
        }
    }

    /** Empty as long as the header is not whole. */
    private Optional<TextFileReader> behindHeader(boolean complete) {
        if (file.info().size() == 0) {
            return Optional.empty();
        }
        Compression compression = Compression.of(file.name());
        try (ObjectStream object = new ObjectStream(file.storage(), file.info());
                PushbackInputStream input = new PushbackInputStream(reading.open(compression, object), 3)) {
            int mark = skipByteOrderMark(input);
            return new Beginning(input, complete)
                    .header()
                    .map(header -> new TextFileReader(
                            file,
                            reading,
                            new TextFormat.Csv(reading.text(), header.names()),
                            start.behind((long) mark + header.end())));
        } catch (IOException e) {
            throw compression.broken(file.name(), e);
        }
    }

    /** The bytes of a file from its start to behind its header. */
    private final class Beginning {
        private final InputStream input;
        private final boolean complete;
        private final CsvFields fields = new CsvFields(reading.text());
        private byte[] data = {};
        private boolean ended;

        private Beginning(InputStream input, boolean complete) {
            this.input = input;
            this.complete = complete;
        }

        /** Empty if more has to come before it is whole. */
        Optional<CsvHeader> header() throws IOException {
            read(FIRST_BYTES);
            TextStart.check(file.name(), data, data.length);
            int start = behindSkipped();
            if (start < 0 || (start == data.length && dialect.columns().isEmpty())) {
                return Optional.empty();
            }
            if (!dialect.columns().isEmpty()) {
                return Optional.of(new CsvHeader(file.name(), dialect.columns(), start));
            }
            int end = fields.read(data, start, data.length, ended && complete);
            while (end == CsvFields.UNDECIDED && !ended) {
                read(data.length * 2);
                end = fields.read(data, start, data.length, ended && complete);
            }
            TextStart.checkCsvLines(file.name(), Arrays.copyOfRange(data, start, data.length), data.length - start);
            if (end == CsvFields.BAD) {
                throw new SourceException(file.name() + " has no header: its first record does not end as CSV has it"
                        + " within " + reading.text().maxRecordBytes()
                        + " bytes; expected the names of its columns there");
            }
            return end < 0
                    ? Optional.empty()
                    : Optional.of(CsvHeader.read(file.name(), data, start, end, fields)
                            .checked(reading));
        }

        /** Where what follows the lines that are to be skipped begins; -1 if they are not whole. */
        private int behindSkipped() throws IOException {
            int at = 0;
            for (int line = 0; line < dialect.skip(); line++) {
                int behind = TextFormat.endOfLine(data, at, data.length);
                while (behind < 0 && !ended) {
                    read(data.length * 2);
                    behind = TextFormat.endOfLine(data, at, data.length);
                }
                if (behind < 0) {
                    return complete ? data.length : -1;
                }
                at = behind;
            }
            return at;
        }

        private void read(int capacity) throws IOException {
            byte[] more = input.readNBytes(capacity - data.length);
            int before = data.length;
            ended = before + more.length < capacity;
            data = Arrays.copyOf(data, before + more.length);
            System.arraycopy(more, 0, data, before, more.length);
        }
    }

    /** How many bytes were passed over: three or none. */
    private static int skipByteOrderMark(PushbackInputStream input) throws IOException {
        byte[] first = input.readNBytes(TextFileReader.BYTE_ORDER_MARK.length);
        if (Arrays.equals(first, TextFileReader.BYTE_ORDER_MARK)) {
            return first.length;
        }
        input.unread(first);
        return 0;
    }
}
