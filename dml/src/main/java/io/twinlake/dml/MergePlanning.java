package io.twinlake.dml;

import io.twinlake.format.ColumnPath;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.LiveRows;
import io.twinlake.log.Snapshot;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Joins a table with the source of a merge, which is in memory, and decides what becomes of each row. Beside the source it keeps
 * twelve bytes for each of its rows, and of the table what a {@link FileEdit} says.
 */
final class MergePlanning {

    /** With more distinct keys than this, looking them up in statistics costs more than it spares. */
    private static final int MOST_PRUNING_KEYS = 1000;

    /** Pairs that are looked at together. */
    private static final int MOST_PAIRS = 1 << 14;

    private static final int NONE = -1;

    private final Snapshot snapshot;
    private final Merge merge;
    private final Joint joint;
    private final JoinCondition on;
    private final SourceIndex index;
    private final BitSet met = new BitSet();
    private final List<Clause> clauses = new ArrayList<>();
    private final List<Sight> sights = new ArrayList<>();
    private final List<Condition.Matcher> matchers = new ArrayList<>();
    private final List<Condition.Matcher> others = new ArrayList<>();

    MergePlanning(Snapshot snapshot, Merge merge) {
        this.snapshot = snapshot;
        this.merge = merge;
        this.joint = merge.joint(snapshot.schema());
        this.on = merge.join(joint);
        this.index = new SourceIndex(merge.source(), on.sourceKeys());
        on.others().forEach(other -> others.add(other.over(joint.both())));
        merge.matched().forEach(clause -> add(clause, joint.both()));
        merge.notMatchedBySource().forEach(clause -> add(clause, joint.targetAlone()));
    }

    private void add(Clause clause, Sight sight) {
        clauses.add(clause);
        sights.add(sight);
        matchers.add(matcher(clause, sight));
    }

    private static Condition.Matcher matcher(Clause clause, Sight sight) {
        return clause.condition().orElse(Condition.always()).over(sight);
    }

    ChangePlan plan() {
        Predicate read = pruning();
        List<FileEdit> edits = new ArrayList<>();
        try (Stream<AddFile> files = snapshot.files(read)) {
            files.map(this::edit).filter(edit -> !edit.isNothing()).forEach(edits::add);
        }
        return new ChangePlan.Builder(snapshot, "MERGE")
                .read(read)
                .edits(clauses, sights, edits)
                .joint(joint)
                .inserts(inserts())
                .build();
    }

    /** Files that can have none of the source's keys are passed over, unless rows without one are wanted as well. */
    private Predicate pruning() {
        if (!merge.notMatchedBySource().isEmpty()) {
            return Predicate.TRUE;
        }
        if (merge.source().rows() == 0) {
            return new Predicate.Always(false);
        }
        List<Predicate> all = new ArrayList<>(List.of(on.pruning()));
        for (int i = 0; i < on.targetKeys().length; i++) {
            Set<Object> values = distinct(on.sourceKeys()[i]);
            if (values.isEmpty()) {
                return new Predicate.Always(false);
            }
            if (values.size() <= MOST_PRUNING_KEYS && values.stream().allMatch(MergePlanning::isLiteral)) {
                all.add(new Predicate.In(
                        ColumnPath.text(
                                snapshot.schema().field(on.targetKeys()[i]).name()),
                        values.stream().map(Literal::of).toList()));
            }
        }
        return all.stream()
                .filter(part -> !part.equals(Predicate.TRUE))
                .reduce((a, b) -> new Predicate.And(List.of(a, b)))
                .orElse(Predicate.TRUE);
    }

