package io.twinlake.dml;

import io.twinlake.log.Snapshot;
import java.util.List;
import java.util.Optional;

/** Deletes the rows for which a condition is true. */
public record Delete(Condition where) implements RowChange {

    @Override
    public ChangePlan plan(Snapshot snapshot) {
        return new ChangePlan.Builder(snapshot, "DELETE")
                .read(where.pruning(Sight.of(snapshot.schema())))
                .edits(List.of(Clause.delete(Optional.of(where))), new Matches(snapshot, where).find())
                .build();
    }
}
