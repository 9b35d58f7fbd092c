package io.twinlake.format;

/** Arrays: the elements of all rows in one vector, a run a row. */
public final class ListVector implements ColumnVector {

    private final DataType type;
    private final Nulls nulls = new Nulls();
    private final Offsets offsets = new Offsets();
    private final ColumnVector elements;

    public ListVector(DataType type, ColumnVector elements) {
        this.type = type;
        this.elements = elements;
    }

    public ColumnVector elements() {
        return elements;
    }

    /** The first element's position of a row in {@link #elements}. */
    public int start(int row) {
        return offsets.start(row);
    }

    /** One past the last element's position of a row. */
    public int end(int row) {
        return offsets.end(row);
    }

    /** Ends a row: its elements are those appended since the row before. */
    public void endRow() {
        offsets.append(elements.size());
    }

    @Override
    public DataType type() {
        return type;
    }

    @Override
    public int size() {
        return offsets.size();
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
        endRow();
    }

    @Override
    public void appendFrom(ColumnVector source, int row) {
        if (source.isNull(row)) {
            appendNull();
            return;
        }
        ListVector other = (ListVector) source;
        for (int i = other.start(row); i < other.end(row); i++) {
            elements.appendFrom(other.elements, i);
        }
        endRow();
    }

    @Override
    public void clear() {
        nulls.clear();
        offsets.clear();
        elements.clear();
    }
}
