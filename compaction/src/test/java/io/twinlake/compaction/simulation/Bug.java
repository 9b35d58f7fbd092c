package io.twinlake.compaction.simulation;

import io.twinlake.compaction.RetentionPolicy;
import io.twinlake.compaction.Vacuum;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Storage;
import java.time.Instant;
import java.time.InstantSource;

/** A mistake that every process makes; by what it does to the log's requests and answers, or in place of a call. */
interface Bug {

    /** No mistake. */
    Bug NONE = new Bug() {};

    /** What the log of a process speaks to instead of the store. */
    default Storage between(Storage store, World world) {
        return store;
    }

    /** The clock of a process. */
    default InstantSource clock(InstantSource right, Instant begin) {
        return right;
    }

    default void checkpoint(TransactionLog log, Snapshot snapshot, World world) {
        log.checkpoint(snapshot);
    }

    default void vacuum(TransactionLog log, RetentionPolicy policy, World world) {
        Vacuum vacuum = new Vacuum(log, policy);
        vacuum.run(vacuum.plan());
    }
}
