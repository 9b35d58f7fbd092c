package io.twinlake.dml;

import io.twinlake.format.RowBatch;
import io.twinlake.log.Snapshot;
import io.twinlake.log.Transaction;
import java.util.List;

/**
 * Rows that become files of a table, as its metadata asks: in its partitions, under physical names and ids, with defaults
 * and generated columns filled in, every constraint kept. The files are in no version before somebody commits them. For
 * one thread.
 */
public final class TableWriter implements AutoCloseable {

    private final Snapshot snapshot;
    private final RowRules rules;
    private final RowFiles files;

    private TableWriter(Snapshot snapshot, RowRules rules, RowFiles files) {
        this.snapshot = snapshot;
        this.rules = rules;
        this.files = files;
    }

    /**
     * Costs no request.
     *
     * @throws io.twinlake.log.UnsupportedTableException naming the constraint, generated column or default that is not
     *     understood here
     */
    public static TableWriter to(Snapshot snapshot) {
        return new TableWriter(snapshot, RowRules.of(snapshot), new RowFiles(snapshot, snapshot.schema(), ""));
    }

    /**
     * Writes rows of the table's columns, in any order; those that are left out take their default, what they are generated
     * as, or null.
     *
     * @throws ConstraintViolationException showing the row that may not be written
     */
    public void write(RowBatch rows) {
        RowBatch complete = rules.complete(rows);
        rules.check(complete);
        files.write(complete);
    }

    /** Ends the files. */
    public List<WrittenFile> finish() {
        return files.finish();
    }

    /** Ends the files and adds them to a transaction, which they are vouched for in. */
    public Transaction addTo(Transaction transaction) {
        finish().forEach(written -> transaction.add(written.file(), written.partitionValues()));
        return transaction.vouchedFor(snapshot.metadata());
    }

    /** Deletes what has been written; only for when it is known that no commit names it. */
    public void abandon() {
        files.delete();
    }

    /** Frees memory; files that were not ended are not written. */
    @Override
    public void close() {
        files.close();
    }
}
