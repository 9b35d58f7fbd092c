package io.twinlake.query;

import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import java.time.Instant;

/** Which version of a table is read. */
public sealed interface TimeTravel {

    /** The table at that version. @throws io.twinlake.log.VersionNotFoundException if it is not there */
    Snapshot snapshot(TransactionLog log);

    /** The newest version. */
    static TimeTravel latest() {
        return new Latest();
    }

    static TimeTravel version(long version) {
        return new AtVersion(Version.of(version));
    }

    /** The version that was the newest at that time. */
    static TimeTravel timestamp(Instant time) {
        return new AsOf(time);
    }

    record Latest() implements TimeTravel {
        @Override
        public Snapshot snapshot(TransactionLog log) {
            return log.latest();
        }
    }

    record AtVersion(Version version) implements TimeTravel {
        @Override
        public Snapshot snapshot(TransactionLog log) {
            return log.at(version);
        }
    }

    record AsOf(Instant time) implements TimeTravel {
        @Override
        public Snapshot snapshot(TransactionLog log) {
            return log.asOf(time);
        }
    }
}
