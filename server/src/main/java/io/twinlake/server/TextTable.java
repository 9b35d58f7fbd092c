package io.twinlake.server;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.RowBatch;
import io.twinlake.query.RowBatches;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Columns in line, for people: a header, then rows, numbers to the right. Widths come from the first rows, so that a
 * long result begins to print at once; a cell wider than its column is cut with an ellipsis.
 */
final class TextTable implements RowWriter {

    private static final int ROWS_THAT_SET_WIDTHS = 1_000;
    private static final int WIDEST_COLUMN = 60;

    private final int widest;

    private TextTable(int widest) {
        this.widest = widest;
    }

    static TextTable cut() {
        return new TextTable(WIDEST_COLUMN);
    }

    /** One that cuts no cell: for texts of ours, which say what to do at their end. */
    static TextTable whole() {
        return new TextTable(Integer.MAX_VALUE);
    }

    @Override
    public long write(RowBatches rows, OutputStream out) throws IOException {
        Writer print = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        List<String[]> pending = new ArrayList<>();
        boolean[] right = new boolean[rows.schema().size()];
        for (int i = 0; i < right.length; i++) {
            right[i] = isNumber(rows.schema().field(i).type());
        }
        int @Nullable [] widths = null;
        long written = 0;
        while (rows.hasNext()) {
            RowBatch batch = rows.next();
            for (int row = 0; row < batch.rows(); row++) {
                pending.add(cells(batch, row));
            }
            written += batch.rows();
            if (pending.size() >= ROWS_THAT_SET_WIDTHS) {
                widths = flush(print, rows, pending, widths, right);
            }
        }
        flush(print, rows, pending, widths, right);
        print.flush();
        return written;
    }

    private int[] flush(Writer print, RowBatches rows, List<String[]> pending, int @Nullable [] known, boolean[] right)
            throws IOException {
        String[] header = rows.schema().fields().stream()
                .map(field -> Legible.line(field.name()))
                .toArray(String[]::new);
        int[] widths = known;
        if (widths == null) {
            widths = widths(header, pending);
            print.write(line(header, widths, right) + "\n");
            print.write(rule(widths) + "\n");
        }
        for (String[] cells : pending) {
            print.write(line(cells, widths, right) + "\n");
        }
        pending.clear();
        return widths;
    }

    private int[] widths(String[] header, List<String[]> rows) {
        int[] widths = new int[header.length];
        for (int i = 0; i < header.length; i++) {
            widths[i] = length(header[i]);
            for (String[] cells : rows) {
                widths[i] = Math.max(widths[i], Math.min(widest, length(cells[i])));
            }
        }
        return widths;
    }

    private static String line(String[] cells, int[] widths, boolean[] right) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String cell = fit(cells[i], widths[i]);
            String blank = " ".repeat(widths[i] - length(cell));
            line.append(i == 0 ? "" : "  ").append(right[i] ? blank + cell : cell + blank);
        }
        return line.toString().stripTrailing();
    }

    private static String rule(int[] widths) {
        List<String> parts = new ArrayList<>();
        for (int width : widths) {
            parts.add("-".repeat(width));
        }
        return String.join("  ", parts);
    }

    private static String[] cells(RowBatch batch, int row) {
        String[] cells = new String[batch.schema().size()];
        for (int i = 0; i < cells.length; i++) {
            ColumnVector column = batch.column(i);
            cells[i] = Legible.line(CellWriter.text(column, row));
        }
        return cells;
    }

    private static String fit(String cell, int width) {
        int length = length(cell);
        return length <= width ? cell : cell.substring(0, cell.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static boolean isNumber(DataType type) {
        if (type instanceof DataType.Primitive primitive) {
            return switch (primitive) {
                case BYTE, SHORT, INTEGER, LONG, FLOAT, DOUBLE -> true;
                default -> false;
            };
        }
        return type instanceof DataType.Decimal;
    }
}
