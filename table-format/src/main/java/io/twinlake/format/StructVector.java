package io.twinlake.format;

import java.util.List;

/** Structs: a vector a field, each as long as this one (null where the struct is). */
public final class StructVector implements ColumnVector {

    private final DataType type;
    private final Nulls nulls = new Nulls();
    private final List<ColumnVector> fields;
    private int size;

    public StructVector(DataType type, List<ColumnVector> fields) {
        this.type = type;
        this.fields = List.copyOf(fields);
    }

    public List<ColumnVector> fields() {
        return fields;
    }

    public ColumnVector field(int position) {
        return fields.get(position);
    }

    /** Ends a row whose fields have all been appended. */
    public void endRow() {
        size++;
    }

    @Override
    public DataType type() {
        return type;
    }

    @Override
    public int size() {
        return size;
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
        fields.forEach(ColumnVector::appendNull);
        nulls.set(size++);
    }

    @Override
    public void appendFrom(ColumnVector source, int row) {
        if (source.isNull(row)) {
            appendNull();
            return;
        }
        List<ColumnVector> from = ((StructVector) source).fields;
        for (int i = 0; i < fields.size(); i++) {
            fields.get(i).appendFrom(from.get(i), row);
        }
        endRow();
    }

    @Override
    public void clear() {
        size = 0;
        nulls.clear();
        fields.forEach(ColumnVector::clear);
    }
}
