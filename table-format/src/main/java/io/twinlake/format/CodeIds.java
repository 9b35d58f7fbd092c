package io.twinlake.format;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which position in a column's dictionary the codes of a coded vector have, as far as it is known. */
final class CodeIds {

    private int[] ids = {};
    private @Nullable ByteStrings of;
    private int clearings;

    /** The position of a row's value; −1 if it must be looked up. */
    int get(BytesVector vector, int row) {
        int code = vector.code(row);
        return code < ids.length ? ids[code] : -1;
    }

    void put(BytesVector vector, int row, int id) {
        int code = vector.code(row);
        if (code >= ids.length) {
            int before = ids.length;
            ids = Arrays.copyOf(ids, Math.max(code + 1, Math.max(64, before * 2)));
            Arrays.fill(ids, before, ids.length, -1);
        }
        ids[code] = id;
    }

    /** Rows of that vector come next. */
    void turnTo(BytesVector vector) {
        if (vector.values() != of || vector.values().clearings() != clearings) {
            clear();
            of = vector.values();
            clearings = of.clearings();
        }
    }

    /** The dictionary begins anew. */
    void clear() {
        Arrays.fill(ids, -1);
        of = null;
    }
}
