package io.twinlake.ingest;

import io.twinlake.format.RowBatch;
import io.twinlake.ingest.RecordSink.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decodes the chunks of one stream for every definition that reads it. For one thread. */
final class StreamDecoder implements Chunk.Cases<EventBatch> {

    private final RecordSink sink;
    private final JsonScanner scanner;
    private final JsonRecord json;
    private final ParquetValues parquet;
    private final byte[][] nulls;
    private EventBatch batch;

    StreamDecoder(StreamPlan plan) {
        this.sink = new RecordSink(plan);
        this.scanner = new JsonScanner(sink);
        this.json = new JsonRecord(sink, !plan.privacy().isEmpty());
        this.nulls = plan.text().csv().nulls().stream()
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.parquet = new ParquetValues(sink);
        this.batch = new EventBatch(plan);
    }

    /** Fills {@code into} with the records of a chunk. */
    EventBatch decode(Chunk chunk, EventBatch into) {
        batch = into;
        into.begin(chunk);
        return chunk.match(this);
    }

    @Override
    public EventBatch text(Chunk.Text chunk) {
        return chunk.format().match(new TextFormat.Cases<>() {
            @Override
            public EventBatch jsonLines(TextFormat.JsonLines format) {
                return decodeLines(chunk);
            }

            @Override
            public EventBatch jsonValues(JsonValues format) {
                return decodeValues(chunk, format);
            }

            @Override
            public EventBatch csv(TextFormat.Csv format) {
                return decodeCsv(chunk, format);
            }
        });
    }

    @Override
    public EventBatch rows(Chunk.Rows chunk) {
        RowBatch rows = chunk.batch();
        @Nullable Field[] fields = new @Nullable Field[rows.schema().size()];
        for (int column = 0; column < fields.length; column++) {
            fields[column] = sink.find(rows.schema().field(column).name());
        }
        for (int row = 0; row < rows.rows(); row++) {
            int record = batch.add(row, row + 1);
            sink.begin(batch, record);
            for (int column = 0; column < fields.length; column++) {
                Field field = fields[column];
                if (field != null) {
                    parquet.set(field, rows, column, row);
                }
            }
            sink.end(batch, record);
        }
        return batch;
    }

    @Override
    public EventBatch oversize(Chunk.Oversize chunk) {
        refuseTooLong(batch.add(0, chunk.begin().length), chunk.length(), chunk.format());
        return batch;
    }

    @Override
    public EventBatch torn(Chunk.Torn chunk) {
        refuse(batch.add(chunk.from(), chunk.to()), chunk.detail());
        return batch;
    }

    private EventBatch decodeLines(Chunk.Text chunk) {
        byte[] data = chunk.data();
        boolean ascii = Bytes.isAscii(data, chunk.from(), chunk.to());
        int start = chunk.from();
        while (start < chunk.to()) {
            int behind = TextFormat.endOfLine(data, start, chunk.to());
            int next = behind < 0 ? chunk.to() : behind;
            int record = batch.add(start, next);
            int end = behind < 0 ? next : next - 1;
            if (end - start > chunk.format().maxRecordBytes()) {
                refuseTooLong(record, next - start, chunk.format());
            } else if (!isBlank(data, start, end) && (ascii || isText(data, start, next, record))) {
                decodeLine(chunk, start, withoutReturn(data, start, end), record);
            }
            start = next;
        }
        return batch;
    }

    private EventBatch decodeValues(Chunk.Text chunk, JsonValues format) {
        byte[] data = chunk.data();
        boolean ascii = Bytes.isAscii(data, chunk.from(), chunk.to());
        int start = JsonValues.startOfRecord(data, chunk.from(), chunk.to());
        while (start < chunk.to()) {
            int next = format.endOfRecord(data, start, chunk.to(), true);
            int record = batch.add(start, next);
            if (next - start > format.maxRecordBytes()) {
                refuseTooLong(record, next - start + JsonValues.indentOf(data, start), format);
            } else if (ascii || isText(data, start, next, record)) {
                decodeLine(chunk, start, next, record);
            }
            start = JsonValues.startOfRecord(data, next, chunk.to());
        }
        return batch;
    }

    private void decodeLine(Chunk.Text chunk, int start, int end, int record) {
        byte[] data = chunk.data();
        sink.begin(batch, record);
        if (!sink.isFlat() || !scanner.read(data, start, end)) {
            sink.begin(batch, record);
            Optional<String> wrong = json.read(data, start, end);
            if (wrong.isPresent()) {
                refuse(record, hint(chunk, start) + wrong.get());
                return;
            }
        }
        sink.end(batch, record);
    }

