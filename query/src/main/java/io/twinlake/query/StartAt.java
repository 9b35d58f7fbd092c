package io.twinlake.query;

import io.twinlake.log.Version;
import java.time.Instant;

/** Where a subscription begins. */
public sealed interface StartAt {

    /** One method a case. */
    interface Cases<R> {
        R earliest();

        R latest();

        R version(Version version);

        R timestamp(Instant time);
    }

    <R> R match(Cases<R> cases);

    /**
     * All rows of the oldest version that can be rebuilt, as one commit, then what was committed after it. Where vacuum has
     * taken files of that time: of the version that was the newest when the retention of removed files began.
     */
    static StartAt earliest() {
        return new Earliest();
    }

    /** Only what is committed from now on. */
    static StartAt latest() {
        return new Latest();
    }

    /** From that commit on; for resumption: the last version that was dealt with, plus one. */
    static StartAt version(long version) {
        return new AtVersion(Version.of(version));
    }

    /** From the first commit made at or after {@code time} on. */
    static StartAt timestamp(Instant time) {
        return new AtTimestamp(time);
    }

    record Earliest() implements StartAt {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.earliest();
        }
    }

    record Latest() implements StartAt {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.latest();
        }
    }

    record AtVersion(Version version) implements StartAt {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.version(version);
        }
    }

    record AtTimestamp(Instant time) implements StartAt {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.timestamp(time);
        }
    }
}
