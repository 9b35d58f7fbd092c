package io.twinlake.dml;

import io.twinlake.format.DataType;

/** Whether vectors of one type can stand for another's: the same but for what is noted about columns. */
final class Shape {

    private Shape() {}

    static boolean isSame(DataType a, DataType b) {
        if (a instanceof DataType.Struct left && b instanceof DataType.Struct right) {
            if (left.fields().size() != right.fields().size()) {
                return false;
            }
            for (int i = 0; i < left.fields().size(); i++) {
                boolean named = left.fields()
                        .get(i)
                        .name()
                        .equalsIgnoreCase(right.fields().get(i).name());
                if (!named
                        || !isSame(
                                left.fields().get(i).type(),
                                right.fields().get(i).type())) {
                    return false;
                }
            }
            return true;
        }
        if (a instanceof DataType.Array left && b instanceof DataType.Array right) {
            return isSame(left.element(), right.element());
        }
        if (a instanceof DataType.MapOf left && b instanceof DataType.MapOf right) {
            return isSame(left.key(), right.key()) && isSame(left.value(), right.value());
        }
        return a.equals(b);
    }
}
