package io.twinlake.compaction;

import io.twinlake.format.Counted;
import io.twinlake.log.Lease;
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
 * @param leases that keep versions from going
 * @param files data files that no retained version needs
 * @param logFiles of the log, in the order in which they go
 */
public record VacuumPlan(
        Location table,
        Version version,
        Version oldestRetained,
        Instant cutoff,
        List<Lease> leases,
        List<ObjectInfo> files,
        List<ObjectInfo> logFiles) {

    public VacuumPlan {
        leases = List.copyOf(leases);
        files = List.copyOf(files);
        logFiles = List.copyOf(logFiles);
    }

    public long bytes() {
        return Stream.concat(files.stream(), logFiles.stream())
                .mapToLong(ObjectInfo::size)
                .sum();
    }

    /** A line for the whole, a line a lease, then a line an object. */
    @Override
    public String toString() {
        String head = "vacuum " + table + " version " + version + ": " + Counted.of(files.size(), "data file") + " and "
                + Counted.of(logFiles.size(), "log file") + ", " + Counted.of(bytes(), "byte") + ", written before "
                + cutoff
                + "; versions from " + oldestRetained + " stay readable";
        return head
                + leases.stream()
                        .map(lease -> "\n  kept back by the lease of '" + lease.holder() + "' on version "
                                + lease.version() + " until " + lease.until())
                        .collect(Collectors.joining())
                + Stream.concat(files.stream(), logFiles.stream())
                        .map(object -> "\n  " + object.location().relativeTo(table) + " "
                                + Counted.of(object.size(), "byte") + ", " + object.modified())
                        .collect(Collectors.joining());
    }
}
