package io.twinlake.log;

import io.twinlake.format.FileStatistics;
import io.twinlake.format.Predicate;
import io.twinlake.format.Schema;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The table at a version: a value that never changes. */
public final class Snapshot {

    private Snapshot() {}

    /** The surroundings that this snapshot was read through; its data files are read through the same. */
    public Environment environment() {
        throw new UnsupportedOperationException("being built");
    }

    public Location table() {
        throw new UnsupportedOperationException("being built");
    }

    public Version version() {
        throw new UnsupportedOperationException("being built");
    }

    /** When this version was committed. */
    public Instant timestamp() {
        throw new UnsupportedOperationException("being built");
    }

    public Schema schema() {
        throw new UnsupportedOperationException("being built");
    }

    public Action.Metadata metadata() {
        throw new UnsupportedOperationException("being built");
    }

    public Action.Protocol protocol() {
        throw new UnsupportedOperationException("being built");
    }

    /** Live files, in the order in which the log added them. */
    public Stream<Action.AddFile> files() {
        return files(Predicate.TRUE);
    }

    /** Live files that may hold rows that match, by partition values and statistics. */
    public Stream<Action.AddFile> files(Predicate predicate) {
        throw new UnsupportedOperationException("being built: " + predicate);
    }

    /** What the log says of the rows of a file of this table; nothing where it says nothing. */
    public FileStatistics statistics(Action.AddFile file) {
        throw new UnsupportedOperationException("being built: " + file);
    }

    /** Files that are live no more and whose tombstone the log still has. */
    public Collection<Action.RemoveFile> tombstones() {
        throw new UnsupportedOperationException("being built");
    }

    /** The version that an application has set last. */
    public OptionalLong progress(String appId) {
        throw new UnsupportedOperationException("being built");
    }

    /** The configuration of a metadata domain. */
    public Optional<String> domain(String name) {
        throw new UnsupportedOperationException("being built");
    }

    public Map<String, String> domains() {
        throw new UnsupportedOperationException("being built");
    }

    /** Where a file of this table is: the path decoded once, below the table unless absolute. */
    public Location locate(String path) {
        throw new UnsupportedOperationException("being built");
    }

    /** A transaction that has read this snapshot. */
    public Transaction transaction(IsolationLevel level, String operation) {
        throw new UnsupportedOperationException("being built");
    }
}
