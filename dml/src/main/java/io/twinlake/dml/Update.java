package io.twinlake.dml;

import io.twinlake.log.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives columns of the rows for which a condition is true other values; generated columns follow.
 *
 * @param set by column; expressions see the row as it was
 */
public record Update(Condition where, Map<String, Assignment> set) implements RowChange {

    public Update {
        set = Map.copyOf(set);
    }

    @Override
    public ChangePlan plan(Snapshot snapshot) {
        Clause clause = Clause.update(Optional.of(where), set);
        return new ChangePlan.Builder(snapshot, "UPDATE")
                .read(where.pruning(Sight.of(snapshot.schema())))
                .edits(List.of(clause), new Matches(snapshot, where).find())
                .build();
    }
}
