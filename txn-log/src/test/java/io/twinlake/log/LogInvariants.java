package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.DataFileReader;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must hold of every table at any time. Tests call it when they are done with one: versions without gaps, times
 * that grow, nothing added twice or removed unseen, what a checkpoint gives is what the commits give, and every live file
 * there, with its size and its rows.
 */
public final class LogInvariants {

    private final Environment environment;
    private final Location table;
    private final TransactionLog log;

    private LogInvariants(Environment environment, Location table) {
        this.environment = environment;
        this.table = table;
        this.log = TransactionLog.open(environment, table);
    }

    /** Checks the log and the data files. */
    public static void check(Environment environment, Location table) {
        var invariants = new LogInvariants(environment, table);
        invariants.checkLog();
        invariants.checkFiles();
    }

    /** Checks the log alone, where data files are made up. */
    public static void checkLogOf(Environment environment, Location table) {
        new LogInvariants(environment, table).checkLog();
    }

    private void checkLog() {
        List<Version> versions = versions();
        Version first = versions.get(0);
        for (int i = 0; i < versions.size(); i++) {
            assertThat(versions.get(i).number())
                    .as("versions of %s are contiguous", table)
                    .isEqualTo(first.number() + i);
        }
        TableState state = first.number() == 0
                ? TableState.nothing(log.head().paths())
                : log.at(first).state();
        long lastTime = Long.MIN_VALUE;
        for (Version version : versions) {
            Commit commit = log.read(version).orElseThrow();
            checkCommit(commit);
            OptionalLong time =
                    commit.info().map(Action.CommitInfo::inCommitTimestamp).orElse(OptionalLong.empty());
            if (time.isPresent()) {
                assertThat(time.getAsLong())
                        .as("time of version %s of %s", version, table)
                        .isGreaterThan(lastTime);
                lastTime = time.getAsLong();
            }
            if (state.next().equals(version)) {
                checkRemovesAreLive(state, commit);
                state = state.after(commit);
            }
        }
        assertSameFiles(state, log.latest().state());
    }

    /** At most one action of those that reconcile with each other (PROTOCOL.md, "Delta Log Entries"). */
    private void checkCommit(Commit commit) {
        Set<FileKey> adds = new HashSet<>();
        commit.all(Action.AddFile.class)
                .forEach(add -> assertThat(adds.add(FileKey.of(log.head().paths(), add)))
                        .as("%s is added once in version %s", add.path(), commit.version())
                        .isTrue());
        commit.all(Action.RemoveFile.class)
                .forEach(remove -> assertThat(adds)
                        .as("what version %s adds and removes", commit.version())
                        .doesNotContain(FileKey.of(log.head().paths(), remove)));
        assertThat(commit.all(Action.Metadata.class).count()).isLessThanOrEqualTo(1);
        assertThat(commit.all(Action.Protocol.class).count()).isLessThanOrEqualTo(1);
        assertThat(commit.all(Action.SetTransaction.class).map(Action.SetTransaction::appId))
                .doesNotHaveDuplicates();
    }

    private void checkRemovesAreLive(TableState before, Commit commit) {
        Set<FileKey> live = keys(before);
        commit.all(Action.RemoveFile.class)
                .forEach(remove -> assertThat(live)
                        .as("what version %s of %s removes was live", commit.version(), table)
                        .contains(FileKey.of(log.head().paths(), remove)));
    }

    private void assertSameFiles(TableState byCommits, TableState latest) {
        assertThat(latest.version()).isEqualTo(byCommits.version());
        assertThat(keys(latest)).as("live files of %s", table).isEqualTo(keys(byCommits));
        assertThat(latest.transactions().keySet())
                .as("applications of %s", table)
                .isEqualTo(byCommits.transactions().keySet());
        Set<FileKey> both = new HashSet<>(keys(latest));
        latest.files()
                .tombstones()
                .forEachRemaining(remove ->
                        assertThat(both).doesNotContain(FileKey.of(log.head().paths(), remove)));
    }

    private Set<FileKey> keys(TableState state) {
        Set<FileKey> keys = new HashSet<>();
        try (var files = state.live(Predicate.TRUE)) {
            files.forEachRemaining(file -> keys.add(FileKey.of(log.head().paths(), file)));
        }
        return keys;
    }

    private List<Version> versions() {
        Set<Version> versions = new TreeSet<>();
        Location folder = table.resolve("_delta_log");
        try (Listing listing = environment.storage().list(folder, "")) {
            listing.forEachRemaining(
                    object -> CommitFile.parse(object.location().relativeTo(folder))
                            .ifPresent(commit -> versions.add(commit.version())));
        }
        return new ArrayList<>(versions);
    }

    private void checkFiles() {
        Snapshot snapshot = log.latest();
        Storage storage = environment.storage();
        snapshot.files().forEach(file -> {
            ObjectInfo object = storage.info(snapshot.locate(file.path()));
            assertThat(object.size()).as("size of %s", file.path()).isEqualTo(file.size());
            Optional<Long> said = rows(snapshot, file);
            long rows = readRows(storage, object, snapshot);
            said.ifPresent(
                    expected -> assertThat(rows).as("rows of %s", file.path()).isEqualTo(expected));
        });
    }

    private static Optional<Long> rows(Snapshot snapshot, Action.AddFile file) {
        OptionalLong rows = snapshot.statistics(file).rows();
        return rows.isPresent() ? Optional.of(rows.getAsLong()) : Optional.empty();
    }

    private static long readRows(Storage storage, ObjectInfo object, Snapshot snapshot) {
        long rows = 0;
        try (DataFileReader reader = DataFileReader.open(storage, object, snapshot.schema(), Predicate.TRUE)) {
            while (reader.hasNext()) {
                RowBatch batch = reader.next();
                rows += batch.rows();
            }
        }
        return rows;
    }
}
