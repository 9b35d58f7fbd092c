package io.twinlake.twin;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Twins by key: open addressing with linear probing, one reference a slot, no entry objects. */
final class TwinMap {

    private @Nullable Twin[] slots = new Twin[64];
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Twin get(String key) {
        int mask = slots.length - 1;
        for (int at = home(key, mask); ; at = (at + 1) & mask) {
            Twin twin = slots[at];
            if (twin == null || twin.key.equals(key)) {
                return twin;
            }
        }
    }

    /** Adds a twin whose key is not there yet. */
    void add(Twin twin) {
        if ((size + 1) * 5L > slots.length * 3L) {
            grow();
        }
        insert(twin);
        size++;
    }

    void remove(Twin twin) {
        int mask = slots.length - 1;
        int hole = home(twin.key, mask);
        while (slots[hole] != twin) {
            hole = (hole + 1) & mask;
        }
        for (int at = (hole + 1) & mask; ; at = (at + 1) & mask) {
            Twin next = slots[at];
            if (next == null) {
                break;
            }
            if (((at - home(next.key, mask)) & mask) >= ((at - hole) & mask)) {
                slots[hole] = next;
                hole = at;
            }
        }
        slots[hole] = null;
        size--;
    }

    /** All twins in order of their keys: what is written must not depend on the history of the table. */
    void forEachByKey(Consumer<Twin> action) {
        Twin[] sorted = new Twin[size];
        int count = 0;
        for (Twin twin : slots) {
            if (twin != null) {
                sorted[count++] = twin;
            }
        }
        Arrays.sort(sorted, Comparator.comparing(twin -> twin.key));
        for (Twin twin : sorted) {
            action.accept(twin);
        }
    }

    private void grow() {
        @Nullable Twin[] before = slots;
        slots = new Twin[before.length * 2];
        for (Twin twin : before) {
            if (twin != null) {
                insert(twin);
            }
        }
    }

    private void insert(Twin twin) {
        int mask = slots.length - 1;
        int at = home(twin.key, mask);
        while (slots[at] != null) {
            at = (at + 1) & mask;
        }
        slots[at] = twin;
    }

    private static int home(String key, int mask) {
        int hash = key.hashCode() * 0x9E3779B9;
        return (hash ^ (hash >>> 16)) & mask;
    }
}
