package io.twinlake.format;

/**
 * The values of one column for some rows, typed and unboxed. A vector grows by appending and is read by row; who
 * appended must not do so any more once a reader has it.
 *
 * <p>Storage by type: {@link BooleanVector} boolean · {@link IntVector} byte, short, integer, date · {@link LongVector}
 * long, timestamp, timestamp_ntz, decimal of at most 18 digits (unscaled) · {@link FloatVector} · {@link DoubleVector} ·
 * {@link BytesVector} string (UTF-8), binary, decimal of more digits (big-endian two's complement), variant is a
 * struct of two binaries, value and metadata ({@link VariantValue}) · {@link StructVector} · {@link ListVector} array · {@link MapVector} · void: {@link IntVector}
 * of nulls.
 */
public sealed interface ColumnVector
        permits BooleanVector,
                IntVector,
                LongVector,
                FloatVector,
                DoubleVector,
                BytesVector,
                StructVector,
                ListVector,
                MapVector {

    DataType type();

    /** Rows appended so far. */
    int size();

    boolean isNull(int row);

    /** Whether any row is null; false lets readers skip the test by row. */
    boolean hasNulls();

    void appendNull();

    /** Appends row {@code row} of {@code source}, a vector of the same type. */
    void appendFrom(ColumnVector source, int row);

    /** Appends picked rows {@code [from, to)} of vectors of the same type. */
    default void appendAll(ColumnVector[] sources, RowPicks picks, int from, int to) {
        for (int i = from; i < to; i++) {
            appendFrom(sources[picks.sources()[i]], picks.rows()[i]);
        }
    }

    /** Forgets all rows and keeps the memory. */
    void clear();
}