    /** Who begins a file with something else than an object may well have another format in mind. */
    private static String hint(Chunk.Text chunk, int start) {
        boolean first = chunk.position() == 0 && start == chunk.from();
        if (!first || chunk.data()[start] == '{') {
            return "";
        }
        return chunk.file().equals("-")
                ? "standard input is read as JSON lines; is it CSV? Name a .csv file instead; "
                : "the file is read as JSON lines; is it CSV? Add ?format=csv to the source; ";
    }

    private EventBatch decodeCsv(Chunk.Text chunk, TextFormat.Csv format) {
        byte[] data = chunk.data();
        CsvFields csv = format.fields();
        boolean ascii = Bytes.isAscii(data, chunk.from(), chunk.to());
        @Nullable Field[] fields = new @Nullable Field[format.header().size()];
        for (int column = 0; column < fields.length; column++) {
            fields[column] = sink.find(format.header().get(column));
        }
        int start = chunk.from();
        while (start < chunk.to()) {
            int next = csv.read(data, start, chunk.to(), true);
            if (next < 0) {
                start = refuseLine(chunk, start);
                continue;
            }
            int record = batch.add(start, next);
            boolean isEvent = csv.count() > 1 || !isBlank(data, start, next);
            if (isEvent && (ascii || isText(data, start, next, record))) {
                decodeCsvRecord(csv, record, fields);
            }
            start = next;
        }
        return batch;
    }

    private void decodeCsvRecord(CsvFields csv, int record, @Nullable Field[] fields) {
        if (csv.count() != fields.length) {
            refuse(record, "the record has " + csv.count() + " fields; its header has " + fields.length);
            return;
        }
        sink.begin(batch, record);
        for (int column = 0; column < fields.length; column++) {
            Field field = fields[column];
            if (field != null && !csv.isEmpty(column) && !isNull(csv, column)) {
                sink.setUntyped(field, csv.array(column), csv.start(column), csv.end(column));
            }
        }
        sink.end(batch, record);
    }

    /** Refuses a record that is bad CSV, which is its first line; where the next one begins. */
    private int refuseLine(Chunk.Text chunk, int start) {
        int behind = TextFormat.endOfLine(chunk.data(), start, chunk.to());
        int next = behind < 0 ? chunk.to() : behind;
        int record = batch.add(start, next);
        int max = chunk.format().maxRecordBytes();
        if ((behind < 0 ? next : next - 1) - start > max) {
            refuseTooLong(record, next - start, chunk.format());
        } else {
            refuse(
                    record,
                    "a quoted field does not end: a quote that opens a field is closed by one before a delimiter or a line"
                            + " end, at most " + max + " bytes behind the record's begin, and a quote within is"
                            + " doubled; reading goes on with the next line");
        }
        return next;
    }

    private boolean isNull(CsvFields csv, int column) {
        for (byte[] word : nulls) {
            byte[] data = csv.array(column);
            if (Arrays.equals(word, 0, word.length, data, csv.start(column), csv.end(column))) {
                return true;
            }
        }
        return false;
    }

    /** Whether the record is UTF-8; else it is refused. */
    private boolean isText(byte[] data, int start, int end, int record) {
        int malformed = Utf8.malformedAt(data, start, end);
        if (malformed >= 0) {
            refuse(
                    record,
                    "byte " + (malformed - start + 1)
                            + " of the record is no text in the encoding of its stream: give the"
                            + " stream in the definition the encoding that it has, such as encoding: windows-1252");
        }
        return malformed < 0;
    }

    private void refuseTooLong(int record, long length, TextFormat format) {
        refuse(
                record,
                "the record is " + length + " bytes long; at most " + format.maxRecordBytes()
                        + " are read: is a newline missing?");
    }

    private void refuse(int record, String detail) {
        batch.refuse(new Refusal(record, Refusal.EVERY, Reason.PARSE, detail));
    }

    private static int withoutReturn(byte[] data, int start, int end) {
        return end > start && data[end - 1] == '\r' ? end - 1 : end;
    }

    private static boolean isBlank(byte[] data, int start, int end) {
        for (int i = start; i < end; i++) {
            if (data[i] != ' ' && data[i] != '\t' && data[i] != '\r' && data[i] != '\n') {
                return false;
            }
        }
        return true;
    }
}
