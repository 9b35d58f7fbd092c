package io.twinlake.query;

import io.twinlake.format.ColumnMapping;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Predicate;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;
import io.twinlake.storage.Storages;
import java.nio.file.Path;
import java.util.List;

/**
 * Rows that DuckDB could not tell from a table's files alone, because rows are deleted by vectors, columns have other names
 * there, a variant may be shredded or days are counted in Spark's old way: read here and written to a file of this machine,
 * in the table's own columns.
 */
final class RenderedRows {

    private final Path folder;
    private final long maxBytes;

    RenderedRows(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /** Whether a file has to be rendered, by what the log says. */
    static boolean isNeeded(Snapshot snapshot, AddFile file) {
        return file.deletionVector().isPresent()
                || snapshot.columnMapping() != ColumnMapping.NONE
                || snapshot.schema().fields().stream().map(Field::type).anyMatch(RenderedRows::hasVariant);
    }

    private static boolean hasVariant(DataType type) {
        return type.match(new VariantSearch());
    }

    /**
     * Writes the rows of some files of a table that a statement can need.
     *
     * @throws SqlException if they take more room than there may be
     */
    Path write(Snapshot snapshot, List<AddFile> files, Predicate needed, int position) {
        Path path = folder.resolve("rows-" + position + ".parquet");
        ScanPlan plan = ScanPlan.over(snapshot).where(needed);
        Location at = Location.of(path);
        try (Storage local = Storages.open(at);
                RowBatches rows = LocalScan.open(plan.splits(files.stream()), plan.schema(), ReadOptions.defaults());
                DataFileWriter writer = DataFileWriter.create(local, at, plan.schema(), DataFileOptions.defaults())) {
            while (rows.hasNext()) {
                writer.write(rows.next());
                requireRoom(snapshot, writer.bytes());
            }
            writer.finish();
        }
        return path;
    }

    private void requireRoom(Snapshot snapshot, long bytes) {
        if (bytes > maxBytes) {
            throw new SqlException("the query reads rows of " + snapshot.table()
                    + " that must be copied, more than the "
                    + maxBytes + " bytes that the cache may hold. Ask for less (a condition on the key or on time lets"
                    + " files be skipped), give the cache more room, or read the table with Spark");
        }
    }

    /** Finds a variant at whatever depth. */
    private static final class VariantSearch implements DataType.Cases<Boolean> {
        @Override
        public Boolean primitive(DataType.Primitive type) {
            return type == DataType.Primitive.VARIANT;
        }

        @Override
        public Boolean decimal(DataType.Decimal type) {
            return false;
        }

        @Override
        public Boolean struct(DataType.Struct type) {
            return type.fields().stream().anyMatch(field -> field.type().match(this));
        }

        @Override
        public Boolean array(DataType.Array type) {
            return type.element().match(this);
        }

        @Override
        public Boolean map(DataType.MapOf type) {
            return type.key().match(this) || type.value().match(this);
        }
    }
}
