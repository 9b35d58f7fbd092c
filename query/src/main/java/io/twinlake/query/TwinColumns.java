package io.twinlake.query;

import io.twinlake.format.BytesVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.TwinShape;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where the columns that every twin table has are in one, and what they say of the order of rows. */
final class TwinColumns {

    private static final byte[] EXPIRED = "expired".getBytes(StandardCharsets.UTF_8);

    private final int key;
    private final int observedAt;
    private final int bornAt;
    private final int seq;
    private final int cause;

    private TwinColumns(Schema schema) {
        this.key = Columns.position(schema, TwinShape.KEY);
        this.observedAt = Columns.position(schema, TwinShape.OBSERVED_AT);
        this.bornAt = Columns.position(schema, TwinShape.BORN_AT);
        this.seq = Columns.position(schema, TwinShape.SEQ);
        this.cause = Columns.position(schema, TwinShape.CAUSE);
    }

    /** @throws IllegalArgumentException if one is missing: it is not a twin table */
    static TwinColumns of(Schema schema) {
        for (String name : TwinShape.OF_LIVES) {
            if (schema.indexOf(name).isEmpty()) {
                throw new IllegalArgumentException("not a table of twins: it has no column '" + name
                        + "'. Current state and history are of tables that ingest writes; read others by scan or sql");
            }
        }
        return new TwinColumns(schema);
    }

    /** Whether a schema has them all. */
    static boolean in(Schema schema) {
        return TwinShape.OF_LIVES.stream().allMatch(name -> schema.indexOf(name).isPresent());
    }

    String key(RowBatch batch, int row) {
        return batch.bytes(key).string(row);
    }

    long observedAt(RowBatch batch, int row) {
        return batch.longs(observedAt).get(row);
    }

    int observedAt() {
        return observedAt;
    }

    boolean isExpired(RowBatch batch, int row) {
        BytesVector causes = batch.bytes(cause);
        int start = causes.start(row);
        return Arrays.equals(causes.array(), start, start + causes.length(row), EXPIRED, 0, EXPIRED.length);
    }

    /** The order of the rows of one twin: by life, then by number in it. */
    int compare(RowBatch left, int leftRow, RowBatch right, int rightRow) {
        int lives = Long.compare(
                left.longs(bornAt).get(leftRow), right.longs(bornAt).get(rightRow));
        return lives != 0
                ? lives
                : Long.compare(left.longs(seq).get(leftRow), right.longs(seq).get(rightRow));
    }
}
