package io.twinlake.spark;

import io.twinlake.log.Version;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReportsSourceMetrics;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.jspecify.annotations.Nullable;

/**
 * New rows of a table, in micro-batches. What is in a micro-batch depends on its two offsets alone, so a query that is
 * restarted from its checkpoint reads the same files again.
 */
final class TwinlakeStream implements MicroBatchStream, SupportsTriggerAvailableNow, ReportsSourceMetrics {

    private final ResolvedTable table;
    private final TableFiles reading;
    private final StreamOptions options;
    private final InitialOffset initial;
    private final Optional<EventTimeColumn> eventTime;
    private final StreamFiles files;
    private Optional<Version> lastToRead = Optional.empty();
    private @Nullable StreamOffset newest;
    private boolean orderIsTold;

    private TwinlakeStream(ResolvedTable table, TableFiles reading, StreamOptions options, InitialOffset initial) {
        this.table = table;
        this.reading = reading;
        this.options = options;
        this.initial = initial;
        this.eventTime = options.order().column(table.snapshot());
        this.files = new StreamFiles(table.log(), table.snapshot(), options.changes(), InstantSource.system());
    }

    static TwinlakeStream open(
            ResolvedTable table, TableFiles reading, StreamOptions options, String checkpointLocation) {
        return new TwinlakeStream(table, reading, options, new InitialOffset(checkpointLocation));
    }

    @Override
    public Offset initialOffset() {
        return checked(initial.orRecord(this::chosenStart));
    }

    private StreamOffset chosenStart() {
        StreamOffset start = options.start().offset(table.log(), table.snapshot());
        return start.isSnapshot()
                ? eventTime
                        .map(column -> start.inOrderOf(column.physicalName()))
                        .orElse(start)
                : start;
    }

    @Override
    public Offset deserializeOffset(String json) {
        return checked(StreamOffset.parse(json));
    }

    private StreamOffset checked(StreamOffset offset) {
        if (!offset.tableId().equals(table.id())) {
            throw StreamedCommit.replaced(table.snapshot().table().toString(), offset.tableId(), table.id());
        }
        return offset;
    }

    @Override
    public ReadLimit getDefaultReadLimit() {
        return options.readLimit();
    }

    @Override
    public void prepareForTriggerAvailableNow() {
        lastToRead = Optional.of(table.log().latest().version());
    }

    @Override
    public Offset latestOffset() {
        throw new UnsupportedOperationException("Spark asks with a start and a limit");
    }

    /** Null, as Spark wants it, where there is nothing to read. */
    @Override
    public @Nullable Offset latestOffset(Offset start, ReadLimit limit) {
        StreamOffset from = (StreamOffset) start;
        StreamOffset end = admitted(from, Admission.within(limit));
        return end.equals(from) ? null : end;
    }

    private StreamOffset admitted(StreamOffset from, Admission admission) {
        StreamOffset at = from;
        while (true) {
            Optional<VersionFiles> version = available(at);
            if (version.isEmpty()) {
                newest = at;
                return at;
            }
            tellOrderOnce(at, version.get());
            Optional<StreamOffset> stop = version.get().stop(at, admission);
            if (stop.isPresent()) {
                newest = null;
                return stop.get();
            }
            at = at.next();
        }
    }

    private void tellOrderOnce(StreamOffset at, VersionFiles version) {
        if (!orderIsTold) {
            orderIsTold = true;
            options.order().tell(table.snapshot().table(), at, version);
        }
    }

    private Optional<VersionFiles> available(StreamOffset at) {
        boolean isBeyond = lastToRead.isPresent() && at.version().compareTo(lastToRead.get()) > 0;
        return isBeyond ? Optional.empty() : files.of(at);
    }

    /** The end of the table's log, for the progress report: known where the last poll reached it, else asked for. */
    @Override
    public Offset reportLatestOffset() {
        StreamOffset known = newest;
        return known != null
                ? known
                : StreamOffset.atCommit(table.id(), latestVersion().next());
    }

    private Version latestVersion() {
        return lastToRead.orElseGet(() -> table.log().latest().version());
    }

    @Override
    public Map<String, String> metrics(Optional<Offset> latestConsumedOffset) {
        return latestConsumedOffset
                .map(offset -> StreamOffset.parse(offset.json()))
                .map(this::lag)
                .orElse(Map.of());
    }

    private Map<String, String> lag(StreamOffset consumed) {
        long end = ((StreamOffset) reportLatestOffset()).version().number();
        long filesLeft = consumed.isSnapshot()
                ? files.of(consumed)
                        .map(snapshot -> snapshot.filesFrom(consumed))
                        .orElse(0L)
                : 0;
        return Map.of(
                "versionsBehind",
                Long.toString(Math.max(0, end - consumed.version().number())),
                "snapshotFilesLeft",
                Long.toString(filesLeft));
    }

    @Override
    public InputPartition[] planInputPartitions(Offset start, Offset end) {
        return reading.partitions(between((StreamOffset) start, (StreamOffset) end));
    }

    private List<FileSlice> between(StreamOffset start, StreamOffset end) {
        List<FileSlice> planned = new ArrayList<>();
        StreamOffset at = start;
        while (!at.isInSameVersionAs(end)) {
            planned.addAll(written(at, end).between(at, Optional.empty()));
            at = at.next();
        }
        if (!at.equals(end)) {
            planned.addAll(written(at, end).between(at, Optional.of(end)));
        }
        return planned;
    }

    private VersionFiles written(StreamOffset at, StreamOffset end) {
        if (at.version().compareTo(end.version()) > 0) {
            throw new IllegalArgumentException("a micro-batch can't end at " + end + ", which is before " + at);
        }
        return files.of(at)
                .orElseThrow(() -> new StreamException("the checkpoint ends at " + end + ", but version "
                        + at.version() + " of " + table.log().table() + " is not in the log; the log was reset, so "
                        + "start the stream with a new checkpoint"));
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return reading.readers(List.of());
    }

    @Override
    public void commit(Offset end) {
        files.forgetBefore((StreamOffset) end);
    }

    @Override
    public void stop() {
        // Nothing is held open between micro-batches.
    }
}
