package io.twinlake.server;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.twinlake.format.RowBatch;
import io.twinlake.query.RowBatches;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * RFC 4180 with a header line; null is empty, nested values are JSON. Control characters but tabs and the ends of lines
 * are written as {@code \\u001b}, for whoever prints this. A cell that begins as a formula is left as it is: only the
 * program that opens this knows whether it has formulas.
 */
final class CsvRows implements RowWriter {

    @Override
    public long write(RowBatches rows, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        // Not closed: that would close the stream, which is the caller's.
        @SuppressWarnings("resource")
        CsvWriter csv = CsvWriter.builder().build(text);
        csv.writeRecord(rows.schema().fields().stream()
                .map(field -> Legible.text(field.name()))
                .toList());
        long written = 0;
        while (rows.hasNext()) {
            RowBatch batch = rows.next();
            for (int row = 0; row < batch.rows(); row++) {
                String[] cells = new String[batch.schema().size()];
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = Legible.text(CellWriter.text(batch.column(i), row));
                }
                csv.writeRecord(cells);
            }
            written += batch.rows();
        }
        csv.flush();
        text.flush();
        return written;
    }
}
