package io.twinlake.format;

/**
 * Rows of several batches in an order of their own: row {@code i} is row {@code rows[i]} of batch {@code sources[i]}.
 * Neither array is copied.
 */
public record RowPicks(int[] sources, int[] rows) {

    public RowPicks {
        if (sources.length != rows.length) {
            throw new IllegalArgumentException(sources.length + " sources given for " + rows.length + " rows");
        }
    }

    /** Rows of one batch. */
    public static RowPicks of(int[] rows) {
        return new RowPicks(new int[rows.length], rows);
    }
}
