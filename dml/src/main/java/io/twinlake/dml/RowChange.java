package io.twinlake.dml;

import io.twinlake.log.RearrangementConflictException;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;

/** A change of a table's rows: planned over a snapshot, then run. */
public sealed interface RowChange permits Delete, Update, Merge, Overwrite, Insert {

    /** How often a plan that lost to compaction alone is made again. */
    int MOST_PLANS = 10;

    /**
     * What would change now. Reads the files that may be concerned, and writes nothing.
     *
     * @throws IllegalArgumentException if a condition or an assignment is not understood
     */
    ChangePlan plan(Snapshot snapshot);

    /**
     * Changes the newest version. Where others only rearranged rows meanwhile, the plan is made again.
     *
     * @throws io.twinlake.log.CommitConflictException if somebody changed rows that were read here: read again, redo
     * @throws ConstraintViolationException showing the row that may not be written
     * @throws io.twinlake.log.CommitStateUnknownException if it can't be told whether the change was committed
     */
    default ChangeResult run(TransactionLog log) {
        for (int plans = 1; ; plans++) {
            try {
                return plan(log.latest()).run();
            } catch (RearrangementConflictException rearranged) {
                if (plans == MOST_PLANS) {
                    throw rearranged;
                }
            }
        }
    }
}
