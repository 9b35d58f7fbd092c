package io.twinlake.log;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataFile;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.Vectors;
import io.twinlake.storage.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A checkpoint in one Parquet object: first what is not of live files, then these in order. */
record ClassicWriter(LogFolder folder, Snapshot snapshot, FileSet files) {

    private static final int ROWS_AT_A_TIME = 4096;

    /** Few row groups, as the footer names each column of each; small pages, as a lookup wants few rows. */
    static final DataFileOptions OPTIONS = DataFileOptions.defaults().withPageRows(4096);

    LastCheckpoint write(Stream<Action> rest, FileIterator<Action.RemoveFile> tombstones) {
        TypedColumns typed = TypedColumns.of(snapshot);
        Schema schema = CheckpointSchema.written(typed.add());
        Location at =
                folder.at().resolve(CheckpointFile.classic(snapshot.version()).name());
        var live = new LiveTotals();
        try (DataFileWriter file = DataFileWriter.create(folder.storage(), at, schema, OPTIONS)) {
            long others = actions(file, schema, typed, rest, tombstones);
            file.endRowGroup();
            CheckpointWriter.adds(folder, typed, files, chunk -> {
                file.write(inColumnOf(schema, chunk));
                live.add(chunk);
            });
            DataFile written = file.finish();
            return new LastCheckpoint(
                    snapshot.version(), others + live.files(), written.size(), live.files(), live.bytes());
        }
    }

    private static long actions(
            DataFileWriter file,
            Schema schema,
            TypedColumns typed,
            Stream<Action> rest,
            FileIterator<Action.RemoveFile> tombstones) {
        RowBatch batch = RowBatch.empty(schema);
        var rows = new CheckpointRowWriter(batch, typed);
        rest.forEachOrdered(rows::append);
        long count = batch.rows();
        try (tombstones) {
            while (tombstones.hasNext()) {
                rows.append(tombstones.next());
                count++;
                if (batch.rows() == ROWS_AT_A_TIME) {
                    file.write(batch);
                    batch.clear();
                }
            }
        }
        file.write(batch);
        return count;
    }

    /** Live files as rows of a wider schema, null in its other columns. */
    static RowBatch inColumnOf(Schema schema, RowBatch adds) {
        List<ColumnVector> columns = new ArrayList<>();
        for (Field field : schema.fields()) {
            if (field.name().equals(CheckpointSchema.ADD)) {
                columns.add(adds.column(0));
            } else {
                ColumnVector nulls = Vectors.of(field.type());
                for (int row = 0; row < adds.rows(); row++) {
                    nulls.appendNull();
                }
                columns.add(nulls);
            }
        }
        return RowBatch.of(schema, columns, adds.rows());
    }
}
