package io.twinlake.ingest;

import io.twinlake.format.RowBatch;
import io.twinlake.ingest.RecordSink.Field;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decodes the chunks of one stream for every definition that reads it. For one thread. */
final class StreamDecoder implements Chunk.Cases<EventBatch> {

    private final RecordSink sink;
    private final JsonScanner scanner;
    private final JsonRecord json;
    private final CsvFields csv = new CsvFields();
    private final ParquetValues parquet;
    private EventBatch batch;

    StreamDecoder(StreamPlan plan) {
        this.sink = new RecordSink(plan);
        this.scanner = new JsonScanner(sink);
        this.json = new JsonRecord(sink, !plan.privacy().isEmpty());
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
            public EventBatch jsonLines() {
                return decodeLines(chunk);
            }

            @Override
            public EventBatch csv(List<String> header) {
                return decodeCsv(chunk, header);
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
        int record = batch.add(0, 0);
        refuse(
                record,
                "the record is " + chunk.length() + " bytes long; at most " + TextReader.MAX_RECORD_BYTES
                        + " are read: is a newline missing?");
        return batch;
    }

    private EventBatch decodeLines(Chunk.Text chunk) {
        byte[] data = chunk.data();
        int start = chunk.from();
        while (start < chunk.to()) {
            int newline = start;
            while (newline < chunk.to() && data[newline] != '\n') {
                newline++;
            }
            int next = Math.min(newline + 1, chunk.to());
            int record = batch.add(start, next);
            int end = withoutReturn(data, start, newline);
            if (!isBlank(data, start, end)) {
                decodeLine(chunk, start, end, record);
            }
            start = next;
        }
        return batch;
    }

    private void decodeLine(Chunk.Text chunk, int start, int end, int record) {
        byte[] data = chunk.data();
        sink.begin(batch, record);
        if (!scanner.read(data, start, end)) {
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

    private EventBatch decodeCsv(Chunk.Text chunk, List<String> header) {
        byte[] data = chunk.data();
        @Nullable Field[] fields = new @Nullable Field[header.size()];
        for (int column = 0; column < fields.length; column++) {
            fields[column] = sink.find(header.get(column));
        }
        int start = chunk.from();
        while (start < chunk.to()) {
            int behind = TextFormat.Csv.endOfRecord(data, start, chunk.to());
            int next = behind < 0 ? chunk.to() : behind;
            int record = batch.add(start, next);
            int end = withoutReturn(data, start, behind < 0 ? next : next - 1);
            if (!isBlank(data, start, end)) {
                decodeCsvRecord(data, start, end, record, fields);
            }
            start = next;
        }
        return batch;
    }

    private void decodeCsvRecord(byte[] data, int start, int end, int record, @Nullable Field[] fields) {
        if (!csv.read(data, start, end)) {
            refuse(record, "a quote is not closed, or does not end its field");
            return;
        }
        if (csv.count() != fields.length) {
            refuse(record, "the record has " + csv.count() + " fields; its header has " + fields.length);
            return;
        }
        sink.begin(batch, record);
        for (int column = 0; column < fields.length; column++) {
            Field field = fields[column];
            if (field != null && !csv.isEmpty(column)) {
                sink.setUntyped(field, csv.array(column), csv.start(column), csv.end(column));
            }
        }
        sink.end(batch, record);
    }

    private void refuse(int record, String detail) {
        batch.refuse(new Refusal(record, Refusal.EVERY, Reason.PARSE, detail));
    }

    private static int withoutReturn(byte[] data, int start, int end) {
        return end > start && data[end - 1] == '\r' ? end - 1 : end;
    }

    private static boolean isBlank(byte[] data, int start, int end) {
        for (int i = start; i < end; i++) {
            if (data[i] != ' ' && data[i] != '\t' && data[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
