package io.twinlake.log;

import io.twinlake.format.DataFile;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file that a transaction adds.
 *
 * @param path as the log writes it
 * @param since when its writing began; where that is not known, when the transaction was given it
 */
record NewFile(
        String path,
        DataFile file,
        Map<String, Optional<String>> partitionValues,
        Map<String, String> tags,
        Instant since) {

    NewFile {
        partitionValues = Map.copyOf(partitionValues);
        tags = Map.copyOf(tags);
    }

    /** As the log writes it. */
    Action.AddFile action(boolean dataChange) {
        return new Action.AddFile(
                path,
                partitionValues,
                file.size(),
                since.toEpochMilli(),
                dataChange,
                Optional.of(file.statistics().toJson()),
                tags,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }
}
