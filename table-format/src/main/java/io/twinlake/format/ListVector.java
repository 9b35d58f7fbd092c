package io.twinlake.format;

import java.util.Arrays;

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
    public void appendAll(ColumnVector[] sources, RowPicks picks, int from, int to) {
        ColumnVector[] below = new ColumnVector[sources.length];
        for (int i = 0; i < below.length; i++) {
            below[i] = ((ListVector) sources[i]).elements;
        }
        int[] sourceOf = new int[to - from];
        int[] elementOf = new int[to - from];
        int count = 0;
        int before = elements.size();
        for (int i = from; i < to; i++) {
            ListVector source = (ListVector) sources[picks.sources()[i]];
            int row = picks.rows()[i];
            if (source.isNull(row)) {
                nulls.set(size());
            }
            for (int element = source.start(row); element < source.end(row); element++) {
                if (count == elementOf.length) {
                    sourceOf = Arrays.copyOf(sourceOf, count * 2);
                    elementOf = Arrays.copyOf(elementOf, count * 2);
                }
                sourceOf[count] = picks.sources()[i];
                elementOf[count++] = element;
            }
            offsets.append(before + count);
        }
        elements.appendAll(below, new RowPicks(sourceOf, elementOf), 0, count);
    }

    @Override
    public void clear() {
        nulls.clear();
        offsets.clear();
        elements.clear();
    }
}
