package io.twinlake.log;

import io.twinlake.format.CorruptDataFileException;
import io.twinlake.format.DeletionVector;
import io.twinlake.format.DeletionVectorFile;
import io.twinlake.format.Z85;
import io.twinlake.log.Action.DeletionVectorDescriptor;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** Finds and reads the deletion vectors that a table's log names. */
public final class DeletionVectors {

    /** A UUID is this many characters; what is before them is a folder. */
    private static final int UUID_CHARACTERS = 20;

    /** Of one vector; more than the longest of a file of 2^31 rows. */
    private static final int MOST_BYTES = 1 << 30;

    private final Storage storage;
    private final DataPath paths;

    private DeletionVectors(Storage storage, DataPath paths) {
        this.storage = storage;
        this.paths = paths;
    }

    /** The vectors of the table at a place, for readers of its files apart from its log. Costs no request. */
    public static DeletionVectors of(Storage storage, Location table) {
        return new DeletionVectors(storage, new DataPath(table));
    }

    /**
     * The object that a vector is in; empty where the log itself holds it.
     *
     * @throws UnsupportedTableException naming the storage type if it is unknown
     */
    Optional<Location> locate(DeletionVectorDescriptor descriptor) {
        String text = descriptor.pathOrInlineDv();
        return switch (descriptor.storageType()) {
            case "u" -> Optional.of(paths.locateDecoded(relative(text)));
            case "p" -> Optional.of(paths.locate(text));
            case "i" -> Optional.empty();
            default ->
                throw new UnsupportedTableException("a deletion vector of " + paths.table() + " has the storage type '"
                        + descriptor.storageType() + "'; the types u, p and i are read. Use another client for it");
        };
    }

    /**
     * The rows that are deleted.
     *
     * @throws CorruptDataFileException if they can't be told for certain; the message names the object
     */
    public DeletionVector read(DeletionVectorDescriptor descriptor) {
        Optional<Location> object = locate(descriptor);
        try {
            DeletionVector vector = object.isPresent() ? read(object.get(), descriptor) : inline(descriptor);
            if (vector.cardinality() != descriptor.cardinality()) {
                throw new CorruptDataFileException(
                        "it deletes " + vector.cardinality() + " rows, the log says " + descriptor.cardinality());
            }
            return vector;
        } catch (CorruptDataFileException | IllegalArgumentException e) {
            throw new CorruptDataFileException(
                    "cannot read the deletion vector " + descriptor.uniqueId() + " in "
                            + object.map(Location::toString).orElse("the log of " + paths.table()) + ": "
                            + e.getMessage() + "; which rows are deleted is not known: restore it, or an older version",
                    e);
        }
    }

    private DeletionVector read(Location object, DeletionVectorDescriptor descriptor) {
        long offset = descriptor.offset().orElse(0);
        if (offset < 0 || descriptor.sizeInBytes() < 0 || descriptor.sizeInBytes() > MOST_BYTES) {
            throw new CorruptDataFileException("the log says that it has " + descriptor.sizeInBytes()
                    + " bytes from byte " + offset + ", which no deletion vector can have");
        }
        int version = offset == 1 ? 1 : 0; // the byte before the first vector comes with it
        byte[] bytes = storage.readRange(
                object, offset - version, version + descriptor.sizeInBytes() + DeletionVectorFile.FRAME_BYTES);
        if (version == 1 && bytes.length > 0 && bytes[0] != DeletionVectorFile.VERSION) {
            throw new CorruptDataFileException("the object has version " + bytes[0] + "; expected 1");
        }
        return DeletionVectorFile.parse(
                Arrays.copyOfRange(bytes, Math.min(version, bytes.length), bytes.length), descriptor.sizeInBytes());
    }

    /** Some bytes may follow that fill the last five characters. */
    private static DeletionVector inline(DeletionVectorDescriptor descriptor) {
        byte[] bytes = Z85.decode(descriptor.pathOrInlineDv());
        if (descriptor.sizeInBytes() < 0 || descriptor.sizeInBytes() > bytes.length) {
            throw new CorruptDataFileException(
                    "it has " + bytes.length + " bytes, the log says " + descriptor.sizeInBytes());
        }
        return DeletionVector.parse(Arrays.copyOf(bytes, descriptor.sizeInBytes()));
    }

    private static String relative(String text) {
        int folder = text.length() - UUID_CHARACTERS;
        if (folder < 0) {
            throw new CorruptLogException("deletion vector '" + text + "' ends with no UUID of Z85");
        }
        String name = DeletionVectorDescriptor.fileName(uuid(text.substring(folder)));
        return folder == 0 ? name : text.substring(0, folder) + "/" + name;
    }

    private static UUID uuid(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Z85.decode(text));
            return new UUID(bytes.getLong(), bytes.getLong());
        } catch (IllegalArgumentException e) {
            throw new CorruptLogException("deletion vector '" + text + "' is no UUID of Z85: " + e.getMessage(), e);
        }
    }

    static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }
}
