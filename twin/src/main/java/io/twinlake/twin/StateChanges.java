package io.twinlake.twin;

import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Where twins write the rows that are due: column buffers of the table's schema, in the order of writing. */
public final class StateChanges {

    private final RowBatch rows;
    private final List<TimerFailure> timerFailures = new ArrayList<>();

    private StateChanges(RowBatch rows) {
        this.rows = rows;
    }

    /** No rows yet. */
    public static StateChanges of(Schema schema) {
        return new StateChanges(RowBatch.emptyCoded(schema));
    }

    /** The rows so far; {@code recorded_at} is 0 in all of them. */
    public RowBatch rows() {
        return rows;
    }

    /** What went wrong at timers, which have no event that could be refused. */
    public List<TimerFailure> timerFailures() {
        return Collections.unmodifiableList(timerFailures);
    }

    /** What went wrong at timers since the last call. */
    public List<TimerFailure> takeTimerFailures() {
        if (timerFailures.isEmpty()) {
            return List.of();
        }
        List<TimerFailure> taken = List.copyOf(timerFailures);
        timerFailures.clear();
        return taken;
    }

    /** Forgets all and keeps the memory. */
    public void clear() {
        rows.clear();
        timerFailures.clear();
    }

    void add(TimerFailure failure) {
        timerFailures.add(failure);
    }

    /** Takes over all that other changes of the same schema hold; they hold nothing then. */
    void takeAll(StateChanges others) {
        if (others.rows.rows() == 0 && others.timerFailures.isEmpty()) {
            return;
        }
        for (int row = 0; row < others.rows.rows(); row++) {
            rows.appendFrom(others.rows, row);
        }
        timerFailures.addAll(others.timerFailures);
        others.clear();
    }
}
