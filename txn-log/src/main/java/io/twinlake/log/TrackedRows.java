package io.twinlake.log;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.LongVector;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The live rows of a file, to be written to another file. Where the table tracks rows, each has its id and the version that
 * changed it last in the table's columns for them (PROTOCOL.md, "Row Tracking"). The caller closes it.
 */
public final class TrackedRows implements Iterator<RowBatch>, AutoCloseable {

    private final LiveRows rows;
    private final Action.AddFile file;
    private final OptionalInt ids;
    private final OptionalInt versions;

    private TrackedRows(LiveRows rows, Action.AddFile file, OptionalInt ids, OptionalInt versions) {
        this.rows = rows;
        this.file = file;
        this.ids = ids;
        this.versions = versions;
    }

    /** Columns of a table with those of row tracking behind them, where the table has it enabled. */
    public static Schema schema(Snapshot snapshot, Schema columns) {
        TableProperties properties = snapshot.properties();
        if (!properties.rowTracking()) {
            return columns;
        }
        List<Field> fields = new ArrayList<>(columns.fields());
        fields.add(Field.nullable(name(snapshot, properties.materializedRowIds()), DataType.Primitive.LONG));
        fields.add(Field.nullable(name(snapshot, properties.materializedRowCommitVersions()), DataType.Primitive.LONG));
        return new Schema(fields);
    }

    private static String name(Snapshot snapshot, Optional<String> property) {
        return property.orElseThrow(() -> new CorruptLogException(snapshot.table() + " has "
                + TableProperties.ROW_TRACKING + "=true without the names of the columns for it"));
    }

    /** Rows with the columns of {@code wanted}, which {@link #schema} gave. */
    public static TrackedRows open(Snapshot snapshot, Action.AddFile file, Schema wanted) {
        TableProperties properties = snapshot.properties();
        boolean tracked = properties.rowTracking();
        return new TrackedRows(
                snapshot.rows(file, wanted, Predicate.TRUE),
                file,
                tracked ? wanted.indexOf(properties.materializedRowIds().orElse("")) : OptionalInt.empty(),
                tracked
                        ? wanted.indexOf(
                                properties.materializedRowCommitVersions().orElse(""))
                        : OptionalInt.empty());
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public RowBatch next() {
        RowBatch batch = rows.next();
        if (ids.isEmpty() || versions.isEmpty()) {
            return batch;
        }
        List<ColumnVector> columns = new ArrayList<>();
        for (int i = 0; i < batch.schema().size(); i++) {
            columns.add(
                    i == ids.getAsInt()
                            ? filled(batch, i, file.baseRowId(), true)
                            : i == versions.getAsInt()
                                    ? filled(batch, i, file.defaultRowCommitVersion(), false)
                                    : batch.column(i));
        }
        return RowBatch.of(batch.schema(), columns, batch.rows());
    }

    /** What a file does not say of a row itself the log says of the file. */
    private LongVector filled(RowBatch batch, int column, OptionalLong base, boolean byPosition) {
        LongVector own = batch.longs(column);
        LongVector filled = new LongVector(DataType.Primitive.LONG);
        for (int row = 0; row < batch.rows(); row++) {
            if (!own.isNull(row)) {
                filled.append(own.get(row));
            } else if (base.isPresent()) {
                filled.append(base.getAsLong() + (byPosition ? rows.position(row) : 0));
            } else {
                filled.appendNull();
            }
        }
        return filled;
    }

    /** The position in the file of a row of the batch that {@link #next} gave last. */
    public long position(int row) {
        return rows.position(row);
    }

    @Override
    public void close() {
        rows.close();
    }
}
