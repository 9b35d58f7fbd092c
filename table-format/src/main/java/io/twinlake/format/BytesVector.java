package io.twinlake.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Byte strings: strings as UTF-8, binaries, decimals of more than 18 digits. They lie one behind the other in one array;
 * in a coded vector, values that are known to be equal lie there once.
 */
public final class BytesVector implements ColumnVector {

    private final DataType type;
    private final Nulls nulls = new Nulls();
    private final ByteStrings values;

    /** Null: row i is value i. */
    private final @Nullable Codes codes;

    public BytesVector(DataType type) {
        this(type, new ByteStrings(), null);
    }

    private BytesVector(DataType type, ByteStrings values, @Nullable Codes codes) {
        this.type = type;
        this.values = values;
        this.codes = codes;
    }

    /** A vector that knows texts again: for columns of few distinct values, or many rows of each. */
    public static BytesVector coded(DataType type) {
        return new BytesVector(type, new ByteStrings(), new Codes());
    }

    public void append(byte[] source, int offset, int length) {
        int value = values.add(source, offset, length);
        if (codes != null) {
            codes.add(value);
        }
    }

    public void append(byte[] value) {
        append(value, 0, value.length);
    }

    public void append(String value) {
        if (codes != null) {
            codes.add(value, values);
        } else {
            append(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The array that holds the bytes of every row; a row's are at {@link #start} for {@link #length}. Not a copy. */
    public byte[] array() {
        return values.array();
    }

    public int start(int row) {
        return values.start(code(row));
    }

    public int length(int row) {
        return values.length(code(row));
    }

    /**
     * The position of a row's value among {@link #distinct} values, none if {@link #isCoded} is not so. Rows of one code
     * are equal; two codes may be equal too.
     */
    public int code(int row) {
        return codes == null ? row : codes.get(row);
    }

    /** Whether rows may share a value. */
    public boolean isCoded() {
        return codes != null;
    }

    /** What {@link #code} counts. */
    ByteStrings values() {
        return values;
    }

    /** The values that rows share, as rows of a vector of their own. Not a copy. */
    public BytesVector distinct() {
        return new BytesVector(type, values, null);
    }

    /** A copy of a row's bytes. */
    public byte[] get(int row) {
        int start = start(row);
        return Arrays.copyOfRange(array(), start, start + length(row));
    }

    /** A row's bytes as UTF-8 text. */
    public String string(int row) {
        return new String(array(), start(row), length(row), StandardCharsets.UTF_8);
    }

    @Override
    public DataType type() {
        return type;
    }

    @Override
    public int size() {
        return codes == null ? values.size() : codes.size();
    }

    @Override
    public boolean isNull(int row) {
        return nulls.get(row);
    }

    @Override
    public boolean hasNulls() {
        return nulls.any();
    }

    @Override
    public void appendNull() {
        nulls.set(size());
        if (codes == null || values.size() == 0) {
            append(array(), 0, 0);
        } else {
            codes.add(0);
        }
    }

    @Override
    public void appendFrom(ColumnVector source, int row) {
        BytesVector other = (BytesVector) source;
        if (other.nulls.get(row)) {
            appendNull();
        } else {
            append(other.array(), other.start(row), other.length(row));
        }
    }

    @Override
    public void appendAll(ColumnVector[] sources, RowPicks picks, int from, int to) {
        if (codes == null || !areFewValues(sources)) {
            ColumnVector.super.appendAll(sources, picks, from, to);
        } else {
            appendCodes(codes, sources, picks, from, to);
        }
    }

    /** Whether all sources are coded, with no more values in all than are worth to be taken over. */
    private static boolean areFewValues(ColumnVector[] sources) {
        long values = 0;
        for (ColumnVector source : sources) {
            BytesVector bytes = (BytesVector) source;
            values += bytes.isCoded() ? bytes.values.size() : Codes.KEPT;
        }
        return values < Codes.KEPT;
    }

    private void appendCodes(Codes into, ColumnVector[] sources, RowPicks picks, int from, int to) {
        Codes[] theirs = new Codes[sources.length];
        int[] begins = new int[sources.length];
        for (int i = 0; i < sources.length; i++) {
            BytesVector source = (BytesVector) sources[i];
            theirs[i] = Objects.requireNonNull(source.codes);
            begins[i] = into.begin(source.values, values);
        }
        nulls.pick(sources, picks, from, to, size());
        into.addAll(theirs, begins, picks, from, to);
    }

    @Override
    public void clear() {
        nulls.clear();
        if (codes == null) {
            values.clear();
        } else {
            codes.clear(values);
        }
    }
}
