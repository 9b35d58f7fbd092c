package io.twinlake.log;

import io.twinlake.format.DataFile;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Predicate;
import io.twinlake.format.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a transaction wants to change, and how it becomes a commit over whatever state turns out to be the newest. */
final class Changes {

    /** Where the transaction began. */
    private enum Start {
        /** There is no table yet. */
        CREATION,
        /** Nothing was read. */
        BLIND,
        /** A snapshot was read. */
        SNAPSHOT
    }

    private final TransactionLog log;
    private final Start start;
    private final String operation;
    private final IsolationLevel level;
    private final @Nullable Snapshot snapshot;
    private final String transactionId;
    private final CommitDescription description = new CommitDescription();
    private final Map<String, NewFile> adds = new LinkedHashMap<>();
    private final Map<FileKey, Action.AddFile> removes = new LinkedHashMap<>();
    private final Map<FileKey, NewFile> restated = new LinkedHashMap<>();
    private final Map<String, ApplicationProgress> progress = new LinkedHashMap<>();
    private final Map<String, Action.DomainMetadata> domains = new LinkedHashMap<>();
    private final List<Action.AddChangeFile> changeFiles = new ArrayList<>();
    private Predicate read = Predicate.TRUE;
    private Optional<Action.Metadata> metadata = Optional.empty();
    private Optional<List<String>> clustering = Optional.empty();
    private Optional<Action.Metadata> vouched = Optional.empty();
    private Optional<Snapshot> origin = Optional.empty();
    private boolean restores;
    private boolean stopsWhereAnotherHasBegun;
    private Optional<CommitDraft> draft = Optional.empty();

    private Changes(
            TransactionLog log, Start start, String operation, IsolationLevel level, @Nullable Snapshot snapshot) {
        this.log = log;
        this.start = start;
        this.operation = operation;
        this.level = level;
        this.snapshot = snapshot;
        this.transactionId = log.environment().uuid().toString();
    }

    static Changes creating(TransactionLog log, Action.Metadata metadata, String operation) {
        var changes = new Changes(log, Start.CREATION, operation, IsolationLevel.SERIALIZABLE, null);
        changes.metadata = Optional.of(NewTable.withDefaults(metadata));
        return changes;
    }

    /** As {@link #creating}, with the features and the domains of another table. */
    static Changes cloning(TransactionLog log, Snapshot source, Action.Metadata metadata, String operation) {
        var changes = creating(log, metadata, operation);
        changes.origin = Optional.of(source);
        source.domains().forEach((name, configuration) -> {
            if (!name.equals(RowIds.DOMAIN)) {
                changes.domains.put(name, new Action.DomainMetadata(name, configuration, false));
            }
        });
        return changes;
    }

    static Changes appending(TransactionLog log, String operation) {
        return new Changes(log, Start.BLIND, operation, IsolationLevel.WRITE_SERIALIZABLE, null);
    }

    static Changes reading(TransactionLog log, Snapshot snapshot, IsolationLevel level, String operation) {
        return new Changes(log, Start.SNAPSHOT, operation, level, snapshot);
    }

    void reading(Predicate predicate) {
        if (start != Start.SNAPSHOT) {
            throw new IllegalStateException("a transaction without a snapshot has read nothing");
        }
        read = predicate;
    }

    void add(DataFile file, Map<String, Optional<String>> partitionValues, Map<String, String> tags) {
        Instant since = file.begun().orElseGet(() -> log.environment().clock().instant());
        add(NewFile.written(log.paths().of(file.location()), file, partitionValues, tags, since));
    }

    /** A file that was there before, as it was. */
    void bringBack(Action.AddFile file) {
        add(NewFile.live(file, NewFile.Origin.BROUGHT_BACK, rows(file)));
    }

    private void add(NewFile added) {
        if (adds.put(added.file().path(), added) != null) {
            throw new IllegalArgumentException(added.file().path() + " is added twice in one transaction");
        }
    }

    void remove(Action.AddFile file) {
        requireLive(file);
        removes.put(FileKey.of(log.paths(), file), file);
    }

    private void requireLive(Action.AddFile file) {
        if (snapshot == null || !snapshot.state().files().contains(file)) {
            throw new IllegalArgumentException(file.path() + " is not a live file of what this transaction has read, "
                    + (snapshot == null ? "which is nothing" : snapshot));
        }
    }

    /** The same rows but for those that a vector names; a file without rows goes. */
    void mark(Action.AddFile file, Action.DeletionVectorDescriptor vector, long physicalRows) {
        if (vector.cardinality() > physicalRows) {
            throw new IllegalArgumentException(
                    "a vector deletes " + vector.cardinality() + " of " + physicalRows + " rows of " + file.path());
        }
        remove(file);
        if (vector.cardinality() < physicalRows) {
            String stats = WideStatistics.of(file.stats(), physicalRows);
            add(NewFile.live(
                    file.withStats(Optional.of(stats)).withDeletionVector(Optional.of(vector)),
                    NewFile.Origin.MARKED,
                    OptionalLong.of(physicalRows)));
        }
    }

    /** The same file with other statistics; one with deleted rows has bounds that some row may not reach. */
    void restate(Action.AddFile file, FileStatistics statistics) {
        if (changesRows()) {
            throw new IllegalStateException("statistics are restated by what changes no row, at isolation level "
                    + IsolationLevel.SNAPSHOT + "; this is at " + level);
        }
        requireLive(file);
        var mended = new FileStatistics(
                statistics.rows(), statistics.columns(), file.deletionVector().isEmpty());
        restated.put(
                FileKey.of(log.paths(), file),
                NewFile.live(file.withStats(Optional.of(mended.toJson())), NewFile.Origin.BROUGHT_BACK, mended.rows()));
    }

