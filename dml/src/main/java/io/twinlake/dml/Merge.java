package io.twinlake.dml;

import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
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

    private final RowBatch source;
    private final Map<String, String> keys;
    private final List<Clause> matched;
    private final List<Clause> notMatched;
    private final List<Clause> notMatchedBySource;

    private Merge(RowBatch source, Map<String, String> keys, List<List<Clause>> clauses) {
        this.source = source;
        this.keys = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        this.matched = List.copyOf(clauses.get(0));
        this.notMatched = List.copyOf(clauses.get(1));
        this.notMatchedBySource = List.copyOf(clauses.get(2));
    }

    /** Takes the columns of the table that are the key, by these the columns of the source that equal them. */
    public static Merge of(RowBatch source, Map<String, String> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a merge without keys; name the columns that are equal");
        }
        return new Merge(source, keys, List.of(List.of(), List.of(), List.of()));
    }

    private Merge with(int kind, Clause clause) {
        List<List<Clause>> clauses = new ArrayList<>(List.of(matched, notMatched, notMatchedBySource));
        List<Clause> more = new ArrayList<>(clauses.get(kind));
        more.add(clause);
        clauses.set(kind, more);
        return new Merge(source, keys, clauses);
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
            all.put(field.name(), Assignment.sql(Joint.SOURCE + field.name()));
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

    Map<String, String> keys() {
        return keys;
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
