package io.twinlake.dml;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What becomes of rows for which a condition holds. */
record Clause(Kind kind, Optional<Condition> condition, Map<String, Assignment> assignments) {

    /** The rows that a clause of a merge is for. */
    enum Rows {
        MATCHED,
        NOT_MATCHED,
        NOT_MATCHED_BY_SOURCE
    }

    /** What becomes of the rows. */
    enum Kind {
        UPDATE("update"),
        DELETE("delete"),
        INSERT("insert");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    Clause {
        if (kind == Kind.UPDATE && assignments.isEmpty()) {
            throw new IllegalArgumentException("an update that assigns nothing; name a column");
        }
        assignments = java.util.Collections.unmodifiableMap(new TreeMap<>(assignments));
    }

    static Clause delete(Optional<Condition> condition) {
        return new Clause(Kind.DELETE, condition, Map.of());
    }

    static Clause update(Optional<Condition> condition, Map<String, Assignment> assignments) {
        return new Clause(Kind.UPDATE, condition, assignments);
    }

    static Clause insert(Optional<Condition> condition, Map<String, Assignment> assignments) {
        return new Clause(Kind.INSERT, condition, assignments);
    }

    /** Whether a row to which it applies is deleted, whatever it goes with. */
    boolean deletesAlways() {
        return kind == Kind.DELETE && condition.map(Condition::isAlways).orElse(true);
    }

    @Override
    public String toString() {
        return kind.word
                + assignments.entrySet().stream()
                        .map(set -> " " + set.getKey() + " = " + set.getValue())
                        .collect(Collectors.joining(","))
                + condition.map(when -> " where " + when).orElse("");
    }
}
