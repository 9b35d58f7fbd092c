package io.twinlake.log;

import io.twinlake.format.DataFile;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Predicate;
import io.twinlake.storage.StorageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A set of changes that are committed together or not at all. Its verbs collect changes; {@link #commit} tries them. For one
 * use, by one thread.
 */
public final class Transaction {

    private final LogHead log;
    private final String operation;
    private Basis basis;
    private final Map<String, String> parameters = new TreeMap<>();
    private final Map<String, String> metrics = new TreeMap<>();
    private final Map<String, NewFile> adds = new LinkedHashMap<>();
    private final Map<FileKey, Action.AddFile> removes = new LinkedHashMap<>();
    private final Map<FileKey, NewFile> restated = new LinkedHashMap<>();
    private final List<Action.AddChangeFile> changeFiles = new ArrayList<>();
    private final Map<String, ApplicationProgress> progress = new LinkedHashMap<>();
    private final Map<String, Action.DomainMetadata> domains = new LinkedHashMap<>();
    private Optional<Action.Metadata> vouchedFor = Optional.empty();
    private Optional<Action.Metadata> metadata = Optional.empty();
    private Optional<TableState> origin = Optional.empty();
    private Optional<List<String>> clustering = Optional.empty();
    private boolean restores;
    private boolean unlessAnotherHasBegun;
    private boolean used;

    private Transaction(LogHead log, Basis basis, String operation) {
        this.log = log;
        this.basis = basis;
        this.operation = operation;
    }

    static Transaction creating(LogHead log, Action.Metadata metadata, String operation) {
        return new Transaction(log, new Basis.Creation(), operation).metadata(metadata);
    }

    /** As {@link #creating}, with the features and the domains of another table. */
    static Transaction cloning(LogHead log, Snapshot source, Action.Metadata metadata, String operation) {
        var transaction = creating(log, metadata, operation);
        transaction.origin = Optional.of(source.state());
        source.domains().forEach((name, configuration) -> {
            if (!name.equals(RowIds.DOMAIN)) {
                transaction.domains.put(name, new Action.DomainMetadata(name, configuration, false));
            }
        });
        return transaction;
    }

    static Transaction appending(LogHead log, String operation) {
        return new Transaction(log, new Basis.Blind(), operation);
    }

    static Transaction reading(LogHead log, TableState state, IsolationLevel level, String operation) {
        return new Transaction(log, new Basis.Read(state, level, Predicate.TRUE), operation);
    }

    /** Narrows what this transaction has read of its snapshot; without it, that is the whole table. */
    public Transaction reading(Predicate predicate) {
        basis = read().narrowedTo(predicate);
        return this;
    }

    /** Adds a file that has been written below the table; statistics come from it. */
    public Transaction add(DataFile file) {
        return add(file, Map.of());
    }

    /** Adds a file of a partitioned table; {@code partitionValues} are by physical column name, empty means null. */
    public Transaction add(DataFile file, Map<String, Optional<String>> partitionValues) {
        return add(file, partitionValues, Map.of());
    }

    /** Adds a file with hints in its tags, which readers that don't know them ignore. */
    public Transaction add(DataFile file, Map<String, Optional<String>> partitionValues, Map<String, String> tags) {
        Instant since = file.begun().orElseGet(() -> log.environment().clock().instant());
        add(NewFile.written(log.paths().of(file.location()), file, partitionValues, tags, since));
        return this;
    }

    /**
     * Declares that the writer of the added files has enforced the table's rules: physical names and ids where columns are
     * mapped, every constraint, invariant and generated column. A table that has such rules takes no files without this.
     *
     * @param checkedAgainst the table's metadata when that was done
     */
    public Transaction vouchedFor(Action.Metadata checkedAgainst) {
        vouchedFor = Optional.of(checkedAgainst);
        return this;
    }

    /** Adds a file of another version, or of another table, as it was there. */
    public Transaction bringBack(Action.AddFile file) {
        add(NewFile.broughtBack(file));
        return this;
    }

    /**
     * Deletes rows of a live file by a vector, which names those too that were deleted already. A file of which no row is
     * left is removed.
     *
     * @param physicalRows how many rows the file has, deleted ones too
     */
    public Transaction mark(Action.AddFile file, Action.DeletionVectorDescriptor vector, long physicalRows) {
        if (vector.cardinality() > physicalRows) {
            throw new IllegalArgumentException(
                    "a vector deletes " + vector.cardinality() + " of " + physicalRows + " rows of " + file.path());
        }
        remove(file);
        if (vector.cardinality() < physicalRows) {
            add(NewFile.marked(file, vector, physicalRows));
        }
        return this;
    }

    /**
     * Says other statistics of a live file, of which nothing else changes. Only for what changes no row: a transaction at {@link
     * IsolationLevel#SNAPSHOT}.
     *
     * @param statistics by the names in the file, of all its rows, deleted ones too
     */
    public Transaction restate(Action.AddFile file, FileStatistics statistics) {
        if (basis.level() != IsolationLevel.SNAPSHOT) {
            throw new IllegalStateException("statistics are restated by what changes no row, at isolation level "
                    + IsolationLevel.SNAPSHOT + "; this is at " + basis.level());
        }
        requireLive(file);
        restated.put(FileKey.of(log.paths(), file), NewFile.restated(file, statistics));
        return this;
    }

    /** Adds a file of changes, for readers of changes alone. */
    public Transaction addChanges(DataFile file, Map<String, Optional<String>> partitionValues) {
        changeFiles.add(new Action.AddChangeFile(log.paths().of(file.location()), partitionValues, file.size()));
        return this;
    }

    /** Says by which columns the table is clustered; none ends it. */
    public Transaction clusteredBy(List<String> columns) {
        clustering = Optional.of(List.copyOf(columns));
        return this;
    }

    /** Removes a live file of the snapshot that this transaction has read. */
    public Transaction remove(Action.AddFile file) {
        requireLive(file);
        removes.put(FileKey.of(log.paths(), file), file);
        return this;
    }

    /** Sets an application's progress in the same commit. A winner that moved it stops this transaction. */
    public Transaction advance(ApplicationProgress next) {
        progress.put(next.appId(), next);
        return this;
    }

    /**
     * Stops this transaction where another application has made progress in the table and none that this advances has: of two
     * that begin to write it at the same time, one does.
     */
    public Transaction unlessAnotherHasBegun() {
        unlessAnotherHasBegun = true;
        return this;
    }

    /** Replaces schema, properties or both. */
    public Transaction metadata(Action.Metadata replacement) {
        metadata = Optional.of(basis instanceof Basis.Creation ? NewTable.withDefaults(replacement) : replacement);
        return this;
    }

    /**
     * Gives the table the metadata and the clustering that it had at an earlier version; its column ids and the times of its
     * commits go on as they are.
     */
    public Transaction restore(Snapshot earlier) {
        TableState now = read().state();
        restores = true;
        if (!earlier.state().metadata().equals(now.metadata())) {
            metadata = Optional.of(earlier.metadata());
        }
        Clustering.asIn(earlier.state(), now).ifPresent(domain -> domains.put(domain.domain(), domain));
        return this;
    }

    /** Sets the configuration of a metadata domain. */
    public Transaction domain(String name, String configuration) {
        return set(new Action.DomainMetadata(name, configuration, false));
    }

    /** Removes a metadata domain. */
    public Transaction removeDomain(String name) {
        return set(new Action.DomainMetadata(name, "", true));
    }

    /** A parameter of the operation, for the history that people read. */
    public Transaction parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    /** A figure of the operation, for the history that people read. */
    public Transaction metric(String name, long value) {
        metrics.put(name, Long.toString(value));
        return this;
    }

    /**
     * Commits at the next free version, rebasing over winners that don't conflict.
     *
     * @throws CommitConflictException if a winner changed what this depends on: read again, redo
     * @throws RearrangementConflictException if winners changed no row of what this depends on, but put rows that this removes
     *     into other files: plan again
     * @throws ProgressConflictException if a winner advanced the same application: read progress again
     * @throws TableInUseException if another application has begun to write the table, and this was to stop then
     * @throws CommitStateUnknownException if it can't be told whether the commit was written: delete nothing
     * @throws StorageException if the store refused; nothing was written
     */
    public Version commit() {
        if (used) {
            throw new IllegalStateException("this transaction has been used; begin another one");
        }
        used = true;
        return new Committer(log, changes()).commit();
    }

    private ChangeSet changes() {
        return new ChangeSet(
                basis,
                new CommitDescription(operation, log.environment().uuid().toString(), parameters, metrics),
                new FileChanges(List.copyOf(adds.values()), removes, restated, changeFiles, vouchedFor),
                new TableChange(metadata, restores, origin, clustering, domains),
                new ProgressChange(progress, unlessAnotherHasBegun));
    }

    private void add(NewFile added) {
        if (adds.put(added.file().path(), added) != null) {
            throw new IllegalArgumentException(added.file().path() + " is added twice in one transaction");
        }
    }

    private Transaction set(Action.DomainMetadata domain) {
        if (domain.domain().startsWith("delta.")) {
            throw new IllegalArgumentException("metadata domain " + domain.domain()
                    + " belongs to the protocol; use a name that does not begin with delta.");
        }
        domains.put(domain.domain(), domain);
        return this;
    }

    private void requireLive(Action.AddFile file) {
        Optional<TableState> state = basis.read().map(Basis.Read::state);
        if (!state.map(read -> read.files().contains(file)).orElse(false)) {
            throw new IllegalArgumentException(file.path() + " is not a live file of what this transaction has read, "
                    + state.map(read -> "version " + read.version() + " of " + log.table())
                            .orElse("which is nothing"));
        }
    }

    private Basis.Read read() {
        return basis.read().orElseThrow(() -> new IllegalStateException("this transaction has read no snapshot"));
    }
}
