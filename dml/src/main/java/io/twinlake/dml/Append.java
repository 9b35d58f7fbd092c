package io.twinlake.dml;

import io.twinlake.format.RowBatch;
import io.twinlake.log.CommitStateUnknownException;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import java.util.List;

/** Adds rows, without having read any: no change of rows by others is in conflict. */
public final class Append {

    private final List<RowBatch> rows;

    private Append(List<RowBatch> rows) {
        this.rows = List.copyOf(rows);
    }

    public static Append of(List<RowBatch> rows) {
        return new Append(rows);
    }

    /**
     * Writes the rows as the newest version asks and commits them.
     *
     * @throws ConstraintViolationException showing the row that may not be written
     * @throws io.twinlake.log.CommitConflictException if the table's schema or constraints were changed meanwhile: redo
     */
    public Version run(TransactionLog log) {
        try (TableWriter writer = TableWriter.to(log.latest())) {
            try {
                rows.forEach(writer::write);
                return writer.addTo(log.append("WRITE")).commit();
            } catch (CommitStateUnknownException unknown) {
                throw unknown;
            } catch (RuntimeException e) {
                try {
                    writer.abandon();
                } catch (RuntimeException orphansStayForVacuum) {
                    e.addSuppressed(orphansStayForVacuum);
                }
                throw e;
            }
        }
    }
}
