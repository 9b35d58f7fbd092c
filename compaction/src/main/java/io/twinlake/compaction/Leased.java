package io.twinlake.compaction;

import io.twinlake.log.Lease;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.log.VersionNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * How far back leases keep a table's versions.
 *
 * @param leases those that are active
 * @param since the time of the oldest version that they claim and may; {@link Instant#MAX} where they claim nothing
 */
record Leased(List<Lease> leases, Instant since) {

    static Leased of(TransactionLog log, Snapshot latest, Duration bound) {
        Instant oldest = log.environment().clock().instant().minus(bound);
        List<Lease> active = log.leases().active().stream()
                .filter(lease -> lease.version().compareTo(latest.version()) <= 0)
                .toList();
        Instant since = active.stream()
                .map(Lease::version)
                .min(Comparator.naturalOrder())
                .map(version -> committed(log, version))
                .map(time -> time.isBefore(oldest) ? oldest : time)
                .orElse(Instant.MAX);
        return new Leased(active, since);
    }

    private static Instant committed(TransactionLog log, Version version) {
        try {
            return log.at(version).timestamp();
        } catch (VersionNotFoundException gone) {
            return Instant.MIN;
        }
    }

    /** {@code cutoff}, or earlier where a lease needs what was there before it. */
    Instant before(Instant cutoff) {
        return since.isBefore(cutoff) ? since : cutoff;
    }
}
