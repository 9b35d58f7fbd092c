package io.twinlake.log;

import io.twinlake.format.DataFile;
import io.twinlake.format.Predicate;
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
    private final Map<String, ApplicationProgress> progress = new LinkedHashMap<>();
    private final Map<String, Action.DomainMetadata> domains = new LinkedHashMap<>();
    private Predicate read = Predicate.TRUE;
    private Optional<Action.Protocol> protocol = Optional.empty();
    private Optional<Action.Metadata> metadata = Optional.empty();

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
        changes.protocol = Optional.of(NewTable.protocol(metadata));
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
        String path = log.paths().of(file.location());
        Instant since = file.begun().orElseGet(() -> log.environment().clock().instant());
        var added = new NewFile(path, file, partitionValues, tags, since);
        if (adds.put(path, added) != null) {
            throw new IllegalArgumentException(file.location() + " is added twice in one transaction");
        }
    }

    void remove(Action.AddFile file) {
        if (snapshot == null || !snapshot.state().files().contains(file)) {
            throw new IllegalArgumentException(file.path() + " is not a live file of what this transaction has read, "
                    + (snapshot == null ? "which is nothing" : snapshot));
        }
        removes.put(FileKey.of(log.paths(), file), file);
    }

    void advance(ApplicationProgress next) {
        progress.put(next.appId(), next);
    }

    void metadata(Action.Metadata replacement) {
        metadata = Optional.of(start == Start.CREATION ? NewTable.withDefaults(replacement) : replacement);
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
        Instant now = log.environment().clock().instant();
        new WriteRules(this, log.table()).check(base, now);
        long time = now.toEpochMilli();
        OptionalLong inCommitTimestamp = OptionalLong.empty();
        if (metadataAfter(base).inCommitTimestamps()) {
            long last = base.isNothing() ? Long.MIN_VALUE : log.timestamp(base).toEpochMilli();
            time = Math.max(time, last + 1);
            inCommitTimestamp = OptionalLong.of(time);
        }
        List<Action> actions = new ArrayList<>();
        actions.add(new Action.CommitInfo(
                inCommitTimestamp,
                OptionalLong.of(time),
                Optional.of(operation),
                Optional.of(transactionId),
                description.values(base, level, isBlindAppend())));
        actions.addAll(actionsAt(time));
        return new PendingCommit(base, new Commit(base.next(), actions), transactionId);
    }

    private List<Action> actionsAt(long time) {
        List<Action> actions = new ArrayList<>();
        protocol.ifPresent(actions::add);
        metadata.ifPresent(actions::add);
        progress.values().stream()
                .map(mark -> new Action.SetTransaction(mark.appId(), mark.version(), OptionalLong.of(time)))
                .forEach(actions::add);
        actions.addAll(domains.values());
        removes.values().stream().map(file -> tombstone(file, time)).forEach(actions::add);
        adds.values().stream().map(file -> file.action(changesRows())).forEach(actions::add);
        return actions;
    }

    private Action.RemoveFile tombstone(Action.AddFile file, long time) {
        return file.removed(time, changesRows());
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

    private TableProperties metadataAfter(TableState base) {
        return new TableProperties(
                metadata.or(base::metadata).map(Action.Metadata::configuration).orElse(Map.of()));
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

    Map<String, ApplicationProgress> progress() {
        return progress;
    }

    Map<String, Action.DomainMetadata> domains() {
        return domains;
    }

    Optional<Action.Metadata> metadata() {
        return metadata;
    }

    Optional<Action.Protocol> protocol() {
        return protocol;
    }
}
