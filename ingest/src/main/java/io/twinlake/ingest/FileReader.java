package io.twinlake.ingest;

import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import java.util.Optional;

/** Reads one file of a source from a position, as its name or the source's {@code format} says. */
interface FileReader extends AutoCloseable {

    /** The next records; empty where there are none (now). {@code complete} says that the file won't grow. */
    Optional<Portion> next(boolean complete);

    /** Whether {@link #grow} lets this reader go on; else the file is opened again. */
    boolean growsInPlace();

    /**
     * Reads on in the file as it is now.
     *
     * @throws NotTheFileException if it does not begin with what was read
     */
    void grow(ObjectInfo now);

    /** Whether bytes are at hand that are no record as long as more may come. */
    boolean hasRest();

    /** These bytes, of which no record will become. */
    Portion takeRest(String why);

    /** Where the next record begins, bytes or rows; 0 as long as none was given. */
    long position();

    /** What shows that the file is this one; nothing as long as no record was given. */
    Optional<Proof> proof();

    @Override
    void close();

    /**
     * A file of a source.
     *
     * @param name as its partition knows it
     */
    record InputFile(Storage storage, ObjectInfo info, String name) {}
}
