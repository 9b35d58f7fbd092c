package io.twinlake.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * A gzip file (RFC 1952) to its last byte: all members, each with its checksum and length. Zero bytes may stand between
 * members and at the end; anything else there is an error. The JDK's {@code GZIPInputStream} inflates as fast, but takes
 * whatever is no header for the end, and asks {@code available()} whether there is more.
 */
final class GzipStream extends InputStream {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAGIC = 0x8B1F;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final InputStream compressed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final CRC32 headerChecksum = new CRC32();
    private final byte[] input = new byte[BUFFER_BYTES];
    private final byte[] single = new byte[1];
    private int next;
    private int filled;
    private int members;
    private boolean within;
    private boolean ended;

    /** @param compressed whose bytes are read in large blocks */
    GzipStream(InputStream compressed) {
        this.compressed = compressed;
    }

    @Override
    public int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    /**
     * @throws EOFException if the file ends within a member
     * @throws ZipException if something is no member, or not what its checksum says
     */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (length > 0) {
            if (ended || (!within && !begin())) {
                ended = true;
                return -1;
            }
            int count = inflate(target, offset, length);
            if (count > 0) {
                return count;
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        ended = true;
        compressed.close();
    }

    /** Some bytes of the member at hand; none at its end, behind which the input stands then. */
    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            int count = inflater.inflate(target, offset, length);
            while (count == 0 && !inflater.finished()) {
                if (inflater.needsDictionary()) {
                    throw new ZipException("its member " + members + " needs a dictionary");
                }
                if (!fill()) {
                    throw new EOFException("gzip ends within member " + members);
                }
                inflater.setInput(input, next, filled - next);
                next = filled;
                count = inflater.inflate(target, offset, length);
            }
            checksum.update(target, offset, count);
            if (count == 0) {
                next = filled - inflater.getRemaining();
                checkTrailer();
                within = false;
            }
            return count;
        } catch (DataFormatException e) {
            throw damaged("is damaged: " + e.getMessage());
        }
    }

    private void checkTrailer() throws IOException {
        long expected = unsignedInt();
        long size = unsignedInt();
        if (expected != checksum.getValue() || size != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
            throw damaged("is damaged: its checksum or its length is not that of its bytes");
        }
    }

    /** Reads the header of the next member; false at the end of the file. */
    private boolean begin() throws IOException {
        if (!fill()) {
            if (members == 0) {
                throw new EOFException("gzip has no member");
            }
            return false;
        }
        while (members > 0 && input[next] == 0) {
            next++;
            if (!fill()) {
                return false;
            }
        }
        members++;
        headerChecksum.reset();
        if (unsignedShort() != MAGIC) {
            throw new ZipException(
                    members == 1 ? "it is not gzip" : "what follows member " + (members - 1) + " is no gzip member");
        }
        readHeader();
        inflater.reset();
        checksum.reset();
        inflater.setInput(input, next, filled - next);
        next = filled;
        within = true;
        return true;
    }

    private void readHeader() throws IOException {
        int method = unsignedByte();
        int flags = unsignedByte();
        if (method != DEFLATE || (flags & RESERVED) != 0) {
            throw damaged("has a header that is not known: method " + method + ", flags " + flags);
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(unsignedShort());
        }
        for (int text = NAME; text <= COMMENT; text <<= 1) {
            while ((flags & text) != 0 && unsignedByte() != 0) {}
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            int expected = (int) headerChecksum.getValue() & 0xFFFF;
            if (unsignedShort() != expected) {
                throw damaged("has a header whose checksum is not that of its bytes");
            }
        }
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            unsignedByte();
        }
    }

    private long unsignedInt() throws IOException {
        return unsignedShort() | (long) unsignedShort() << 16;
    }

    private int unsignedShort() throws IOException {
        return unsignedByte() | unsignedByte() << 8;
    }

    private int unsignedByte() throws IOException {
        if (!fill()) {
            throw new EOFException("gzip ends within the header or trailer of member " + members);
        }
        headerChecksum.update(input[next]);
        return input[next++] & 0xFF;
    }

    private ZipException damaged(String what) {
        return new ZipException("its member " + members + " " + what);
    }

    /** Whether there is a byte at {@link #next}; reads more where all were taken. */
    private boolean fill() throws IOException {
        if (next < filled) {
            return true;
        }
        int count = compressed.read(input, 0, input.length);
        next = 0;
        filled = Math.max(0, count);
        return count > 0;
    }
}
