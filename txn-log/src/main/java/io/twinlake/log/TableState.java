package io.twinlake.log;

import io.twinlake.format.Predicate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What replaying a log up to a version gives (PROTOCOL.md, "Action Reconciliation"), before anybody asked whether it can
 * be read. A value: {@link #after} gives the next one.
 *
 * @param next the version that has not been replayed yet
 * @param inCommitTimestamp of the last version, where its commit was read and has one
 * @param domains removed ones too, as long as the log has them
 */
record TableState(
        Version next,
        OptionalLong inCommitTimestamp,
        Optional<Action.Protocol> protocol,
        Optional<Action.Metadata> metadata,
        Map<String, Action.SetTransaction> transactions,
        Map<String, Action.DomainMetadata> domains,
        FileSet files) {

    /** Before version 0. */
    static TableState nothing(DataPath paths) {
        return nothing(FileSet.none(paths));
    }

    private static TableState nothing(FileSet files) {
        return new TableState(
                Version.of(0), OptionalLong.empty(), Optional.empty(), Optional.empty(), Map.of(), Map.of(), files);
    }

    /** This as the state before a version, whose own time is not known. */
    TableState since(Version version) {
        return new TableState(version, OptionalLong.empty(), protocol, metadata, transactions, domains, files);
    }

    /**
     * What a checksum tells of its version.
     *
     * @param files replays the version: what it gives besides must be the same
     */
    static TableState of(VersionChecksum checksum, DataPath paths, Supplier<FileSet> files) {
        Map<String, Action.SetTransaction> transactions = new HashMap<>();
        checksum.transactions().orElse(List.of()).forEach(action -> transactions.put(action.appId(), action));
        Map<String, Action.DomainMetadata> domains = new HashMap<>();
        checksum.domains().orElse(List.of()).forEach(action -> domains.put(action.domain(), action));
        return new TableState(
                checksum.version().next(),
                checksum.inCommitTimestamp(),
                Optional.of(checksum.protocol()),
                Optional.of(checksum.metadata()),
                Map.copyOf(transactions),
                Map.copyOf(domains),
                FileSet.of(paths, StoredFiles.later(paths, files)));
    }

    /** Live files that may hold rows that match; none where it is not known what a row is. */
    FileIterator<Action.AddFile> live(Predicate predicate) {
        return pruning(predicate).map(files::live).orElseGet(() -> FileIterator.of(List.of()));
    }

    /** How files are judged that may hold rows that match; empty where it is not known what a row is. */
    Optional<FilePruning> pruning(Predicate predicate) {
        return metadata.flatMap(table ->
                protocol.map(rules -> new FilePruning(table, TableFeature.columnMapping(rules, table), predicate)));
    }

    /** A metadata domain that has not been removed. */
    Optional<Action.DomainMetadata> domain(String name) {
        return Optional.ofNullable(domains.get(name)).filter(domain -> !domain.removed());
    }

    Version version() {
        return Version.of(next.number() - 1);
    }

    boolean isNothing() {
        return next.number() == 0;
    }

    /**
     * The state of a version that a checkpoint sums up; its commit has not been read.
     *
     * @param stored the files that are read from it as they are asked for
     * @param actions all other actions of it
     */
    static TableState checkpointed(Version version, DataPath paths, StoredFiles stored, List<Action> actions) {
        TableState state = nothing(FileSet.of(paths, stored)).after(new Commit(Version.of(0), actions));
        return new TableState(
                version.next(),
                OptionalLong.empty(),
                state.protocol,
                state.metadata,
                state.transactions,
                state.domains,
                state.files);
    }

    /** Whether this is a state of the same table as another, as far as both are known. */
    boolean isOfSameTable(TableState other) {
        return metadata.isEmpty() || other.metadata.isEmpty() || hasId(other.metadata.get());
    }

    /** Whether a commit tells of another table: this one was deleted, and another made at its place. */
    boolean isOfAnotherTable(Commit commit) {
        return metadata.isPresent()
                && !commit.last(Action.Metadata.class).map(this::hasId).orElse(true);
    }

    private boolean hasId(Action.Metadata other) {
        return metadata.orElseThrow().id().equals(other.id());
    }

    /** The state after one more commit. */
    TableState after(Commit commit) {
        if (!commit.version().equals(next)) {
            throw new IllegalArgumentException("version " + commit.version() + " can't follow " + next + " - 1");
        }
        return new TableState(
                next.next(),
                commit.info().map(Action.CommitInfo::inCommitTimestamp).orElse(OptionalLong.empty()),
                commit.last(Action.Protocol.class).or(() -> protocol),
                commit.last(Action.Metadata.class).or(() -> metadata),
                transactionsAfter(commit),
                domainsAfter(commit),
                files.after(commit.actions()));
    }

    private Map<String, Action.SetTransaction> transactionsAfter(Commit commit) {
        Map<String, Action.SetTransaction> changed = new HashMap<>();
        commit.all(Action.SetTransaction.class).forEach(action -> changed.put(action.appId(), action));
        return merged(transactions, changed);
    }

    private Map<String, Action.DomainMetadata> domainsAfter(Commit commit) {
        Map<String, Action.DomainMetadata> changed = new HashMap<>();
        commit.all(Action.DomainMetadata.class).forEach(action -> changed.put(action.domain(), action));
        return merged(domains, changed);
    }

    private static <V> Map<String, V> merged(Map<String, V> before, Map<String, V> changed) {
        if (changed.isEmpty()) {
            return before;
        }
        Map<String, V> all = new HashMap<>(before);
        all.putAll(changed);
        return Map.copyOf(all);
    }
}
