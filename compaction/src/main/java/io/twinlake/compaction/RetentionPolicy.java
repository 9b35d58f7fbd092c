package io.twinlake.compaction;

import io.twinlake.log.Snapshot;
import java.time.Duration;
import java.util.Optional;

/**
 * How long vacuum keeps what is live no more; what is not stated here the table's properties say
 * ({@code delta.deletedFileRetentionDuration}, 7 days; {@code delta.logRetentionDuration}, 30 days).
 *
 * @param files how long the data files of older versions stay, and files that no version knows
 * @param log how long commits stay that a checkpoint covers
 * @param leases how far back a reader's lease keeps versions; what is older goes although somebody claims it
 * @param mayBeShorter whether less than what the table says is accepted
 */
public record RetentionPolicy(Optional<Duration> files, Optional<Duration> log, Duration leases, boolean mayBeShorter) {

    private static final Duration LEASES = Duration.ofDays(30);

    public RetentionPolicy {
        if (files.filter(Duration::isNegative).isPresent()
                || log.filter(Duration::isNegative).isPresent()
                || leases.isNegative()) {
            throw new IllegalArgumentException(
                    "retention of files " + files + ", of the log " + log + ", by leases " + leases + " is negative");
        }
    }

    /** What the table says. */
    public static RetentionPolicy defaults() {
        return new RetentionPolicy(Optional.empty(), Optional.empty(), LEASES, false);
    }

    public RetentionPolicy withFiles(Duration retention) {
        return new RetentionPolicy(Optional.of(retention), log, leases, mayBeShorter);
    }

    public RetentionPolicy withLog(Duration retention) {
        return new RetentionPolicy(files, Optional.of(retention), leases, mayBeShorter);
    }

    /** Zero respects no lease. */
    public RetentionPolicy withLeases(Duration bound) {
        return new RetentionPolicy(files, log, bound, mayBeShorter);
    }

    /**
     * Accepts less than the table says: for who knows that no reader of an older version and no writer at work is older
     * than what is stated. A writer whose files are deleted under it fails, or commits files that are gone.
     */
    public RetentionPolicy allowingShorter() {
        return new RetentionPolicy(files, log, leases, true);
    }

    Duration filesOf(Snapshot snapshot) {
        return checked("files", files, snapshot.properties().deletedFileRetention());
    }

    Duration logOf(Snapshot snapshot) {
        return checked("log entries", log, snapshot.properties().logRetention());
    }

    private Duration checked(String what, Optional<Duration> wanted, Duration least) {
        Duration retention = wanted.orElse(least);
        if (retention.compareTo(least) < 0 && !mayBeShorter) {
            throw new IllegalArgumentException("keeping " + what + " for " + retention + " is less than the table's "
                    + least + ": readers of older versions and writers that have not committed yet may need them. Keep"
                    + " them longer, change the table's property, or say explicitly that shorter is meant");
        }
        return retention;
    }
}
