package io.twinlake.dml;

import io.twinlake.format.Predicate;
import io.twinlake.log.Action;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.LiveRows;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Lets a table take only rows for which an SQL expression is true; those that are there must keep it already. Whether they keep
 * the table's other rules is not asked: nothing is written of them.
 *
 * @param name of the constraint, whose case does not matter
 */
public record AddConstraint(String name, String expression) {

    public AddConstraint {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a constraint without a name");
        }
    }

    /**
     * Reads the table and commits the constraint.
     *
     * @throws ConstraintViolationException showing a row that breaks it
     * @throws io.twinlake.log.UnsupportedTableException if the expression is not understood here
     * @throws io.twinlake.log.CommitConflictException if rows came meanwhile that were not looked at: redo
     */
    public Version run(TransactionLog log) {
        Snapshot snapshot = log.latest();
        String lower = name.toLowerCase(Locale.ROOT);
        String key = "delta.constraints." + lower;
        Map<String, String> configuration = new HashMap<>(snapshot.metadata().configuration());
        configuration.keySet().stream()
                .filter(key::equalsIgnoreCase)
                .findFirst()
                .ifPresent(there -> {
                    throw new IllegalArgumentException(
                            "constraint '" + name + "' of " + snapshot.table() + " is there already: "
                                    + snapshot.metadata().configuration().get(there));
                });
        configuration.put(key, expression);
        Action.Metadata after = snapshot.metadata().withConfiguration(configuration);
        check(snapshot, RowRules.only(snapshot, lower, expression));
        return snapshot.transaction(IsolationLevel.SERIALIZABLE, "ADD CONSTRAINT")
                .parameter("name", name)
                .parameter("expr", expression)
                .metadata(after)
                .commit();
    }

    private static void check(Snapshot snapshot, RowRules rules) {
        try (Stream<AddFile> files = snapshot.files()) {
            files.forEach(file -> {
                try (LiveRows rows = snapshot.rows(file, snapshot.schema(), Predicate.TRUE)) {
                    while (rows.hasNext()) {
                        rules.check(rows.next());
                    }
                }
            });
        }
    }
}
