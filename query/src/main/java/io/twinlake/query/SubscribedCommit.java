package io.twinlake.query;

import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Version;
import io.twinlake.storage.ObjectNotFoundException;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * The new rows of one commit, whole. Nothing of them is read before {@link #rows}.
 *
 * @param version of the commit; resume from the one after it
 * @param timestamp when it was committed
 * @param schema of the table at that version
 * @param splits the files that the commit added
 */
public record SubscribedCommit(Version version, Instant timestamp, Schema schema, List<Split> splits) {

    public SubscribedCommit {
        splits = List.copyOf(splits);
    }

    /**
     * All rows, one file after the other. Who opens closes. A file that vacuum has taken meanwhile is a {@link
     * SubscriptionGapException} when it is reached.
     */
    public RowBatches rows() {
        RowBatches rows = LocalScan.open(splits, schema, ReadOptions.defaults().withParallelFiles(1));
        return new RowBatches() {
            @Override
            public Schema schema() {
                return schema;
            }

            @Override
            public boolean hasNext() {
                return found(rows::hasNext);
            }

            @Override
            public RowBatch next() {
                return found(rows::next);
            }

            @Override
            public void close() {
                rows.close();
            }
        };
    }

    private <T> T found(Supplier<T> read) {
        try {
            return read.get();
        } catch (ObjectNotFoundException e) {
            throw new SubscriptionGapException(
                    "data file " + e.location() + " of version " + version
                            + " is gone: vacuum deleted it, because it is"
                            + " older than the retention. Subscribe from 'earliest' (all rows, then the rest), or keep"
                            + " files longer (delta.deletedFileRetentionDuration) than the subscriber is away",
                    e);
        }
    }
}
