package io.twinlake.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The content of an object that holds deletion vectors, of one file or several (PROTOCOL.md, "Deletion Vector File Storage
 * Format"): a byte of version, then for each vector its size, its bytes and their CRC-32, all big-endian.
 */
public final class DeletionVectorFile {

    /** What an object of this form begins with. */
    public static final byte VERSION = 1;

    /** Bytes that a vector takes in an object beside its own: its size before, its checksum behind. */
    public static final int FRAME_BYTES = 2 * Integer.BYTES;

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    public DeletionVectorFile() {
        content.write(VERSION);
    }

    /**
     * A vector's place in an object.
     *
     * @param offset of its frame
     * @param size of its own bytes
     */
    public record Place(int offset, int size, long cardinality) {}

    /** Appends a vector. */
    public Place add(DeletionVector vector) {
        byte[] bytes = vector.toBytes();
        int offset = content.size();
        content.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        content.writeBytes(bytes);
        content.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).putInt(checksum(bytes)).array());
        return new Place(offset, bytes.length, vector.cardinality());
    }

    /** The object's content. */
    public byte[] toBytes() {
        return content.toByteArray();
    }

    /**
     * The vector in a frame of an object.
     *
     * @param size that its bytes should have
     * @throws CorruptDataFileException if size, checksum or bytes are wrong
     */
    public static DeletionVector parse(byte[] frame, int size) {
        if (frame.length != size + FRAME_BYTES) {
            throw new CorruptDataFileException(
                    "it ends after " + frame.length + " of " + (size + FRAME_BYTES) + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        int stored = buffer.getInt();
        if (stored != size) {
            throw new CorruptDataFileException("it has " + stored + " bytes, the log says " + size);
        }
        byte[] bytes = new byte[size];
        buffer.get(bytes);
        int checksum = buffer.getInt();
        if (checksum != checksum(bytes)) {
            throw new CorruptDataFileException("its checksum is " + Integer.toHexString(checksum)
                    + ", that of its bytes " + Integer.toHexString(checksum(bytes)));
        }
        return DeletionVector.parse(bytes);
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
