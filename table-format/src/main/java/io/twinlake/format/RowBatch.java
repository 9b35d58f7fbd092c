package io.twinlake.format;

import java.util.List;

/** Some rows as columns. All columns are equally long. Grows by appending to its columns and ending each row. */
public final class RowBatch {

    private final Schema schema;
    private final List<ColumnVector> columns;
    private int rowsWithoutColumns;

    private RowBatch(Schema schema, List<ColumnVector> columns, int rowsWithoutColumns) {
        this.schema = schema;
        this.columns = columns;
        this.rowsWithoutColumns = rowsWithoutColumns;
    }

    /** An empty batch to append to. */
    public static RowBatch empty(Schema schema) {
        return new RowBatch(
                schema,
                schema.fields().stream().map(field -> Vectors.of(field.type())).toList(),
                0);
    }

    /** As {@link #empty}, with texts in coded vectors ({@link BytesVector#coded}), inside arrays too. */
    public static RowBatch emptyCoded(Schema schema) {
        return new RowBatch(
                schema,
                schema.fields().stream()
                        .map(field -> Vectors.coded(field.type()))
                        .toList(),
                0);
    }

    /** A batch over columns that are complete, one for each field of the schema, which has at least one. */
    public static RowBatch of(Schema schema, List<ColumnVector> columns) {
        return of(schema, columns, columns.isEmpty() ? 0 : columns.get(0).size());
    }

    /** A batch of {@code rows} rows over complete columns; without columns only their number is known. */
    public static RowBatch of(Schema schema, List<ColumnVector> columns, int rows) {
        if (schema.size() != columns.size()) {
            throw new IllegalArgumentException(columns.size() + " columns given for " + schema.size() + " fields");
        }
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).size() != rows) {
                throw new IllegalArgumentException("column '" + schema.field(i).name() + "' has "
                        + columns.get(i).size() + " rows, expected " + rows);
            }
        }
        return new RowBatch(schema, List.copyOf(columns), rows);
    }

    public Schema schema() {
        return schema;
    }

    public int rows() {
        return columns.isEmpty() ? rowsWithoutColumns : columns.get(0).size();
    }

    public ColumnVector column(int position) {
        return columns.get(position);
    }

    public LongVector longs(int position) {
        return (LongVector) columns.get(position);
    }

    public IntVector ints(int position) {
        return (IntVector) columns.get(position);
    }

    public DoubleVector doubles(int position) {
        return (DoubleVector) columns.get(position);
    }

    public BytesVector bytes(int position) {
        return (BytesVector) columns.get(position);
    }

    /** Appends one row of {@code source}, which has the same schema. */
    public void appendFrom(RowBatch source, int row) {
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).appendFrom(source.columns.get(i), row);
        }
        rowsWithoutColumns++;
    }

    /** The given rows, in the given order, as a new batch. */
    public RowBatch select(int[] rows) {
        RowBatch selected = empty(schema);
        selected.appendAll(List.of(this), RowPicks.of(rows), 0, rows.length);
        return selected;
    }

    /** Appends picked rows {@code [from, to)} of batches of the same schema. */
    public void appendAll(List<RowBatch> sources, RowPicks picks, int from, int to) {
        ColumnVector[] vectors = new ColumnVector[sources.size()];
        for (int column = 0; column < columns.size(); column++) {
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = sources.get(i).columns.get(column);
            }
            columns.get(column).appendAll(vectors, picks, from, to);
        }
        rowsWithoutColumns += to - from;
    }

    /** Forgets all rows and keeps the memory. */
    public void clear() {
        columns.forEach(ColumnVector::clear);
        rowsWithoutColumns = 0;
    }
}
