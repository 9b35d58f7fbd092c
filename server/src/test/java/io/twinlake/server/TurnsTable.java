package io.twinlake.server;

import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.IntVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
import io.twinlake.log.TransactionLog;
import io.twinlake.query.Row;
import io.twinlake.query.RowBatches;
import io.twinlake.query.ScanPlan;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A table that several clients write. */
final class TurnsTable {

    static final Schema SCHEMA = Schema.of(
            Field.nullable("id", Primitive.LONG),
            Field.nullable("name", Primitive.STRING),
            Field.nullable("amount", Primitive.INTEGER),
            Field.nullable("place", Primitive.STRING));

    private final Environment environment = Environment.system(Storages.open(Location.parse("file:///")));
    final TransactionLog log;

    TurnsTable(Path folder) {
        this.log = TransactionLog.open(environment, Location.of(folder));
    }

    String path() {
        return log.table().path();
    }

    void create(Map<String, String> properties, List<String> partitions) {
        log.create(
                        new Action.Metadata(
                                environment.uuid().toString(),
                                Optional.empty(),
                                Optional.empty(),
                                "parquet",
                                SCHEMA,
                                partitions,
                                properties,
                                OptionalLong.of(environment.clock().millis())),
                        "CREATE TABLE")
                .commit();
    }

    /** {@code n<id>}, ten times the id, and one of three places. */
    static RowBatch batch(long... ids) {
        RowBatch batch = RowBatch.empty(SCHEMA);
        for (long id : ids) {
            batch.longs(0).append(id);
            batch.bytes(1).append("n" + id);
            ((IntVector) batch.column(2)).append((int) id * 10);
            batch.bytes(3).append("p" + id % 3);
        }
        return batch;
    }

    /** The rows of the newest version, values between blanks. */
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        try (RowBatches batches = ScanPlan.over(log.latest()).rows()) {
            batches.forEachRemaining(
                    batch -> Row.of(batch).map(TurnsTable::text).forEach(rows::add));
        }
        rows.sort(null);
        return rows;
    }

    private static String text(Row row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.schema().size(); i++) {
            values.add(row.value(i).map(String::valueOf).orElse("null"));
        }
        return String.join(" ", values);
    }
}
