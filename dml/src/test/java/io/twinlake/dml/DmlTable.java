package io.twinlake.dml;

import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.IntVector;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.KernelRows;
import io.twinlake.log.LiveRows;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A table in a folder, whose rows are told as texts: by us, and by Delta Kernel. */
final class DmlTable {

    static final Schema SCHEMA = Schema.of(
            Field.nullable("id", Primitive.LONG),
            Field.nullable("name", Primitive.STRING),
            Field.nullable("amount", Primitive.INTEGER),
            Field.nullable("place", Primitive.STRING));

    final Environment environment = Environment.system(Storages.open(Location.parse("file:///")));
    final Path folder;
    final TransactionLog log;

    DmlTable(Path folder) {
        this.folder = folder;
        this.log = TransactionLog.open(environment, Location.of(folder));
    }

    DmlTable create(Map<String, String> properties, String... partitions) {
        return create(SCHEMA, properties, partitions);
    }

    DmlTable create(Schema schema, Map<String, String> properties, String... partitions) {
        log.create(
                        new Action.Metadata(
                                environment.uuid().toString(),
                                Optional.empty(),
                                Optional.empty(),
                                "parquet",
                                schema,
                                List.of(partitions),
                                properties,
                                OptionalLong.of(environment.clock().millis())),
                        "CREATE TABLE")
                .commit();
        return this;
    }

    /** Rows by their id; {@code n<id>}, ten times the id, and one of three places. */
    static RowBatch rows(long... ids) {
        RowBatch batch = RowBatch.empty(SCHEMA);
        for (long id : ids) {
            add(batch, id, "n" + id, (int) id * 10, "p" + id % 3);
        }
        return batch;
    }

    static RowBatch row(long id, String name, int amount, String place) {
        RowBatch batch = RowBatch.empty(SCHEMA);
        add(batch, id, name, amount, place);
        return batch;
    }

    private static void add(RowBatch batch, long id, String name, int amount, String place) {
        batch.longs(0).append(id);
        batch.bytes(1).append(name);
        ((IntVector) batch.column(2)).append(amount);
        batch.bytes(3).append(place);
    }

    static String text(long id, String name, int amount, String place) {
        return "id=" + id + " name=" + name + " amount=" + amount + " place=" + place + " ";
    }

    static String text(long id) {
        return text(id, "n" + id, (int) id * 10, "p" + id % 3);
    }

    DmlTable append(RowBatch... batches) {
        Append.of(List.of(batches)).run(log);
        return this;
    }

    /** Another process's view of it. */
    Snapshot latest() {
        return TransactionLog.open(environment, Location.of(folder)).latest();
    }

    List<AddFile> files() {
        return latest().files().toList();
    }

    List<String> rows() {
        return rows(latest());
    }

    static List<String> rows(Snapshot snapshot) {
        List<String> texts = new ArrayList<>();
        for (AddFile file : snapshot.files().toList()) {
            try (LiveRows rows = snapshot.rows(file, snapshot.schema(), Predicate.TRUE)) {
                while (rows.hasNext()) {
                    RowBatch batch = rows.next();
                    for (int row = 0; row < batch.rows(); row++) {
                        texts.add(text(batch, row));
                    }
                }
            }
        }
        texts.sort(null);
        return texts;
    }

    private static String text(RowBatch batch, int row) {
        var text = new StringBuilder();
        for (int i = 0; i < batch.schema().size(); i++) {
            text.append(batch.schema().field(i).name())
                    .append('=')
                    .append(Cells.of(batch.column(i), row))
                    .append(' ');
        }
        return text.toString();
    }

    List<String> kernelRows() {
        try {
            return KernelRows.of(folder.toString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
