package io.twinlake.log;

import io.twinlake.format.LongVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.StructVector;

/** How many live files a checkpoint holds, and their bytes, counted while it is written. */
final class LiveTotals {

    private long files;
    private long bytes;

    /** Adds the files of a part that is kept as it is. */
    void add(CheckpointPart part) {
        files += part.countAdds();
        bytes += part.bytesOfAdds();
    }

    /** Adds rows of a checkpoint that are live files. */
    void add(RowBatch adds) {
        LongVector sizes = (LongVector) ((StructVector) adds.column(0)).field(CheckpointSchema.SIZE);
        for (int row = 0; row < adds.rows(); row++) {
            bytes += sizes.isNull(row) ? 0 : sizes.get(row);
        }
        files += adds.rows();
    }

    long files() {
        return files;
    }

    long bytes() {
        return bytes;
    }
}