    /** The values of a column of the source but null; no more of them than show that there are too many. */
    private Set<Object> distinct(int column) {
        Set<Object> values = new LinkedHashSet<>();
        for (int row = 0; row < merge.source().rows() && values.size() <= MOST_PRUNING_KEYS; row++) {
            Object value = Cells.of(merge.source().column(column), row);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /** Floating numbers are left out: what equals them in statistics is not always what equals them here. */
    private static boolean isLiteral(Object value) {
        return value instanceof Long
                || value instanceof String
                || value instanceof LocalDate
                || value instanceof Instant;
    }

    private FileEdit edit(AddFile file) {
        var edit = new FileEdit.Builder(file);
        try (LiveRows rows = snapshot.rows(file, snapshot.schema(), Predicate.TRUE)) {
            while (rows.hasNext()) {
                RowBatch batch = rows.next();
                edit.read(batch.rows());
                Fates fates = new Fates(batch);
                pair(fates);
                decideAlone(fates);
                fates.addTo(edit, rows);
            }
        }
        return edit.build();
    }

    /** What becomes of the rows of a batch of the table. */
    private final class Fates {

        private final RowBatch batch;
        private final int[] clauseOf;
        private final int[] sourceOf;
        private final BitSet matched = new BitSet();

        Fates(RowBatch batch) {
            this.batch = batch;
            this.clauseOf = new int[batch.rows()];
            this.sourceOf = new int[batch.rows()];
            Arrays.fill(clauseOf, NONE);
        }

        void addTo(FileEdit.Builder edit, LiveRows rows) {
            for (int row = 0; row < clauseOf.length; row++) {
                int clause = clauseOf[row];
                if (clause == NONE) {
                    continue;
                }
                boolean needsSource = matched.get(row) && clauses.get(clause).kind() == Clause.Kind.UPDATE;
                if (needsSource) {
                    edit.add(rows.position(row), clause, sourceOf[row]);
                } else {
                    edit.add(rows.position(row), clause);
                }
            }
        }
    }

    /** Rows of the table and of the source that may go together, some thousands at a time. */
    private void pair(Fates fates) {
        Ints rows = new Ints();
        Ints sources = new Ints();
        Ints found = new Ints();
        for (int row = 0; row < fates.batch.rows(); row++) {
            found.clear();
            index.find(fates.batch, row, on.targetKeys(), found);
            for (int i = 0; i < found.size(); i++) {
                rows.add(row);
                sources.add(found.get(i));
                if (rows.size() == MOST_PAIRS) {
                    decidePaired(fates, rows.toArray(), sources.toArray());
                    rows.clear();
                    sources.clear();
                }
            }
        }
        decidePaired(fates, rows.toArray(), sources.toArray());
    }

    private void decidePaired(Fates fates, int[] rows, int[] sources) {
        if (rows.length == 0) {
            return;
        }
        boolean isLookedAt = !others.isEmpty() || !merge.matched().isEmpty();
        RowBatch pairs = isLookedAt
                ? joint.of(fates.batch.select(rows), sources)
                : RowBatch.empty(joint.both().row());
        int[] together = IntStream.range(0, rows.length).toArray();
        for (Condition.Matcher other : others) {
            together =
                    select(together, other.matching(together.length == rows.length ? pairs : pairs.select(together)));
        }
        for (int pair : together) {
            fates.matched.set(rows[pair]);
            met.set(sources[pair]);
        }
        if (together.length > 0 && !merge.matched().isEmpty()) {
            RowBatch matched = together.length == rows.length ? pairs : pairs.select(together);
            choose(fates, select(rows, together), select(sources, together), matched);
        }
    }

    private static int[] select(int[] of, int[] indexes) {
        return Arrays.stream(indexes).map(i -> of[i]).toArray();
    }

    private void choose(Fates fates, int[] rows, int[] sources, RowBatch pairs) {
        int[] decided = decide(pairs, 0, merge.matched().size());
        boolean deletesAlways =
                merge.matched().size() == 1 && merge.matched().get(0).deletesAlways();
        for (int pair = 0; pair < decided.length; pair++) {
            int row = rows[pair];
            if (decided[pair] != NONE && fates.clauseOf[row] != NONE && !deletesAlways) {
                throw new ConstraintViolationException("several rows of the source would change the row "
                        + Cells.show(fates.batch, row) + ", one of them "
                        + Cells.show(merge.source(), fates.sourceOf[row]) + ", another "
                        + Cells.show(merge.source(), sources[pair])
                        + "; nothing was written. Let each key be in the source once");
            }
            if (decided[pair] != NONE) {
                fates.clauseOf[row] = decided[pair];
                fates.sourceOf[row] = sources[pair];
            }
        }
    }

    private void decideAlone(Fates fates) {
        int[] alone = IntStream.range(0, fates.batch.rows())
                .filter(row -> !fates.matched.get(row))
                .toArray();
        if (alone.length == 0 || merge.notMatchedBySource().isEmpty()) {
            return;
        }
        int[] decided = decide(
                joint.ofTarget(fates.batch.select(alone)), merge.matched().size(), clauses.size());
        for (int i = 0; i < decided.length; i++) {
            fates.clauseOf[alone[i]] = decided[i];
        }
    }

    /** For each row the first of some clauses whose condition is true. */
    private int[] decide(RowBatch rows, int from, int to) {
        int[] decided = new int[rows.rows()];
        Arrays.fill(decided, NONE);
        for (int clause = to - 1; clause >= from; clause--) {
            for (int row : matchers.get(clause).matching(rows)) {
                decided[row] = clause;
            }
        }
        return decided;
    }

    private Inserts inserts() {
        SourceInserts inserts = new SourceInserts(snapshot, joint);
        BitSet done = (BitSet) met.clone();
        for (Clause clause : merge.notMatched()) {
            Condition.Matcher matcher = matcher(clause, joint.sourceAlone());
            Ints chosen = new Ints();
            for (int from = done.nextClearBit(0); from < merge.source().rows(); ) {
                Ints left = new Ints();
                for (; from < merge.source().rows() && left.size() < MOST_PAIRS; from = done.nextClearBit(from + 1)) {
                    left.add(from);
                }
                int[] rows = left.toArray();
                for (int row : matcher.matching(joint.ofSource(rows))) {
                    chosen.add(rows[row]);
                }
            }
            int[] sources = chosen.toArray();
            Arrays.stream(sources).forEach(done::set);
            inserts.add(clause, sources);
        }
        return inserts;
    }
}
