package io.twinlake.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.twinlake.format.RowBatch;
import io.twinlake.query.RowBatches;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;

/** One JSON object a row and line. */
final class JsonLines implements RowWriter {

    private static final JsonFactory JSON = JsonFactory.builder().build();

    @Override
    public long write(RowBatches rows, OutputStream out) throws IOException {
        long written = 0;
        JsonGenerator json = JSON.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setRootValueSeparator(null);
        while (rows.hasNext()) {
            RowBatch batch = rows.next();
            for (int row = 0; row < batch.rows(); row++) {
                json.writeStartObject();
                fields(json, batch, row);
                json.writeEndObject();
                json.writeRaw('\n');
            }
            json.flush();
            written += batch.rows();
        }
        json.close();
        return written;
    }

    /** One object a line for things that are not rows of a table. */
    static <T> void write(Iterator<T> things, OutputOptions.ObjectFields<T> fields, OutputStream out)
            throws IOException {
        JsonGenerator json = JSON.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setRootValueSeparator(null);
        while (things.hasNext()) {
            json.writeStartObject();
            fields.write(json, things.next());
            json.writeEndObject();
            json.writeRaw('\n');
        }
        json.close();
    }

    /** The cells of a row as fields of an object that is open. */
    static void fields(JsonGenerator json, RowBatch batch, int row) throws IOException {
        for (int i = 0; i < batch.schema().size(); i++) {
            json.writeFieldName(batch.schema().field(i).name());
            CellWriter.write(json, batch.column(i), row);
        }
    }
}
