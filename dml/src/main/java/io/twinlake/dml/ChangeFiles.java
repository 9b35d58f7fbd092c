package io.twinlake.dml;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Literal;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.Vectors;
import io.twinlake.log.Snapshot;
import io.twinlake.log.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happened to rows, for readers of changes (PROTOCOL.md, "Add CDC File"); nothing where the table keeps none. */
final class ChangeFiles implements AutoCloseable {

    static final String FOLDER = "_change_data/";
    static final String TYPE = "_change_type";

    private final Optional<RowFiles> files;
    private final Schema schema;

    ChangeFiles(Snapshot snapshot, boolean needed) {
        List<Field> fields = new ArrayList<>(snapshot.schema().fields());
        fields.add(Field.nullable(TYPE, DataType.Primitive.STRING));
        this.schema = new Schema(fields);
        this.files = needed ? Optional.of(new RowFiles(snapshot, schema, FOLDER)) : Optional.empty();
    }

    boolean areKept() {
        return files.isPresent();
    }

    /** Rows that begin with the table's columns. */
    void write(String change, RowBatch rows) {
        if (files.isEmpty() || rows.rows() == 0) {
            return;
        }
        List<ColumnVector> columns = new ArrayList<>();
        for (int i = 0; i < schema.size() - 1; i++) {
            columns.add(rows.column(i));
        }
        columns.add(Vectors.constant(DataType.Primitive.STRING, Optional.of(new Literal(change)), rows.rows()));
        files.get().write(RowBatch.of(schema, columns, rows.rows()));
    }

    void addTo(Transaction transaction) {
        files.ifPresent(written ->
                written.finish().forEach(file -> transaction.addChanges(file.file(), file.partitionValues())));
    }

    void delete() {
        files.ifPresent(RowFiles::delete);
    }

    @Override
    public void close() {
        files.ifPresent(RowFiles::close);
    }
}
