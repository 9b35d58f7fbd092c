package io.twinlake.compaction;

import io.twinlake.log.Version;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may be deleted, decided and not yet done: printing it is the dry run.
 *
 * @param table whose
 * @param version the newest when this was decided
 * @param oldestRetained every version from this one on stays readable
 * @param cutoff nothing that the store says was written after it is deleted
 * @param files data files that no retained version needs
 * @param logFiles of the log, in the order in which they go
 */
public record VacuumPlan(
        Location table,
        Version version,
        Version oldestRetained,
        Instant cutoff,
        List<ObjectInfo> files,
        List<ObjectInfo> logFiles) {

    public VacuumPlan {
        files = List.copyOf(files);
        logFiles = List.copyOf(logFiles);
    }

    public long bytes() {
        return Stream.concat(files.stream(), logFiles.stream())
                .mapToLong(ObjectInfo::size)
                .sum();
    }

    /** A line for the whole, then a line an object. */
    @Override
    public String toString() {
        String head = "vacuum " + table + " version " + version + ": " + files.size() + " data files and "
                + logFiles.size() + " log files, " + bytes() + " bytes, written before " + cutoff
                + "; versions from " + oldestRetained + " stay readable";
        return head
                + Stream.concat(files.stream(), logFiles.stream())
                        .map(object -> "\n  " + object.location().relativeTo(table) + " " + object.size() + " bytes, "
                                + object.modified())
                        .collect(Collectors.joining());
    }
}
