package io.twinlake.server;

import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.query.TimeTravel;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which version of a table: {@code --version N} or {@code --timestamp T}, else the latest. */
final class VersionOptions {

    @ArgGroup
    private Choice choice = new Choice();

    /** One of the two, or none. */
    private static final class Choice {
        @Option(names = "--version", paramLabel = "N", description = "The table as of this version.")
        private Optional<Long> version = Optional.empty();

        @Option(
                names = "--timestamp",
                paramLabel = "TIME",
                description = "The table as of this commit time, for example 2013-06-01T00:00:00Z or 2013-06-01.")
        private Optional<String> timestamp = Optional.empty();
    }

    /** Whether one was named. */
    boolean isGiven() {
        return choice.version.isPresent() || choice.timestamp.isPresent();
    }

    Snapshot of(TransactionLog log) {
        return time().snapshot(log);
    }

    TimeTravel time() {
        if (choice.version.isPresent()) {
            long number = choice.version.get();
            if (number < 0) {
                throw new UsageException("--version " + number + " is negative; versions begin at 0");
            }
            return TimeTravel.version(number);
        }
        return choice.timestamp
                .map(text -> TimeTravel.timestamp(Times.parse("--timestamp", text)))
                .orElseGet(TimeTravel::latest);
    }
}
