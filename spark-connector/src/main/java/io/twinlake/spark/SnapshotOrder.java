package io.twinlake.spark;

import io.twinlake.log.Snapshot;
import io.twinlake.storage.Location;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In which order the rows of a snapshot come to a stream that begins with one.
 *
 * @param byFiles whether files come in order of path, whatever times are in them
 * @param byTime whether event time is asked for, so that a table without one is refused
 * @param named the column to go by; empty for that of twin tables, where the table has it
 */
record SnapshotOrder(boolean byFiles, boolean byTime, Optional<String> named) {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotOrder.class);
    private static final String LATE = "A watermark may pass rows that come later and drop them without a word";

    static SnapshotOrder of(CaseInsensitiveStringMap options) {
        Optional<String> named = Optional.ofNullable(options.get(ReadOptions.EVENT_TIME_COLUMN));
        String order = options.getOrDefault(ReadOptions.INITIAL_ORDER, "");
        return switch (order.strip().toLowerCase(Locale.ROOT)) {
            case "" -> new SnapshotOrder(false, false, named);
            case "eventtime" -> new SnapshotOrder(false, true, named);
            case "files" -> byFiles(named);
            default ->
                throw new IllegalArgumentException(
                        ReadOptions.INITIAL_ORDER + " is '" + order + "'; expected eventTime or files");
        };
    }

    private static SnapshotOrder byFiles(Optional<String> named) {
        named.ifPresent(column -> {
            throw new IllegalArgumentException(
                    ReadOptions.INITIAL_ORDER + " is 'files' and " + ReadOptions.EVENT_TIME_COLUMN + " is '" + column
                            + "'; a snapshot has one order, so leave one out");
        });
        return new SnapshotOrder(true, false, named);
    }

    /** The column to go by, if any. */
    Optional<EventTimeColumn> column(Snapshot table) {
        if (byFiles) {
            return Optional.empty();
        }
        Optional<EventTimeColumn> column =
                named.map(name -> EventTimeColumn.named(table, name)).or(() -> EventTimeColumn.byDefault(table));
        if (byTime && column.isEmpty()) {
            throw new IllegalArgumentException(ReadOptions.INITIAL_ORDER + " is 'eventTime', but " + table.table()
                    + " has no timestamps '" + EventTimeColumn.DEFAULT + "'; name its column of event times by "
                    + ReadOptions.EVENT_TIME_COLUMN);
        }
        return column;
    }

    /** Says in the log in what order rows come, aloud where a watermark may lose some that nobody thought of. */
    void tell(Location table, StreamOffset from, VersionFiles first) {
        if (!from.isSnapshot()) {
            LOG.info("{}: commits come as they were written, not in order of event time", table);
        } else if (first instanceof TimedFiles timed) {
            tellTimed(table, from, timed);
        } else if (byFiles) {
            LOG.info(
                    "{}: the files of version {} come in order of path, as asked for. {}", table, from.version(), LATE);
        } else {
            LOG.warn(
                    "{}: the files of version {} come in order of path, not of event time. {}; a stream with a new "
                            + "checkpoint and the option {} reads them in order of that column",
                    table,
                    from.version(),
                    LATE,
                    ReadOptions.EVENT_TIME_COLUMN);
        }
    }

    private static void tellTimed(Location table, StreamOffset from, TimedFiles timed) {
        String column = from.times().orElseThrow().column();
        if (timed.isOneSlice()) {
            LOG.warn(
                    "{}: no statistics bound column '{}' of version {}, so all its rows come in one micro-batch; {} "
                            + "'files' and a new checkpoint bound micro-batches, in no order of event time",
                    table,
                    column,
                    from.version(),
                    ReadOptions.INITIAL_ORDER);
        } else {
            LOG.info(
                    "{}: the rows of version {} come in order of '{}'; later commits as they were written",
                    table,
                    from.version(),
                    column);
        }
    }
}
