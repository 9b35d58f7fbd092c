package io.twinlake.spark;

import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.util.SparkDateTimeUtils$;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.unsafe.types.UTF8String;

/** Which version of a table is meant. */
record TimeTravel(Function<TransactionLog, Snapshot> choice) {

    static final TimeTravel LATEST = new TimeTravel(TransactionLog::latest);

    Snapshot snapshot(TransactionLog log) {
        return choice.apply(log);
    }

    /** By the options {@code versionAsOf} or {@code timestampAsOf}, not both. */
    static TimeTravel of(CaseInsensitiveStringMap options) {
        String version = options.get(ReadOptions.VERSION);
        String timestamp = options.get(ReadOptions.TIMESTAMP);
        if (version != null && timestamp != null) {
            throw new IllegalArgumentException("versionAsOf (" + version + ") and timestampAsOf (" + timestamp
                    + ") are both given; a read is of one version, so leave one out");
        }
        if (version != null) {
            return version("versionAsOf", version);
        }
        return timestamp == null ? LATEST : timestamp(instant("timestampAsOf", timestamp));
    }

    static TimeTravel version(String option, String text) {
        Version version = number(option, text);
        return new TimeTravel(log -> log.at(version));
    }

    static TimeTravel timestamp(Instant time) {
        return new TimeTravel(log -> log.asOf(time));
    }

    static Version number(String option, String text) {
        try {
            return Version.of(Long.parseLong(text.strip()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    option + " is '" + text + "'; expected the number of a version, 0 or greater", e);
        }
    }

    /** A time as SQL writes it; one without a zone is in the session's. */
    static Instant instant(String option, String text) {
        ZoneId zone = ZoneId.of(SessionAccess.session().sessionState().conf().sessionLocalTimeZone());
        var micros = SparkDateTimeUtils$.MODULE$.stringToTimestamp(UTF8String.fromString(text), zone);
        if (micros.isEmpty()) {
            throw new IllegalArgumentException(
                    option + " is '" + text + "'; expected a time such as 2013-06-01 12:00:00 or 2013-06-01T12:00:00Z");
        }
        return Constants.instant((Long) micros.get());
    }
}
