package io.twinlake.storage;

import java.util.Collection;
import java.util.List;

/**
 * Objects by name. {@link #putIfAbsent} is the one atomic verb; nothing else here is promised to be. Objects are
 * immutable once written but for the few that {@link #put} replaces (hints). Safe for use by many threads.
 *
 * <p>One storage serves every location of its scheme (an S3 storage: every bucket that its credentials reach).
 */
public interface Storage extends AutoCloseable {

    /**
     * The whole object.
     *
     * @throws ObjectNotFoundException if there is none
     * @throws StorageException if the store does not answer; later it may
     */
    byte[] read(Location at);

    /**
     * {@code length} bytes of an object from {@code offset}.
     *
     * @throws ObjectNotFoundException if there is none
     * @throws ObjectTooShortException if it ends before {@code offset + length}
     * @throws StorageException if the store does not answer
     */
    byte[] readRange(Location at, long offset, int length);

    /** The object's size and time. @throws ObjectNotFoundException if there is none */
    ObjectInfo info(Location at);

    /** An open object, for readers that seek; {@code info} saves a request for its length. */
    InputObject open(ObjectInfo info);

    /**
     * The objects below {@code folder}, at whatever depth, in order of their names relative to it (compared as UTF-8
     * bytes), beginning after the relative name {@code after} (empty: from the first). A folder that is not there is
     * empty. Pages are fetched as one goes. Names that a put in progress uses are not shown.
     */
    Listing list(Location folder, String after);

    /** The names of the folders directly below {@code folder}, in order. */
    List<String> folders(Location folder);

    /**
     * What puts below {@code folder} have left that never ended, as their process died; {@link #list} does not show it.
     * A put in progress looks the same: only its age tells. Nothing where a store leaves nothing.
     */
    default List<ObjectInfo> abandoned(Location folder) {
        return List.of();
    }

    /**
     * This storage, for a folder whose content is what lies in it and nothing else: no call follows a symbolic link below
     * it, wherever that leads; a listing shows one as if it were a file, and what would go through it fails with {@link
     * NotAFileException}. The folder itself may be a link, and may lie in another that this storage was confined to.
     * Nothing where a store has no links.
     */
    default Storage confinedTo(Location folder) {
        return this;
    }

    /**
     * The one name of an object or a folder, whether it is there or not: names that lead to the same one, by symbolic
     * links or by several schemes of one store, have the same. A name of another store is left as it is. No request.
     */
    default Location canonical(Location at) {
        return at;
    }

    /**
     * Fails as {@link #info} would where that could fail for other reasons than what is on the store: for an engine that
     * opens an object by itself. No request.
     */
    default void admit(Location at) {}

    /** Writes an object, replacing what had its name. */
    void put(Location at, Content content);

    /** Creates the object if none has that name, whole or not at all. Never retried below this method. */
    PutOutcome putIfAbsent(Location at, Content content);

    /** Deletes objects; one that is not there is no error. */
    void delete(Collection<Location> objects);

    @Override
    void close();
}
