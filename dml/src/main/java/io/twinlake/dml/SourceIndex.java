package io.twinlake.dml;

import io.twinlake.format.RowBatch;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows of a source by their key: a hash table of numbers, eight to twelve bytes a row beside the rows themselves. */
final class SourceIndex {

    private static final int END = -1;
    private static final int GOLDEN = 0x9E37_79B9;

    private final RowBatch source;
    private final int[] keys;
    private final int[] heads;
    private final int[] next;
    private final int shift;

    /** Takes the columns of the key; rows where one is null have none. */
    SourceIndex(RowBatch source, int[] keys) {
        this.source = source;
        this.keys = keys.clone();
        int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(source.rows()));
        this.heads = new int[1 << Math.min(bits, 30)];
        this.shift = Integer.SIZE - Math.min(bits, 30);
        this.next = new int[source.rows()];
        Arrays.fill(heads, END);
        for (int row = source.rows() - 1; row >= 0; row--) {
            @Nullable Object[] key = key(source, row, keys);
            if (key != null) {
                int bucket = bucket(key);
                next[row] = heads[bucket];
                heads[bucket] = row;
            }
        }
    }

    private int bucket(@Nullable Object[] key) {
        return (Arrays.hashCode(key) * GOLDEN) >>> shift;
    }

    /** The values of a key; null if one of them is, as null equals nothing. */
    private static @Nullable Object @Nullable [] key(RowBatch batch, int row, int[] columns) {
        @Nullable Object[] key = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            key[i] = Cells.of(batch.column(columns[i]), row);
            if (key[i] == null) {
                return null;
            }
        }
        return key;
    }

    /** The rows of the source, ascending, whose key equals that of a row, which is in other columns there. */
    void find(RowBatch batch, int row, int[] columns, Ints into) {
        @Nullable Object[] key = key(batch, row, columns);
        if (key == null) {
            return;
        }
        for (int at = heads[bucket(key)]; at != END; at = next[at]) {
            if (isKeyOf(at, key)) {
                into.add(at);
            }
        }
    }

    private boolean isKeyOf(int row, @Nullable Object[] key) {
        for (int i = 0; i < key.length; i++) {
            if (!Objects.equals(key[i], Cells.of(source.column(keys[i]), row))) {
                return false;
            }
        }
        return true;
    }
}
