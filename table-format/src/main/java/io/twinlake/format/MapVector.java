package io.twinlake.format;

/** Maps: the keys of all rows in one vector and their values in another, a run a row. */
public final class MapVector implements ColumnVector {

    private final DataType type;
    private final Nulls nulls = new Nulls();
    private final Offsets offsets = new Offsets();
    private final ColumnVector keys;
    private final ColumnVector values;

    public MapVector(DataType type, ColumnVector keys, ColumnVector values) {
        this.type = type;
        this.keys = keys;
        this.values = values;
    }

    public ColumnVector values() {
        return values;
    }

    public ColumnVector keys() {
        return keys;
    }

    /** The first entry's position of a row in {@link #keys} and {@link #values}. */
    public int start(int row) {
        return offsets.start(row);
    }

    /** One past the last entry's position of a row. */
    public int end(int row) {
        return offsets.end(row);
    }

    /** Ends a row: its entries are those appended since the row before. */
    public void endRow() {
        offsets.append(keys.size());
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
        MapVector other = (MapVector) source;
        for (int i = other.start(row); i < other.end(row); i++) {
            keys.appendFrom(other.keys, i);
            values.appendFrom(other.values, i);
        }
        endRow();
    }

    @Override
    public void clear() {
        nulls.clear();
        offsets.clear();
        keys.clear();
        values.clear();
    }
}
