package io.twinlake.ingest;

import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Which files a partition reads, and how.
 *
 * @param names the files of its own URI, by which it names them
 * @param scopes the sources by which it is read now
 */
record FilesPlan(SourcePartition partition, FileSet names, List<Scope> scopes, Reading reading, Surroundings around) {

    FilesPlan {
        scopes = List.copyOf(scopes);
    }

    /** Whether a proof is of that file. */
    boolean isFile(ObjectInfo info, Proof proof) {
        return Identity.is(names.storage(), info, reading, proof);
    }

    /** Whether a new file is a compressed copy of one that was read, and is there beside it. */
    boolean isCopy(ObjectInfo info, Location read, Proof proof) {
        return Identity.isCopy(names.storage(), info, reading, read, proof);
    }

    /**
     * Files of a source.
     *
     * @param takesNew whether also those of which the partition knows nothing
     * @param keepsOrder whether one that sorts before a consumed one is an error: not where the source is spelled
     *     otherwise than it was, and so may have other files than it had
     * @param isAsked whether its only file was asked for by name: then it may not be deleted
     */
    record Scope(FileSet files, boolean takesNew, boolean keepsOrder, boolean isAsked) {}

    /**
     * What a reader has to do with beside files.
     *
     * @param follow whether more may come
     * @param restWait how long a line without newline may wait for the rest where another file follows
     * @param notices is told what a user should know
     */
    record Surroundings(
            boolean follow, Duration restWait, InstantSource clock, FileOwners owners, Consumer<String> notices) {}
}
