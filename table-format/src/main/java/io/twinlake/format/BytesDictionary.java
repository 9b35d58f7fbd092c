package io.twinlake.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;

/**
 * Distinct byte strings in the order of their first appearance, kept as the dictionary page that they become (each with
 * its length before it).
 */
final class BytesDictionary {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final PlainBuffer page = new PlainBuffer();
    private int[] starts = new int[64];
    private int[] hashes = new int[64];
    private int[] slots = empty(256);
    private int size;

    int size() {
        return size;
    }

    /** Bytes of the dictionary page. */
    int bytes() {
        return page.size();
    }

    BytesInput content() {
        return page.content();
    }

    /** The array that holds an entry at {@link #start} for {@link #length}. */
    byte[] array() {
        return page.array();
    }

    int start(int id) {
        return starts[id];
    }

    int length(int id) {
        return page.intAt(starts[id] - Integer.BYTES);
    }

    boolean is(int id, byte[] bytes, int offset, int length) {
        int start = starts[id];
        return length(id) == length
                && Arrays.equals(page.array(), start, start + length, bytes, offset, offset + length);
    }

    /** The string's position, which it gets if it has none. */
    int id(byte[] bytes, int offset, int length) {
        int hash = hash(bytes, offset, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] >= 0) {
            int id = slots[slot];
            if (hashes[id] == hash && is(id, bytes, offset, length)) {
                return id;
            }
            slot = (slot + 1) & mask;
        }
        return add(slot, hash, bytes, offset, length);
    }

    void clear() {
        if (size > 0) {
            size = 0;
            page.clear();
            Arrays.fill(slots, -1);
        }
    }

    private int add(int slot, int hash, byte[] bytes, int offset, int length) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        page.putInt(length);
        starts[size] = page.size();
        hashes[size] = hash;
        page.put(bytes, offset, length);
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
            int slot = hashes[id] & mask;
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

    private static int hash(byte[] bytes, int offset, int length) {
        long hash = length;
        int at = offset;
        int end = offset + length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = (hash ^ (long) LONG.get(bytes, at)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        for (; at < end; at++) {
            hash = (hash ^ bytes[at]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return (int) (hash ^ (hash >>> 29));
    }
}
