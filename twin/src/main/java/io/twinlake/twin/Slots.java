package io.twinlake.twin;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values of an event or of a twin, typed by a {@link Layout} and unboxed: words (boolean 0 or 1, int, long, days,
 * microseconds, doubles as raw bits) and texts. A new one is all null.
 *
 * <p>Mutable and unchecked, for the inner loop: one owner, one thread.
 */
public final class Slots {

    /** The null bits of the words (1 = present), then the words. */
    private final long[] bits;

    private final int first;
    private final @Nullable String[] texts;

    Slots(int words, int texts) {
        this.first = (words + 63) >>> 6;
        this.bits = new long[first + words];
        this.texts = new @Nullable String[texts];
    }

    public int words() {
        return bits.length - first;
    }

    public int texts() {
        return texts.length;
    }

    public boolean isNull(int word) {
        return (bits[word >>> 6] & (1L << word)) == 0;
    }

    public void setNull(int word) {
        bits[word >>> 6] &= ~(1L << word);
        bits[first + word] = 0;
    }

    /** The word, 0 if it is null. */
    public long word(int word) {
        return bits[first + word];
    }

    public void setWord(int word, long value) {
        bits[word >>> 6] |= 1L << word;
        bits[first + word] = value;
    }

    public double decimal(int word) {
        return Double.longBitsToDouble(bits[first + word]);
    }

    public void setDecimal(int word, double value) {
        setWord(word, Double.doubleToRawLongBits(value));
    }

    public boolean flag(int word) {
        return bits[first + word] != 0;
    }

    public void setFlag(int word, boolean value) {
        setWord(word, value ? 1 : 0);
    }

    public @Nullable String text(int text) {
        return texts[text];
    }

    public void setText(int text, @Nullable String value) {
        texts[text] = value;
    }

    /** Makes all null. */
    public void clear() {
        Arrays.fill(bits, 0);
        Arrays.fill(texts, null);
    }

    /** Takes all values of slots of the same layout. */
    public void copyFrom(Slots other) {
        System.arraycopy(other.bits, 0, bits, 0, bits.length);
        System.arraycopy(other.texts, 0, texts, 0, texts.length);
    }

    /** Takes one value, of the same type, from slots of another layout. */
    public void copy(Layout.Slot to, Slots other, Layout.Slot from) {
        if (to.type().isText()) {
            texts[to.at()] = other.texts[from.at()];
            return;
        }
        for (int i = 0; i < to.type().words(); i++) {
            if (other.isNull(from.at() + i)) {
                setNull(to.at() + i);
            } else {
                setWord(to.at() + i, other.word(from.at() + i));
            }
        }
    }

    /** Whether a value is null, of whatever type. */
    public boolean isNull(Layout.Slot slot) {
        return slot.type().isText() ? texts[slot.at()] == null : isNull(slot.at());
    }

    /** Makes a value null, of whatever type. */
    public void setNull(Layout.Slot slot) {
        if (slot.type().isText()) {
            texts[slot.at()] = null;
            return;
        }
        for (int i = 0; i < slot.type().words(); i++) {
            setNull(slot.at() + i);
        }
    }

    /** SQL's {@code IS NOT DISTINCT FROM} for one value of two slots of one layout: nulls and NaNs are equal. */
    public boolean same(Layout.Slot slot, Slots other) {
        if (slot.type().isText()) {
            return Objects.equals(texts[slot.at()], other.texts[slot.at()]);
        }
        for (int i = 0; i < slot.type().words(); i++) {
            if (!sameWord(slot, slot.at() + i, other)) {
                return false;
            }
        }
        return true;
    }

    private boolean sameWord(Layout.Slot slot, int word, Slots other) {
        if (isNull(word) || other.isNull(word)) {
            return isNull(word) == other.isNull(word);
        }
        if (slot.type() == ValueType.DOUBLE || slot.type() == ValueType.GEO_POINT) {
            return Doubles.compare(decimal(word), other.decimal(word)) == 0;
        }
        return word(word) == other.word(word);
    }
}
