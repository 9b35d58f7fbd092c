package io.twinlake.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * Positions of rows of a data file that are deleted, from 0 (PROTOCOL.md, "Deletion Vector Format"). A value that never
 * changes.
 */
public final class DeletionVector {

    /** No row is deleted. */
    public static final DeletionVector NONE = new DeletionVector(new TreeMap<>());

    private static final int MAGIC = 1_681_511_377;

    /** Of a form that the protocol no longer names: bitmaps without keys, each after its size. */
    private static final int OLDER_MAGIC = 1_681_511_376;

    private static final int KEY_BITS = 32;
    private static final long LOW = 0xFFFF_FFFFL;

    /** By the upper half of the positions, their lower halves. */
    private final SortedMap<Integer, RoaringBitmap> buckets;

    private DeletionVector(SortedMap<Integer, RoaringBitmap> buckets) {
        this.buckets = buckets;
    }

    public static DeletionVector of(long... rows) {
        return of(Arrays.stream(rows));
    }

    /** Rows in any order. */
    public static DeletionVector of(LongStream rows) {
        Builder builder = new Builder();
        rows.forEach(builder::add);
        return builder.build();
    }

    /** Gathers rows in any order; takes no more memory than the vector will. */
    public static final class Builder {

        private final SortedMap<Integer, RoaringBitmap> buckets = new TreeMap<>();

        public Builder add(long row) {
            if (row < 0) {
                throw new IllegalArgumentException("row " + row + " is no position in a file");
            }
            buckets.computeIfAbsent((int) (row >>> KEY_BITS), key -> new RoaringBitmap())
                    .add((int) row);
            return this;
        }

        /** The rows gathered so far; to be called once. */
        public DeletionVector build() {
            buckets.values().forEach(RoaringBitmap::runOptimize);
            return new DeletionVector(buckets);
        }
    }

