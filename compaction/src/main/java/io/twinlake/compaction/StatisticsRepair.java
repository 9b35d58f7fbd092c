package io.twinlake.compaction;

import io.twinlake.format.FileStatistics;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowStatistics;
import io.twinlake.format.Schema;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.CommitConflictException;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.LiveRows;
import io.twinlake.log.Snapshot;
import io.twinlake.log.Transaction;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives live files the statistics that their rows have, where the log says others: reads every row of each and commits the
 * file once more as it is, with other statistics. No row changes, no file is written, and no subscriber notices.
 */
public final class StatisticsRepair {

    private static final String OPERATION = "COMPUTE STATS";
    private static final int TRIES = 5;

    private final TransactionLog log;

    public StatisticsRepair(TransactionLog log) {
        this.log = log;
    }

    /**
     * What came of it.
     *
     * @param version that says so; empty if none of the files is live any more
     * @param files that were mended
     */
    public record Result(Optional<Version> version, int files) {}

    /**
     * Mends the statistics of those of these files that are live still, in one commit. Winners that touch one of them make it read
     * the table again; after the fifth it gives up.
     *
     * @throws CommitConflictException if others were faster each time; nothing was written
     * @throws io.twinlake.log.UnsupportedTableException if the table may not be written, naming the feature
     * @throws io.twinlake.format.CorruptDataFileException if a file can't be read
     */
    public Result run(List<AddFile> files) {
        Set<String> wanted = files.stream().map(AddFile::path).collect(Collectors.toSet());
        for (int attempt = 1; true; attempt++) {
            Snapshot snapshot = log.latest();
            List<AddFile> live = live(snapshot, wanted);
            if (live.isEmpty()) {
                return new Result(Optional.empty(), 0);
            }
            try {
                return new Result(Optional.of(commit(snapshot, live)), live.size());
            } catch (CommitConflictException faster) {
                if (attempt == TRIES) {
                    throw faster;
                }
            }
        }
    }

    /** Whatever their deletion vectors are by now: these change no statistics. */
    private static List<AddFile> live(Snapshot snapshot, Set<String> wanted) {
        try (Stream<AddFile> files = snapshot.files()) {
            return files.filter(file -> wanted.contains(file.path())).toList();
        }
    }

    private static Version commit(Snapshot snapshot, List<AddFile> files) {
        Transaction transaction = snapshot.transaction(IsolationLevel.SNAPSHOT, OPERATION)
                .vouchedFor(snapshot.metadata())
                .metric("numFiles", files.size());
        files.forEach(file -> transaction.restate(file, statistics(snapshot, file)));
        return transaction.commit();
    }

    /** Of all rows of the file: bounds and counts are of the deleted ones too. */
    private static FileStatistics statistics(Snapshot snapshot, AddFile file) {
        Schema schema = new Schema(snapshot.schema().fields().stream()
                .filter(field -> !snapshot.metadata().isPartitionedBy(field.name()))
                .toList());
        AddFile whole = file.withDeletionVector(Optional.empty());
        try (RowStatistics statistics = RowStatistics.of(schema, snapshot.fileOptions());
                LiveRows rows = snapshot.rows(whole, schema, Predicate.TRUE)) {
            while (rows.hasNext()) {
                statistics.add(rows.next());
            }
            return statistics.statistics();
        }
    }
}
