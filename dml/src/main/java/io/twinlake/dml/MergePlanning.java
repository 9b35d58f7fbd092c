package io.twinlake.dml;

import io.twinlake.format.ColumnPath;
import io.twinlake.format.Field;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.LiveRows;
import io.twinlake.log.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Joins a table with the source of a merge, which is in memory, and decides what becomes of each row. */
final class MergePlanning {

    /** With more distinct keys than this, looking them up in statistics costs more than it spares. */
    private static final int MOST_PRUNING_KEYS = 1000;

    private static final int NONE = -1;

    private final Snapshot snapshot;
    private final Merge merge;
    private final Joint joint;
    private final int[] targetKeys;
    private final int[] sourceKeys;
    private final Map<List<Object>, List<Integer>> byKey = new HashMap<>();
    private final BitSet met = new BitSet();
    private final List<Clause> clauses = new ArrayList<>();
    private final List<Condition.Matcher> matchers = new ArrayList<>();

    MergePlanning(Snapshot snapshot, Merge merge) {
        this.snapshot = snapshot;
        this.merge = merge;
        this.joint = new Joint(snapshot.schema(), merge.source());
        this.targetKeys = positions(snapshot.schema(), merge.keys().keySet(), "the table");
        this.sourceKeys = positions(merge.source().schema(), merge.keys().values(), "the source");
        requireComparable();
        clauses.addAll(merge.matched());
        clauses.addAll(merge.notMatchedBySource());
        clauses.forEach(clause -> matchers.add(matcher(clause)));
        for (int row = 0; row < merge.source().rows(); row++) {
            List<Object> key = key(merge.source(), row, sourceKeys);
            if (!key.isEmpty()) {
                byKey.computeIfAbsent(key, any -> new ArrayList<>()).add(row);
            }
        }
    }

    private Condition.Matcher matcher(Clause clause) {
        return clause.condition().orElse(Condition.always()).over(joint.schema());
    }

    private static int[] positions(Schema schema, java.util.Collection<String> names, String of) {
        return names.stream()
                .mapToInt(name -> schema.indexOf(name)
                        .orElseThrow(() -> new IllegalArgumentException("key '" + name + "' is no column of " + of)))
                .toArray();
    }

    /** A number and a text are never equal here: better told than taken for no match, and inserted once more. */
    private void requireComparable() {
        for (int i = 0; i < targetKeys.length; i++) {
            Field ours = snapshot.schema().field(targetKeys[i]);
            Field theirs = merge.source().schema().field(sourceKeys[i]);
            if (!Cells.areComparable(ours.type(), theirs.type())) {
                throw new IllegalArgumentException(
                        "key '" + ours.name() + "' of type " + ours.type() + " can't be equal to '"
                                + theirs.name() + "' of the source, which is of type " + theirs.type()
                                + "; give the source's rows the table's type");
            }
        }
    }

    /** The values of a key; none if one is null, which equals nothing. */
    private static List<Object> key(RowBatch batch, int row, int[] columns) {
        List<Object> key = new ArrayList<>();
        for (int column : columns) {
            Object value = Cells.of(batch.column(column), row);
            if (value == null) {
                return List.of();
            }
            key.add(value);
        }
        return key;
    }

    ChangePlan plan() {
        Predicate read = pruning();
        List<FileEdit> edits = new ArrayList<>();
        try (Stream<AddFile> files = snapshot.files(read)) {
            files.map(this::edit).filter(edit -> !edit.rows().isEmpty()).forEach(edits::add);
        }
        return new ChangePlan.Builder(snapshot, "MERGE")
                .read(read)
                .edits(clauses, edits)
                .joint(joint)
                .inserts(inserts())
                .build();
    }

    /** Files that can have none of the source's keys are passed over, unless rows without one are wanted as well. */
    private Predicate pruning() {
        if (!merge.notMatchedBySource().isEmpty()) {
            return Predicate.TRUE;
        }
        if (byKey.isEmpty()) {
            return new Predicate.Always(false);
        }
        List<Predicate> all = new ArrayList<>();
        List<String> names = List.copyOf(merge.keys().keySet());
        for (int i = 0; i < names.size(); i++) {
            int part = i;
            Set<Object> values = new LinkedHashSet<>();
            byKey.keySet().forEach(key -> values.add(key.get(part)));
            boolean literals = values.stream().allMatch(MergePlanning::isLiteral);
            if (literals && values.size() <= MOST_PRUNING_KEYS) {
                all.add(new Predicate.In(
                        ColumnPath.text(snapshot.schema().field(targetKeys[i]).name()),
                        values.stream().map(Literal::of).toList()));
            }
        }
        return all.stream().reduce((a, b) -> new Predicate.And(List.of(a, b))).orElse(Predicate.TRUE);
    }

