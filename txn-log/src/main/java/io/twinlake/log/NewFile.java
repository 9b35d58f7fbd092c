package io.twinlake.log;

import io.twinlake.format.DataFile;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file that a transaction adds.
 *
 * @param file as the log writes it, but for what depends on the version
 * @param rows physical ones
 * @param statistics by the names in the file, where it was just written
 * @param since when its writing began; where that is not known, when the transaction was given it
 */
record NewFile(Action.AddFile file, Origin origin, OptionalLong rows, FileStatistics statistics, Instant since) {

    /** How a file comes to be added. */
    enum Origin {
        /** It was written for this. */
        WRITTEN,
        /** It is live and gets another deletion vector. */
        MARKED,
        /** It is a file of another version, or of another table. */
        BROUGHT_BACK
    }

    static NewFile written(
            String path,
            DataFile file,
            Map<String, Optional<String>> partitionValues,
            Map<String, String> tags,
            Instant since) {
        var action = new Action.AddFile(
                path,
                partitionValues,
                file.size(),
                since.toEpochMilli(),
                true,
                Optional.of(file.statistics().toJson()),
                tags,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
        return new NewFile(action, Origin.WRITTEN, OptionalLong.of(file.rows()), file.statistics(), since);
    }

    /** A live file with a vector that deletes some of its rows and spares at least one. */
    static NewFile marked(Action.AddFile file, Action.DeletionVectorDescriptor vector, long physicalRows) {
        String stats = WideStatistics.of(file.stats(), physicalRows);
        Action.AddFile marked = file.withStats(Optional.of(stats)).withDeletionVector(Optional.of(vector));
        return there(marked, Origin.MARKED, OptionalLong.of(physicalRows));
    }

    /** A live file with other statistics; where rows of it are deleted, its bounds may be wider than its rows. */
    static NewFile restated(Action.AddFile file, FileStatistics statistics) {
        var mended = new FileStatistics(
                statistics.rows(), statistics.columns(), file.deletionVector().isEmpty());
        return there(file.withStats(Optional.of(mended.toJson())), Origin.BROUGHT_BACK, mended.rows());
    }

    /** A file of another version, or of another table, as it was there. */
    static NewFile broughtBack(Action.AddFile file) {
        OptionalLong rows = file.stats()
                .map(json -> FileStatistics.parse(json, new Schema(List.of())).rows())
                .orElse(OptionalLong.empty());
        return there(file, Origin.BROUGHT_BACK, rows);
    }

    private static NewFile there(Action.AddFile file, Origin origin, OptionalLong rows) {
        return new NewFile(file, origin, rows, FileStatistics.NONE, Instant.ofEpochMilli(file.modificationTime()));
    }

    boolean isWritten() {
        return origin == Origin.WRITTEN;
    }

    /** Rows that are not deleted; empty if the log does not say. */
    OptionalLong liveRows() {
        long deleted = file.deletionVector()
                .map(Action.DeletionVectorDescriptor::cardinality)
                .orElse(0L);
        return rows.isPresent() ? OptionalLong.of(rows.getAsLong() - deleted) : rows;
    }

    /** As the log writes it at one version. */
    Action.AddFile action(boolean dataChange, OptionalLong baseRowId, OptionalLong rowCommitVersion) {
        return new Action.AddFile(
                file.path(),
                file.partitionValues(),
                file.size(),
                file.modificationTime(),
                dataChange,
                file.stats(),
                file.tags(),
                file.deletionVector(),
                baseRowId,
                rowCommitVersion,
                file.clusteringProvider());
    }
}
