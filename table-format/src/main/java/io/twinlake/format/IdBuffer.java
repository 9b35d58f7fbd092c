package io.twinlake.format;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/** Positions in a dictionary, one a value of the page. */
final class IdBuffer {

    private int[] ids = new int[1024];
    private int size;

    void put(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
        }
        ids[size++] = id;
    }

    int get(int position) {
        return ids[position];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** The values of a page: the width of an id in bits, then the ids as runs or packed. */
    BytesInput encode(int dictionarySize) throws IOException {
        int bits = LeafWriter.bits(dictionarySize - 1);
        var encoder = new RunLengthBitPackingHybridEncoder(
                bits, 64, LeafWriter.PAGE_BYTES, HeapByteBufferAllocator.getInstance());
        for (int i = 0; i < size; i++) {
            encoder.writeInt(ids[i]);
        }
        return BytesInput.concat(BytesInput.from(new byte[] {(byte) bits}), encoder.toBytes());
    }
}