    /** Floating numbers are left out: what equals them in statistics is not always what equals them here. */
    private static boolean isLiteral(Object value) {
        return value instanceof Long
                || value instanceof String
                || value instanceof java.time.LocalDate
                || value instanceof java.time.Instant;
    }

    private FileEdit edit(AddFile file) {
        var edit = new FileEdit.Builder(file);
        try (LiveRows rows = snapshot.rows(file, snapshot.schema(), Predicate.TRUE)) {
            while (rows.hasNext()) {
                RowBatch batch = rows.next();
                edit.read(batch.rows());
                edit(batch, rows, edit);
            }
        }
        return edit.build();
    }

    private void edit(RowBatch batch, LiveRows rows, FileEdit.Builder edit) {
        List<Integer> pairedRows = new ArrayList<>();
        List<Integer> pairedSources = new ArrayList<>();
        List<Integer> alone = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            List<Integer> sources = byKey.getOrDefault(key(batch, row, targetKeys), List.of());
            for (int source : sources) {
                pairedRows.add(row);
                pairedSources.add(source);
                met.set(source);
            }
            if (sources.isEmpty()) {
                alone.add(row);
            }
        }
        int[] clauseOf = new int[batch.rows()];
        int[] sourceOf = new int[batch.rows()];
        Arrays.fill(clauseOf, NONE);
        Arrays.fill(sourceOf, NONE);
        decidePaired(batch, pairedRows, pairedSources, clauseOf, sourceOf);
        decideAlone(batch, alone, clauseOf);
        for (int row = 0; row < batch.rows(); row++) {
            if (clauseOf[row] != NONE) {
                edit.add(rows.position(row), clauseOf[row], sourceOf[row]);
            }
        }
    }

    private void decidePaired(
            RowBatch batch, List<Integer> rows, List<Integer> sources, int[] clauseOf, int[] sourceOf) {
        if (rows.isEmpty() || merge.matched().isEmpty()) {
            return;
        }
        RowBatch pairs = joint.of(batch.select(ints(rows)), ints(sources));
        int[] decided = decide(pairs, 0, merge.matched().size());
        boolean deletesAlways =
                merge.matched().size() == 1 && merge.matched().get(0).deletesAlways();
        for (int pair = 0; pair < decided.length; pair++) {
            int row = rows.get(pair);
            if (decided[pair] != NONE && clauseOf[row] != NONE && !deletesAlways) {
                throw new ConstraintViolationException("several rows of the source would change the row "
                        + Cells.show(batch, row) + ", one of them " + Cells.show(merge.source(), sources.get(pair))
                        + "; nothing was written. Let each key be in the source once");
            }
            if (decided[pair] != NONE) {
                clauseOf[row] = decided[pair];
                sourceOf[row] = sources.get(pair);
            }
        }
    }

    private void decideAlone(RowBatch batch, List<Integer> rows, int[] clauseOf) {
        if (rows.isEmpty() || merge.notMatchedBySource().isEmpty()) {
            return;
        }
        int[] decided =
                decide(joint.ofTarget(batch.select(ints(rows))), merge.matched().size(), clauses.size());
        for (int i = 0; i < decided.length; i++) {
            clauseOf[rows.get(i)] = decided[i];
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

    private List<RowBatch> inserts() {
        int[] left = IntStream.range(0, merge.source().rows())
                .filter(row -> !met.get(row))
                .toArray();
        if (left.length == 0 || merge.notMatched().isEmpty()) {
            return List.of();
        }
        RowRules rules = RowRules.of(snapshot);
        List<RowBatch> inserts = new ArrayList<>();
        BitSet done = new BitSet();
        RowBatch seen = joint.ofSource(left);
        for (Clause clause : merge.notMatched()) {
            int[] rows = Arrays.stream(matcher(clause).matching(seen))
                    .filter(row -> !done.get(row))
                    .toArray();
            Arrays.stream(rows).forEach(done::set);
            if (rows.length > 0) {
                var setters = new Setters(clause, snapshot.schema(), joint.schema());
                inserts.add(rules.complete(setters.rows(seen.select(rows))));
            }
        }
        return inserts;
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
