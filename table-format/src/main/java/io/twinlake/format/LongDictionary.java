package io.twinlake.format;

import java.util.Arrays;

/** Distinct numbers in the order of their first appearance: open addressing, at most half full. */
final class LongDictionary {

    private long[] values = new long[64];
    private int[] slots = empty(256);
    private int size;

    int size() {
        return size;
    }

    long value(int id) {
        return values[id];
    }

    /** The number's position, which it gets if it has none. */
    int id(long value) {
        int mask = slots.length - 1;
        int slot = hash(value) & mask;
        while (slots[slot] >= 0) {
            if (values[slots[slot]] == value) {
                return slots[slot];
            }
            slot = (slot + 1) & mask;
        }
        return add(slot, value);
    }

    void clear() {
        if (size > 0) {
            size = 0;
            Arrays.fill(slots, -1);
        }
    }

    private int add(int slot, long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size] = value;
        slots[slot] = size++;
        if (size * 2 > slots.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        slots = empty(slots.length * 2);
        int mask = slots.length - 1;
        for (int id = 0; id < size; id++) {
            int slot = hash(values[id]) & mask;
            while (slots[slot] >= 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = id;
        }
    }

    private static int[] empty(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, -1);
        return slots;
    }

    private static int hash(long value) {
        long mixed = value * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }
}