    /**
     * The vector of a serialised form.
     *
     * @throws CorruptDataFileException if the bytes are none, whole
     */
    public static DeletionVector parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int magic = buffer.getInt();
            return new DeletionVector(
                    switch (magic) {
                        case MAGIC -> whole(buckets(buffer), buffer);
                        case OLDER_MAGIC -> whole(olderBuckets(buffer), buffer);
                        default ->
                            throw new CorruptDataFileException("it begins with " + magic + ", not with " + MAGIC);
                    });
        } catch (IOException | RuntimeException e) {
            throw e instanceof CorruptDataFileException corrupt
                    ? corrupt
                    : new CorruptDataFileException("its " + bytes.length + " bytes are no bitmap", e);
        }
    }

    private static SortedMap<Integer, RoaringBitmap> buckets(ByteBuffer buffer) throws IOException {
        SortedMap<Integer, RoaringBitmap> buckets = new TreeMap<>();
        long count = buffer.getLong();
        for (long i = 0; i < count; i++) {
            int key = buffer.getInt();
            if (key < 0 || (!buckets.isEmpty() && key <= buckets.lastKey())) {
                throw new CorruptDataFileException("its bitmap " + i + " has the key " + key + ", out of order");
            }
            buckets.put(key, bitmap(buffer));
        }
        return buckets;
    }

    private static SortedMap<Integer, RoaringBitmap> olderBuckets(ByteBuffer buffer) throws IOException {
        SortedMap<Integer, RoaringBitmap> buckets = new TreeMap<>();
        int count = buffer.getInt();
        for (int key = 0; key < count; key++) {
            int end = buffer.getInt() + buffer.position();
            RoaringBitmap bitmap = bitmap(buffer);
            if (buffer.position() != end) {
                throw new CorruptDataFileException("its bitmap " + key + " ends elsewhere than it says");
            }
            if (!bitmap.isEmpty()) {
                buckets.put(key, bitmap);
            }
        }
        return buckets;
    }

    private static RoaringBitmap bitmap(ByteBuffer buffer) throws IOException {
        RoaringBitmap bitmap = new RoaringBitmap();
        bitmap.deserialize(buffer.slice().order(ByteOrder.LITTLE_ENDIAN));
        buffer.position(buffer.position() + Math.toIntExact(bitmap.serializedSizeInBytes()));
        return bitmap;
    }

    private static SortedMap<Integer, RoaringBitmap> whole(
            SortedMap<Integer, RoaringBitmap> buckets, ByteBuffer buffer) {
        if (buffer.hasRemaining()) {
            throw new CorruptDataFileException(buffer.remaining() + " bytes follow its bitmaps");
        }
        return buckets;
    }

    /** The serialised form. */
    public byte[] toBytes() {
        int size = Integer.BYTES + Long.BYTES;
        for (RoaringBitmap bitmap : buckets.values()) {
            size += Integer.BYTES + bitmap.serializedSizeInBytes();
        }
        ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(MAGIC).putLong(buckets.size());
        for (Map.Entry<Integer, RoaringBitmap> bucket : buckets.entrySet()) {
            buffer.putInt(bucket.getKey());
            bucket.getValue().serialize(buffer);
        }
        return buffer.array();
    }

    /** How many rows are deleted. */
    public long cardinality() {
        return buckets.values().stream()
                .mapToLong(RoaringBitmap::getLongCardinality)
                .sum();
    }

    public boolean isEmpty() {
        return buckets.isEmpty();
    }

    public boolean contains(long row) {
        RoaringBitmap bucket = buckets.get((int) (row >>> KEY_BITS));
        return bucket != null && bucket.contains((int) row);
    }

    /** The rows that this or the other deletes. */
    public DeletionVector union(DeletionVector other) {
        SortedMap<Integer, RoaringBitmap> both = new TreeMap<>(buckets);
        other.buckets.forEach((key, bitmap) -> both.merge(key, bitmap, (mine, theirs) -> {
            RoaringBitmap union = RoaringBitmap.or(mine, theirs);
            union.runOptimize();
            return union;
        }));
        return new DeletionVector(both);
    }

    /** The rows that this deletes and the other does not. */
    public DeletionVector minus(DeletionVector other) {
        SortedMap<Integer, RoaringBitmap> rest = new TreeMap<>();
        buckets.forEach((key, bitmap) -> {
            RoaringBitmap theirs = other.buckets.getOrDefault(key, new RoaringBitmap());
            RoaringBitmap difference = RoaringBitmap.andNot(bitmap, theirs);
            if (!difference.isEmpty()) {
                rest.put(key, difference);
            }
        });
        return new DeletionVector(rest);
    }

    /** The deleted rows, ascending. */
    public LongStream rows() {
        return buckets.entrySet().stream()
                .flatMapToLong(bucket -> bucket.getValue().stream()
                        .mapToLong(low -> ((long) bucket.getKey() << KEY_BITS) | (low & LOW)));
    }

    /** Of a run of rows that begins at position {@code first}, those that are not deleted, counted from 0. */
    public int[] live(long first, int rows) {
        int[] live = new int[rows];
        int count = 0;
        int from = 0;
        while (from < rows) {
            long inBucket = Math.min(rows - from, (1L << KEY_BITS) - ((first + from) & LOW));
            count = live(first, from, from + (int) inBucket, live, count);
            from += (int) inBucket;
        }
        return count == rows ? live : Arrays.copyOf(live, count);
    }

    /** Of rows {@code [from, to)} of the run, which are all in one bucket. */
    private int live(long first, int from, int to, int[] live, int already) {
        int count = already;
        int row = from;
        RoaringBitmap bucket = buckets.get((int) ((first + from) >>> KEY_BITS));
        if (bucket != null) {
            PeekableIntIterator deleted = bucket.getIntIterator();
            deleted.advanceIfNeeded((int) (first + from));
            for (; deleted.hasNext(); row++) {
                long next = (deleted.next() & LOW) - ((first + from) & LOW) + from;
                if (next >= to) {
                    break;
                }
                while (row < next) {
                    live[count++] = row++;
                }
            }
        }
        while (row < to) {
            live[count++] = row++;
        }
        return count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeletionVector vector && vector.buckets.equals(buckets);
    }

    @Override
    public int hashCode() {
        return buckets.hashCode();
    }

    @Override
    public String toString() {
        return cardinality() + " deleted rows";
    }
}
