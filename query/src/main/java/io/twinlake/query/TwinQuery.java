package io.twinlake.query;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Literal;
import io.twinlake.format.LongVector;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.TwinShape;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The state of twins by a snapshot of their table: now, at an event time, and over time. A twin's rows are ordered by
 * (born_at, seq); the row of cause {@code expired} ends a life and is no state.
 *
 * <p>A look at one twin opens the files whose statistics admit its key, the newest first, and stops as soon as no file
 * left can hold a later row. Once the snapshot is there, a file of at most 1 MiB costs one GET; a larger one that we wrote
 * costs two, one for its footer and indexes and one for its pages, unless the twin's rows are in two row groups.
 */
public final class TwinQuery {

    private static final Predicate EVER = Predicate.TRUE;

    private final Snapshot snapshot;
    private final TwinColumns columns;

    private TwinQuery(Snapshot snapshot) {
        this.snapshot = snapshot;
        this.columns = TwinColumns.of(snapshot.schema());
    }

    /** @throws IllegalArgumentException if it is not a table of twins */
    public static TwinQuery over(Snapshot snapshot) {
        return new TwinQuery(snapshot);
    }

    /** The state of a twin as far as the table knows; empty where there is no such twin or it has expired. */
    public Optional<TwinState> current(String key) {
        return latest(key, EVER);
    }

    /** The state of a twin at an event time; empty where it was not born yet or had expired. */
    public Optional<TwinState> asOf(String key, Instant eventTime) {
        return latest(key, upTo(eventTime));
    }

    /** The state of every twin that has not expired, in order of key. All in memory: about a row a twin. */
    public RowBatches current() {
        return latest(EVER);
    }

    /** The state of every twin that lived at an event time, in order of key. All in memory: about a row a twin. */
    public RowBatches asOf(Instant eventTime) {
        return latest(upTo(eventTime));
    }

    /**
     * The states of a twin in order, with two more columns: each holds in [{@code valid_from}, {@code valid_to}), where
     * {@code valid_to} is null for a state that holds still. Expiry ends the last state of a life and has no row.
     */
    public RowBatch history(String key) {
        RowBatch rows = RowBatch.empty(snapshot.schema());
        try (RowBatches matching = plan(key, EVER).rows()) {
            while (matching.hasNext()) {
                RowBatch batch = matching.next();
                for (int row = 0; row < batch.rows(); row++) {
                    rows.appendFrom(batch, row);
                }
            }
        }
        int[] order = IntStream.range(0, rows.rows())
                .boxed()
                .sorted((left, right) -> columns.compare(rows, left, rows, right))
                .mapToInt(Integer::intValue)
                .toArray();
        return withValidity(rows.select(order));
    }

    private Optional<TwinState> latest(String key, Predicate time) {
        ScanPlan plan = plan(key, time);
        LatestRows latest = new LatestRows(snapshot.schema());
        long newest = Long.MIN_VALUE;
        for (Candidate candidate : candidates(plan)) {
            if (candidate.newest() < newest) {
                break;
            }
            try (RowBatches rows = rows(plan, candidate.file())) {
                while (rows.hasNext()) {
                    RowBatch batch = rows.next();
                    latest.offer(batch);
                    for (int row = 0; row < batch.rows(); row++) {
                        newest = Math.max(newest, columns.observedAt(batch, row));
                    }
                }
            }
        }
        RowBatch alive = latest.alive();
        return alive.rows() == 0 ? Optional.empty() : Optional.of(new TwinState(new Row(alive, 0)));
    }

    private RowBatches latest(Predicate time) {
        LatestRows latest = new LatestRows(snapshot.schema());
        try (RowBatches rows = ScanPlan.over(snapshot).where(time).rows()) {
            while (rows.hasNext()) {
                latest.offer(rows.next());
            }
        }
        return RowBatches.of(latest.alive());
    }

    private ScanPlan plan(String key, Predicate time) {
        return ScanPlan.over(snapshot)
                .where(Predicate.equal(TwinShape.KEY, key))
                .where(time);
    }

    private static Predicate upTo(Instant eventTime) {
        return Predicate.atMost(TwinShape.OBSERVED_AT, eventTime);
    }

    /** A file that may hold rows of the twin, none of them observed after {@code newest}. */
    private record Candidate(AddFile file, long newest) {}

    private List<Candidate> candidates(ScanPlan plan) {
        try (Stream<AddFile> files = snapshot.files(plan.predicate())) {
            return files.map(file -> new Candidate(file, newest(file)))
                    .sorted(Comparator.comparingLong(Candidate::newest).reversed())
                    .toList();
        }
    }

    /** Without statistics a file may hold the newest row of all. */
    private long newest(AddFile file) {
        return snapshot.statistics(file)
                .column(List.of(TwinShape.OBSERVED_AT))
                .max()
                .map(Literal::value)
                .filter(Instant.class::isInstance)
                .map(max -> Values.micros((Instant) max))
                .orElse(Long.MAX_VALUE);
    }

    private RowBatches rows(ScanPlan plan, AddFile file) {
        return LocalScan.open(plan.splits(Stream.of(file)), plan.schema(), ReadOptions.defaults());
    }

    private RowBatch withValidity(RowBatch ordered) {
        List<Field> fields = new ArrayList<>(snapshot.schema().fields());
        fields.add(Field.required("valid_from", DataType.Primitive.TIMESTAMP));
        fields.add(Field.nullable("valid_to", DataType.Primitive.TIMESTAMP));
        int[] states = IntStream.range(0, ordered.rows())
                .filter(row -> !columns.isExpired(ordered, row))
                .toArray();
        LongVector from = new LongVector(DataType.Primitive.TIMESTAMP);
        LongVector to = new LongVector(DataType.Primitive.TIMESTAMP);
        for (int row : states) {
            from.append(columns.observedAt(ordered, row));
            if (row + 1 < ordered.rows()) {
                to.append(columns.observedAt(ordered, row + 1));
            } else {
                to.appendNull();
            }
        }
        RowBatch selected = ordered.select(states);
        List<ColumnVector> vectors = new ArrayList<>();
        for (int column = 0; column < snapshot.schema().size(); column++) {
            vectors.add(selected.column(column));
        }
        vectors.add(from);
        vectors.add(to);
        return RowBatch.of(new Schema(fields), vectors);
    }
}
