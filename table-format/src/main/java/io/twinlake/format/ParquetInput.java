package io.twinlake.format;

import io.twinlake.storage.InputObject;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.ParquetFileRange;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A Parquet file on a storage. Its tail, which has the footer and the page indexes, is read in one request, a small file
 * whole; other reads are one request each, those of column chunks that lie close together one in all. So are the few pages
 * of a lookup that are spread over one row group.
 */
final class ParquetInput implements InputFile, AutoCloseable {

    /** A file up to this size costs one request. */
    static final int SMALL_BYTES = 1 << 20;

    /** Of a larger file this part, and no less than the bound, holds footer and indexes of row groups as we write them. */
    private static final int TAIL_PART = 64;

    static final int TAIL_BYTES = 64 << 10;

    private static final int MOST_TAIL_BYTES = 4 << 20;

    /** Bytes read in vain that are cheaper than a request. */
    private static final int GAP_BYTES = 256 << 10;

    private static final int MAX_COALESCED_BYTES = 64 << 20;

    /** What a lookup wants at most, and over how much that may be spread and still be one request. */
    private static final int LOOKUP_BYTES = 4 << 20;

    private static final int LOOKUP_SPAN_BYTES = 12 << 20;

    private final InputObject object;
    private final long length;
    private long cachedFrom;
    private byte[] cached = {};
    private boolean lookup;

    /** The end of a file, as it was read once. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Tail(long from, byte[] bytes) {}

    ParquetInput(Storage storage, ObjectInfo file) {
        this.object = storage.open(file);
        this.length = file.size();
        int tail = (int) Math.min(length, length <= SMALL_BYTES ? SMALL_BYTES : tailBytes(length));
        this.cachedFrom = length;
        try {
            load(length - tail, tail);
        } catch (RuntimeException e) {
            object.close();
            throw e;
        }
    }

    /** A file whose end has been read before. */
    ParquetInput(Storage storage, ObjectInfo file, Tail tail) {
        this.object = storage.open(file);
        this.length = file.size();
        this.cachedFrom = tail.from();
        this.cached = tail.bytes();
    }

    Tail tail() {
        return new Tail(cachedFrom, cached);
    }

    /** From here on few pages are wanted: a request that reads some in vain is cheaper than one more. */
    void lookUp() {
        lookup = true;
    }

    private static long tailBytes(long length) {
        return Math.min(MOST_TAIL_BYTES, Math.max(TAIL_BYTES, length / TAIL_PART));
    }

    private void load(long from, int count) {
        byte[] bytes = new byte[count];
        if (count > 0) {
            object.readFully(from, bytes, 0, count);
        }
        cached = bytes;
        cachedFrom = from;
    }

    private void read(long position, byte[] target, int offset, int count) {
        if (position >= cachedFrom && position + count <= cachedFrom + cached.length) {
            System.arraycopy(cached, (int) (position - cachedFrom), target, offset, count);
        } else {
            object.readFully(position, target, offset, count);
        }
    }

    @Override
    public long getLength() {
        return length;
    }

    @Override
    public SeekableInputStream newStream() {
        return new Stream();
    }

    @Override
    public void close() {
        object.close();
        cached = new byte[0];
        cachedFrom = length;
    }

    @Override
    public String toString() {
        return object.info().location().toString();
    }

    /** What Parquet reads from. */
    private final class Stream extends SeekableInputStream {
        private long position;

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long newPosition) {
            position = newPosition;
        }

        @Override
        public int read() throws EOFException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws EOFException {
            int available = (int) Math.min(count, length - position);
            if (available <= 0) {
                return count == 0 ? 0 : -1;
            }
            readFully(target, offset, available);
            return available;
        }

        @Override
        public void readFully(byte[] target) throws EOFException {
            readFully(target, 0, target.length);
        }

        @Override
        public void readFully(byte[] target, int start, int count) throws EOFException {
            if (position < 0 || position + count > length) {
                throw new EOFException("the file has " + length + " bytes; bytes " + position + " to "
                        + (position + count) + " are asked for");
            }
            ParquetInput.this.read(position, target, start, count);
            position += count;
        }

        @Override
        public int read(ByteBuffer target) throws EOFException {
            int count = (int) Math.min(target.remaining(), length - position);
            if (count <= 0) {
                return target.hasRemaining() ? -1 : 0;
            }
            byte[] bytes = new byte[count];
            readFully(bytes, 0, count);
            target.put(bytes);
            return count;
        }

        @Override
        public void readFully(ByteBuffer target) throws EOFException {
            if (target.hasArray()) {
                readFully(target.array(), target.arrayOffset() + target.position(), target.remaining());
                target.position(target.limit());
            } else {
                byte[] bytes = new byte[target.remaining()];
                readFully(bytes, 0, bytes.length);
                target.put(bytes);
            }
        }

        @Override
        public boolean readVectoredAvailable(ByteBufferAllocator allocator) {
            return true;
        }

        /** Ranges that lie close together are one request. */
        @Override
        public void readVectored(List<ParquetFileRange> ranges, ByteBufferAllocator allocator) throws EOFException {
            List<ParquetFileRange> sorted = ranges.stream()
                    .sorted(Comparator.comparingLong(ParquetFileRange::getOffset))
                    .toList();
            if (isLookup(sorted)) {
                readTogether(sorted);
                return;
            }
            int from = 0;
            for (int to = 1; to <= sorted.size(); to++) {
                if (to == sorted.size() || !close(sorted.get(from), sorted.get(to - 1), sorted.get(to))) {
                    readTogether(sorted.subList(from, to));
                    from = to;
                }
            }
        }

        private boolean isLookup(List<ParquetFileRange> sorted) {
            return lookup
                    && !sorted.isEmpty()
                    && sorted.stream().mapToLong(ParquetFileRange::getLength).sum() <= LOOKUP_BYTES
                    && end(sorted.get(sorted.size() - 1)) - sorted.get(0).getOffset() <= LOOKUP_SPAN_BYTES;
        }

        private boolean close(ParquetFileRange first, ParquetFileRange last, ParquetFileRange next) {
            return next.getOffset() - end(last) <= GAP_BYTES && end(next) - first.getOffset() <= MAX_COALESCED_BYTES;
        }

        private long end(ParquetFileRange range) {
            return range.getOffset() + range.getLength();
        }

        private void readTogether(List<ParquetFileRange> ranges) throws EOFException {
            long start = ranges.get(0).getOffset();
            byte[] bytes = new byte[Math.toIntExact(end(ranges.get(ranges.size() - 1)) - start)];
            seek(start);
            readFully(bytes);
            for (ParquetFileRange range : ranges) {
                ByteBuffer part = ByteBuffer.wrap(bytes, (int) (range.getOffset() - start), range.getLength());
                range.setDataReadFuture(CompletableFuture.completedFuture(part.slice()));
            }
        }
    }
}
