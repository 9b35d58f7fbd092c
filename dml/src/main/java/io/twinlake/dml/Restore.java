package io.twinlake.dml;

import io.twinlake.log.Action.AddFile;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.Snapshot;
import io.twinlake.log.Transaction;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Location;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a table what it was at a version: the files, the schema, the properties, the clustering; as a new version, so that what was in
 * between is not lost. What must only grow stays: the protocol, the ids of columns, the progress of applications.
 */
public final class Restore {

    private static final int SHOWN = 10;
    private static final String CLUSTERING = "delta.clustering";

    private final Snapshot latest;
    private final Snapshot wanted;
    private final List<AddFile> comeBack;
    private final List<AddFile> go;

    private Restore(Snapshot latest, Snapshot wanted) {
        this.latest = latest;
        this.wanted = wanted;
        Map<String, AddFile> now = byKey(latest);
        Map<String, AddFile> then = byKey(wanted);
        this.comeBack = missing(then, now);
        this.go = missing(now, then);
    }

    /** What would come and go. @throws io.twinlake.log.VersionNotFoundException if the version can't be rebuilt any more */
    public static Restore plan(TransactionLog log, Version version) {
        return new Restore(log.latest(), log.at(version));
    }

    private static Map<String, AddFile> byKey(Snapshot snapshot) {
        Map<String, AddFile> files = new LinkedHashMap<>();
        try (Stream<AddFile> live = snapshot.files()) {
            live.forEach(file -> files.put(
                    snapshot.locate(file.path()) + " "
                            + file.deletionVector()
                                    .map(vector -> vector.uniqueId())
                                    .orElse(""),
                    file));
        }
        return files;
    }

    private static List<AddFile> missing(Map<String, AddFile> from, Map<String, AddFile> in) {
        return from.entrySet().stream()
                .filter(file -> !in.containsKey(file.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Files that were live then and are not now. */
    public List<AddFile> comeBack() {
        return comeBack;
    }

    /** Files that are live now and were not then. */
    public List<AddFile> go() {
        return go;
    }

    /**
     * Commits it; empty if the table is as it was then.
     *
     * @throws MissingFilesException naming files that vacuum, or somebody else, has deleted since
     * @throws io.twinlake.log.CommitConflictException if somebody committed meanwhile what this depends on: plan again
     */
    public Optional<Version> run() {
        boolean isSame = wanted.metadata().equals(latest.metadata())
                && wanted.domain(CLUSTERING).equals(latest.domain(CLUSTERING));
        if (comeBack.isEmpty() && go.isEmpty() && isSame) {
            return Optional.empty();
        }
        requireThere();
        Transaction transaction = latest.transaction(IsolationLevel.SERIALIZABLE, "RESTORE")
                .parameter("version", wanted.version().toString())
                .metric("numRestoredFiles", comeBack.size())
                .metric("numRemovedFiles", go.size());
        go.forEach(transaction::remove);
        comeBack.forEach(transaction::bringBack);
        return Optional.of(transaction.restore(wanted).commit());
    }

    private void requireThere() {
        List<Location> needed = comeBack.stream()
                .flatMap(file -> Stream.concat(
                        Stream.of(wanted.locate(file.path())), file.deletionVector().flatMap(wanted::locate).stream()))
                .toList();
        List<Location> missing = new MissingObjects(latest.environment().storage(), latest.table()).among(needed);
        if (!missing.isEmpty()) {
            throw new MissingFilesException(wanted + " can't be restored: " + missing.size()
                    + " of its files are gone, vacuumed perhaps: "
                    + missing.subList(0, Math.min(SHOWN, missing.size())) + (missing.size() > SHOWN ? " and more" : "")
                    + "; restore them from a copy, or a later version");
        }
    }

    @Override
    public String toString() {
        return "restore " + latest + " to version " + wanted.version() + ": " + comeBack.size() + " files come back, "
                + go.size() + " go";
    }
}
