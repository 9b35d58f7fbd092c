package io.twinlake.spark;

import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.log.VersionNotFoundException;
import java.time.Instant;
import java.util.Locale;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Where a stream without a checkpoint begins. */
sealed interface StreamStart {

    /** The offset that it means for this table; "now" is the version that the stream's schema is of. */
    StreamOffset offset(TransactionLog log, Snapshot now);

    static StreamStart of(CaseInsensitiveStringMap options) {
        String version = options.get(ReadOptions.STARTING_VERSION);
        String timestamp = options.get(ReadOptions.STARTING_TIMESTAMP);
        if (version != null && timestamp != null) {
            throw new IllegalArgumentException("startingVersion (" + version + ") and startingTimestamp (" + timestamp
                    + ") are both given; a stream begins at one place, so leave one out");
        }
        if (timestamp != null) {
            return new AtTime(TimeTravel.instant(ReadOptions.STARTING_TIMESTAMP, timestamp));
        }
        return version == null ? new WithSnapshot() : atVersion(version);
    }

    private static StreamStart atVersion(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "latest" -> new AfterLatest();
            case "earliest" -> new WithEarliest();
            default -> new AtVersion(TimeTravel.number(ReadOptions.STARTING_VERSION, text));
        };
    }

    /** With all rows that the table holds, then the commits after that version. */
    record WithSnapshot() implements StreamStart {
        @Override
        public StreamOffset offset(TransactionLog log, Snapshot now) {
            return StreamOffset.atSnapshot(now.metadata().id(), now.version());
        }
    }

    /** With the rows of the oldest version that can be read, then the commits after it. */
    record WithEarliest() implements StreamStart {
        @Override
        public StreamOffset offset(TransactionLog log, Snapshot now) {
            return StreamOffset.atSnapshot(
                    now.metadata().id(), log.oldestReadable().version());
        }
    }

    /** With the next commit. */
    record AfterLatest() implements StreamStart {
        @Override
        public StreamOffset offset(TransactionLog log, Snapshot now) {
            return StreamOffset.atCommit(now.metadata().id(), now.version().next());
        }
    }

    /** With the commit of that version. */
    record AtVersion(Version version) implements StreamStart {
        @Override
        public StreamOffset offset(TransactionLog log, Snapshot now) {
            if (version.compareTo(now.version().next()) > 0) {
                throw new VersionNotFoundException("startingVersion is " + version + ", but the newest version of "
                        + log.table() + " is " + now.version() + "; give at most the next one, or 'latest'");
            }
            return StreamOffset.atCommit(now.metadata().id(), version);
        }
    }

    /** With the first commit at or after that time. */
    record AtTime(Instant time) implements StreamStart {
        @Override
        public StreamOffset offset(TransactionLog log, Snapshot now) {
            if (time.isAfter(now.timestamp())) {
                throw new VersionNotFoundException("startingTimestamp is " + time + ", but the newest version of "
                        + log.table() + " (" + now.version() + ") was committed at " + now.timestamp()
                        + "; give an earlier time, or startingVersion 'latest'");
            }
            return StreamOffset.atCommit(now.metadata().id(), first(log));
        }

        private Version first(TransactionLog log) {
            try {
                Snapshot before = log.asOf(time);
                return before.timestamp().equals(time)
                        ? before.version()
                        : before.version().next();
            } catch (VersionNotFoundException e) {
                return log.earliest();
            }
        }
    }
}
