package io.twinlake.query;

import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import java.time.Duration;
import java.time.Instant;

/** Renews a subscription's lease: often enough never to lose it, seldom enough to cost next to nothing. */
final class Renewal {

    private static final int PARTS = 3;

    private final TransactionLog log;
    private final String holder;
    private final Duration timeToLive;
    private Instant due = Instant.MIN;

    Renewal(TransactionLog log, String holder, Duration timeToLive) {
        this.log = log;
        this.holder = holder;
        this.timeToLive = timeToLive;
    }

    void claimIfDue(Version version) {
        if (!now().isBefore(due)) {
            claim(version);
        }
    }

    void claim(Version version) {
        due = now().plus(timeToLive.dividedBy(PARTS));
        log.leases().hold(holder, version, timeToLive);
    }

    private Instant now() {
        return log.environment().clock().instant();
    }
}
