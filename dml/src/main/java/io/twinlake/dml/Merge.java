package io.twinlake.dml;

import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changes a table by the rows of a source: rows of both whose keys are equal go together. Of the clauses of one kind, in the
 * order in which they were added, the first applies whose condition is true. SQL in conditions and assignments names columns
 * {@code target.x} and {@code source.x}; the assigned columns have the table's names.
 */
public final class Merge implements RowChange {

    private static final List<List<Clause>> NO_CLAUSES = List.of(List.of(), List.of(), List.of());

    private final RowBatch source;
    private final Map<String, String> keys;
    private final Optional<Condition> on;
    private final Names names;
    private final List<Clause> matched;
    private final List<Clause> notMatched;
    private final List<Clause> notMatchedBySource;

    /** What may stand before the names of columns. */
    private record Names(List<String> target, List<String> source) {
        static final Names USUAL = new Names(List.of(Joint.TARGET), List.of(Joint.SOURCE));
    }

    private Merge(
            RowBatch source,
            Map<String, String> keys,
            Optional<Condition> on,
            Names names,
            List<List<Clause>> clauses) {
        this.source = source;
        this.keys = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        this.on = on;
        this.names = names;
        this.matched = List.copyOf(clauses.get(0));
        this.notMatched = List.copyOf(clauses.get(1));
        this.notMatchedBySource = List.copyOf(clauses.get(2));
    }

    /** Takes the columns of the table that are the key, by these the columns of the source that equal them. */
    public static Merge of(RowBatch source, Map<String, String> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a merge without keys; name the columns that are equal");
        }
        return new Merge(source, keys, Optional.empty(), Names.USUAL, NO_CLAUSES);
    }

    /**
     * Takes the SQL condition under which rows go together. Where it says that a column of the table equals one of the source,
     * these are looked up; else each row of the table is held against each of the source.
     */
    public static Merge on(RowBatch source, Condition condition) {
        return new Merge(source, Map.of(), Optional.of(condition), Names.USUAL, NO_CLAUSES);
    }

    /** Lets SQL name columns otherwise than {@code target.x} and {@code source.x}. */
    Merge called(List<String> target, List<String> others) {
        return new Merge(source, keys, on, new Names(target, others), List.of(matched, notMatched, notMatchedBySource));
    }

    Merge when(Clause.Rows rows, Clause clause) {
        return switch (rows) {
            case MATCHED -> with(0, clause);
            case NOT_MATCHED -> with(1, clause);
            case NOT_MATCHED_BY_SOURCE -> with(2, clause);
        };
    }

    Joint joint(Schema table) {
        return new Joint(table, names.target(), source, names.source());
    }

    /** Which rows go together. */
    JoinCondition join(Joint joint) {
        return on.map(condition -> JoinCondition.of(joint, condition))
                .orElseGet(() -> JoinCondition.ofKeys(joint, keys));
    }

    private Merge with(int kind, Clause clause) {
        List<List<Clause>> clauses = new ArrayList<>(List.of(matched, notMatched, notMatchedBySource));
        List<Clause> more = new ArrayList<>(clauses.get(kind));
        more.add(clause);
        clauses.set(kind, more);
        return new Merge(source, keys, on, names, clauses);
    }

    public Merge whenMatchedUpdate(Condition condition, Map<String, Assignment> set) {
        return with(0, Clause.update(Optional.of(condition), set));
    }

    /** Gives every column that the source has its value. */
    public Merge whenMatchedUpdateAll() {
        return with(0, Clause.update(Optional.empty(), all()));
    }

    public Merge whenMatchedDelete(Condition condition) {
        return with(0, Clause.delete(Optional.of(condition)));
    }

    public Merge whenNotMatchedInsert(Condition condition, Map<String, Assignment> values) {
        return with(1, Clause.insert(Optional.of(condition), values));
    }

    /** Inserts every column that the source has. */
    public Merge whenNotMatchedInsertAll() {
        return with(1, Clause.insert(Optional.empty(), all()));
    }

    public Merge whenNotMatchedBySourceUpdate(Condition condition, Map<String, Assignment> set) {
        return with(2, Clause.update(Optional.of(condition), set));
    }

    public Merge whenNotMatchedBySourceDelete(Condition condition) {
        return with(2, Clause.delete(Optional.of(condition)));
    }

    private Map<String, Assignment> all() {
        Map<String, Assignment> all = new LinkedHashMap<>();
        for (Field field : source.schema().fields()) {
            all.put(
                    field.name(),
                    Assignment.sql(Joint.SOURCE + ".`" + field.name().replace("`", "``") + "`"));
        }
        return all;
    }

    /**
     * A row of the table that several rows of the source delete is deleted once, where to delete it always is the only thing that
     * may become of a matched row.
     *
     * @throws ConstraintViolationException if else several rows of the source would change one row of the table
     */
    @Override
    public ChangePlan plan(Snapshot snapshot) {
        return new MergePlanning(snapshot, this).plan();
    }

    RowBatch source() {
        return source;
    }

    List<Clause> matched() {
        return matched;
    }

    List<Clause> notMatched() {
        return notMatched;
    }

    List<Clause> notMatchedBySource() {
        return notMatchedBySource;
    }
}
