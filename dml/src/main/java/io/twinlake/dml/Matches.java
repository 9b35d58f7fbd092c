package io.twinlake.dml;

import io.twinlake.format.RowBatch;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.LiveRows;
import io.twinlake.log.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the live rows of a table for which a condition holds. */
record Matches(Snapshot snapshot, Condition condition, Sight sight) {

    Matches(Snapshot snapshot, Condition condition) {
        this(snapshot, condition, Sight.of(snapshot.schema()));
    }

    /** The files that have some, each row with clause 0. */
    List<FileEdit> find() {
        Condition.Matcher matcher = condition.over(sight);
        List<FileEdit> edits = new ArrayList<>();
        try (Stream<AddFile> files = snapshot.files(condition.pruning(sight))) {
            files.map(file -> edit(file, matcher))
                    .filter(edit -> !edit.isNothing())
                    .forEach(edits::add);
        }
        return edits;
    }

    /** Every row is read, as how many there are decides whether any is left. */
    private FileEdit edit(AddFile file, Condition.Matcher matcher) {
        var edit = new FileEdit.Builder(file);
        try (LiveRows rows = snapshot.rows(file, snapshot.schema(), io.twinlake.format.Predicate.TRUE)) {
            while (rows.hasNext()) {
                RowBatch batch = rows.next();
                edit.read(batch.rows());
                for (int row : matcher.matching(batch)) {
                    edit.add(rows.position(row), 0);
                }
            }
        }
        return edit.build();
    }
}
