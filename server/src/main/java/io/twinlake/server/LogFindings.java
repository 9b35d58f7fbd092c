package io.twinlake.server;

import io.twinlake.log.CorruptLogException;
import io.twinlake.log.Lease;
import io.twinlake.log.LogExamination;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What lies beside the commits of a log: checkpoints, log compactions, checksums, and leases of readers. */
final class LogFindings {

    private static final Duration LONG_ENDED = Duration.ofDays(7);

    private final String table;
    private final TransactionLog log;
    private final List<Finding> findings = new ArrayList<>();

    LogFindings(String table, TransactionLog log) {
        this.table = table;
        this.log = log;
    }

    /** @param quick whether to leave out what reads every commit */
    List<Finding> findings(boolean quick) {
        if (!quick) {
            LogExamination.of(log).forEach(this::add);
        }
        leases();
        return findings;
    }

    private void add(LogExamination.Problem found) {
        findings.add(
                found.misleads()
                        ? Finding.error(
                                found.object().toString(),
                                found.problem(),
                                "readers take it for the table: delete it, the commits that it sums up are there")
                        : Finding.advice(
                                found.object().toString(),
                                found.problem(),
                                "readers pass over it: delete it; ingest and compact write another one in time"));
    }

    private void leases() {
        try {
            Version earliest = log.earliest();
            Instant now = log.environment().clock().instant();
            for (Lease lease : log.leases().all()) {
                if (lease.isActiveAt(now) && lease.version().compareTo(earliest) < 0) {
                    findings.add(Finding.error(
                            table,
                            "reader '" + lease.holder() + "' claims versions from " + lease.version()
                                    + ", and the oldest that is there is " + earliest,
                            "its lease came too late or another client cleaned up: let it begin at " + earliest
                                    + ", and read what it missed from a snapshot"));
                } else if (!lease.isActiveAt(now.minus(LONG_ENDED))) {
                    findings.add(Finding.advice(
                            table,
                            "the lease of reader '" + lease.holder() + "' ended " + lease.until(),
                            "delete _twinlake/leases/ of it if the reader is gone; it holds nothing back"));
                }
            }
        } catch (CorruptLogException damaged) {
            findings.add(Finding.error(
                    table,
                    String.valueOf(damaged.getMessage()),
                    "vacuum and cleanup of this table stop at it until then"));
        }
    }
}
