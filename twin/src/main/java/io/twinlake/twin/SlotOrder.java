package io.twinlake.twin;

import java.util.Objects;

/** Compares values of one type that lie in different slots, as Spark would: NaN greatest, text by its UTF-8 bytes. */
final class SlotOrder {

    private SlotOrder() {}

    /** SQL's IS DISTINCT FROM. */
    static boolean differ(Slots a, Layout.Slot in, Slots b, Layout.Slot against) {
        ValueType type = in.type();
        if (type.isText()) {
            return !Objects.equals(a.text(in.at()), b.text(against.at()));
        }
        for (int i = 0; i < type.words(); i++) {
            if (wordsDiffer(type, a, in.at() + i, b, against.at() + i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean wordsDiffer(ValueType type, Slots a, int in, Slots b, int against) {
        if (a.isNull(in) || b.isNull(against)) {
            return a.isNull(in) != b.isNull(against);
        }
        if (a.word(in) == b.word(against)) {
            return false;
        }
        boolean isDecimal = type == ValueType.DOUBLE || type == ValueType.GEO_POINT;
        return !isDecimal || Doubles.compare(a.decimal(in), b.decimal(against)) != 0;
    }

    /** Both are not null. */
    static int compare(Slots a, Layout.Slot in, Slots b, Layout.Slot against) {
        if (in.type().isText()) {
            return compare(Objects.requireNonNull(a.text(in.at())), Objects.requireNonNull(b.text(against.at())));
        }
        if (in.type() == ValueType.DOUBLE) {
            return Doubles.compare(a.decimal(in.at()), b.decimal(against.at()));
        }
        return Long.compare(a.word(in.at()), b.word(against.at()));
    }

    /** By code points, which is the order of the UTF-8 bytes; {@code String.compareTo} puts surrogates elsewhere. */
    static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                return Integer.compare(rank(left), rank(right));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int rank(char unit) {
        return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
    }
}