    void addChanges(DataFile file, Map<String, Optional<String>> partitionValues) {
        changeFiles.add(new Action.AddChangeFile(log.paths().of(file.location()), partitionValues, file.size()));
    }

    void vouch(Action.Metadata checkedAgainst) {
        vouched = Optional.of(checkedAgainst);
    }

    void cluster(List<String> columns) {
        clustering = Optional.of(List.copyOf(columns));
    }

    static OptionalLong rows(Action.AddFile file) {
        return file.stats()
                .map(json -> FileStatistics.parse(json, new Schema(List.of())).rows())
                .orElse(OptionalLong.empty());
    }

    void advance(ApplicationProgress next) {
        progress.put(next.appId(), next);
    }

    void stopWhereAnotherHasBegun() {
        stopsWhereAnotherHasBegun = true;
    }

    void metadata(Action.Metadata replacement) {
        metadata = Optional.of(start == Start.CREATION ? NewTable.withDefaults(replacement) : replacement);
    }

    void restore(Snapshot earlier) {
        restores = true;
        if (!earlier.metadata().equals(requiredSnapshot().metadata())) {
            metadata = Optional.of(earlier.metadata());
        }
        Clustering.asIn(earlier, requiredSnapshot()).ifPresent(domain -> domains.put(domain.domain(), domain));
    }

    void domain(String name, String configuration, boolean removed) {
        if (name.startsWith("delta.")) {
            throw new IllegalArgumentException(
                    "metadata domain " + name + " belongs to the protocol; use a name that does not begin with delta.");
        }
        domains.put(name, new Action.DomainMetadata(name, configuration, removed));
    }

    void parameter(String name, String value) {
        description.parameter(name, value);
    }

    void metric(String name, long value) {
        description.metric(name, value);
    }

    /** What to commit over first. */
    TableState base() {
        return switch (start) {
            case CREATION -> {
                if (log.exists()) {
                    throw alreadyThere();
                }
                yield TableState.nothing(log.paths());
            }
            case BLIND -> log.base();
            case SNAPSHOT -> requiredSnapshot().state();
        };
    }

    /** What may not happen meanwhile. */
    Conflicts conflicts() {
        return new Conflicts(this, log.paths());
    }

    /** The commit of these changes at the version after {@code base}. */
    PendingCommit over(TableState base) {
        CommitDraft next = CommitDraft.of(this, draft, base);
        draft = Optional.of(next);
        List<Action> actions = next.actions();
        new WriteRules(this, log.table()).check(base, next);
        return new PendingCommit(base, new Commit(base.next(), actions), transactionId);
    }

    /** Who commits, what and when, for the version after {@code base}. */
    Action.CommitInfo info(TableState base, long time, boolean carriesTime) {
        return new Action.CommitInfo(
                carriesTime ? OptionalLong.of(time) : OptionalLong.empty(),
                OptionalLong.of(time),
                Optional.of(operation),
                Optional.of(transactionId),
                description.values(base, level, isBlindAppend()));
    }

    CommitConflictException alreadyThere() {
        return new CommitConflictException(
                "there is a table at " + log.table() + " already; open it, or choose another place");
    }

    private Snapshot requiredSnapshot() {
        if (snapshot == null) {
            throw new IllegalStateException("this transaction has read no snapshot");
        }
        return snapshot;
    }

    /** Rearrangement, which is what snapshot isolation is for, changes no row. */
    boolean changesRows() {
        return level != IsolationLevel.SNAPSHOT;
    }

    boolean isCreation() {
        return start == Start.CREATION;
    }

    boolean isBlindAppend() {
        return start != Start.SNAPSHOT && removes.isEmpty();
    }

    IsolationLevel level() {
        return level;
    }

    Optional<Snapshot> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    Predicate read() {
        return read;
    }

    Collection<NewFile> adds() {
        return adds.values();
    }

    Map<FileKey, Action.AddFile> removes() {
        return removes;
    }

    /** Live files that stay, with other statistics. */
    Map<FileKey, NewFile> restated() {
        return restated;
    }

    Map<String, ApplicationProgress> progress() {
        return progress;
    }

    Map<String, Action.DomainMetadata> domains() {
        return domains;
    }

    /** What was asked for; what becomes of it a draft says. */
    Optional<Action.Metadata> metadata() {
        return metadata;
    }

    /** The table that this is a clone of. */
    Optional<Snapshot> origin() {
        return origin;
    }

    /** Whether the metadata is what the table had at an earlier version, and need not follow from what it has. */
    boolean restores() {
        return restores;
    }

    /** The protocol that these changes write; empty if the table's does, or as long as nothing was drafted. */
    Optional<Action.Protocol> protocol() {
        return draft.flatMap(CommitDraft::upgrade);
    }

    boolean stopsWhereAnotherHasBegun() {
        return stopsWhereAnotherHasBegun;
    }

    List<Action.AddChangeFile> changeFiles() {
        return changeFiles;
    }

    Optional<List<String>> clustering() {
        return clustering;
    }

    /** What whoever wrote the files has checked their rows against. */
    Optional<Action.Metadata> vouched() {
        return vouched;
    }

    TransactionLog log() {
        return log;
    }
}
