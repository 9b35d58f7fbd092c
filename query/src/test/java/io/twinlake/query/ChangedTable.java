package io.twinlake.query;

import io.twinlake.compaction.CompactionPolicy;
import io.twinlake.compaction.Compactor;
import io.twinlake.dml.Append;
import io.twinlake.dml.Assignment;
import io.twinlake.dml.Condition;
import io.twinlake.dml.Delete;
import io.twinlake.dml.Merge;
import io.twinlake.dml.Overwrite;
import io.twinlake.dml.Restore;
import io.twinlake.dml.Update;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.IntVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A table whose rows are changed in every way that there is. */
final class ChangedTable {

    static final Schema SCHEMA = Schema.of(
            Field.nullable("id", Primitive.LONG),
            Field.nullable("name", Primitive.STRING),
            Field.nullable("amount", Primitive.INTEGER),
            Field.nullable("place", Primitive.STRING));

    final Environment environment = Environment.system(Storages.open(Location.parse("file:///")));
    final TransactionLog log;
    private long nextId = 1;

    ChangedTable(Path folder, Map<String, String> properties, String... partitions) {
        this.log = TransactionLog.open(environment, Location.of(folder));
        log.create(
                        Action.Metadata.of(environment.uuid().toString(), SCHEMA, List.of(partitions), properties),
                        "CREATE TABLE")
                .commit();
    }

    /** Without what the log remembers. */
    TransactionLog reopened() {
        return TransactionLog.open(environment, log.table());
    }

    /** Rows with the next ids, {@code n<id>}, ten times the id, and one of three places. */
    RowBatch rows(int count) {
        RowBatch batch = RowBatch.empty(SCHEMA);
        for (int i = 0; i < count; i++) {
            add(batch, nextId++, "n");
        }
        return batch;
    }

    private static void add(RowBatch batch, long id, String name) {
        batch.longs(0).append(id);
        batch.bytes(1).append(name + id);
        ((IntVector) batch.column(2)).append((int) id * 10);
        batch.bytes(3).append("p" + id % 3);
    }

    ChangedTable append(int count) {
        Append.of(List.of(rows(count))).run(log);
        return this;
    }

    ChangedTable delete(String condition) {
        new Delete(Condition.sql(condition)).run(log);
        return this;
    }

    ChangedTable update(String condition) {
        new Update(Condition.sql(condition), Map.of("amount", Assignment.sql("amount + 1"))).run(log);
        return this;
    }

    /** One commit that changes rows in some way, or none where nothing is found to be changed. */
    void change(Random random) {
        switch (random.nextInt(9)) {
            case 0, 1 -> append(1 + random.nextInt(20));
            case 2 -> delete("id % 7 = " + random.nextInt(7));
            case 3 -> update("id % 5 = " + random.nextInt(5));
            case 4 -> merge(random);
            case 5 ->
                Overwrite.where(Condition.sql("place = 'p1'"), List.of(onlyOfPlace1()))
                        .run(log);
            case 6 -> compact();
            case 7 -> delete("place = 'p" + random.nextInt(3) + "'");
            default -> {
                long latest = log.latest().version().number();
                Restore.plan(log, Version.of(1 + random.nextInt((int) latest))).run();
            }
        }
    }

    private void merge(Random random) {
        RowBatch source = rows(3);
        for (int i = 0; i < 5; i++) {
            long id = 1 + random.nextInt((int) nextId - 1);
            if (ids(source).stream().noneMatch(other -> other == id)) {
                add(source, id, "merged");
            }
        }
        Merge.of(source, Map.of("id", "id"))
                .whenMatchedDelete(Condition.sql("target.id % 2 = 0"))
                .whenMatchedUpdateAll()
                .whenNotMatchedInsertAll()
                .run(log);
    }

    private static List<Long> ids(RowBatch batch) {
        List<Long> ids = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            ids.add(batch.longs(0).get(row));
        }
        return ids;
    }

    private RowBatch onlyOfPlace1() {
        RowBatch batch = RowBatch.empty(SCHEMA);
        long id = (nextId / 3 + 1) * 3 + 1;
        add(batch, id, "over");
        nextId = id + 1;
        return batch;
    }

    ChangedTable compact() {
        CompactionPolicy.defaults().full().plan(log.latest()).ifPresent(plan -> new Compactor(environment).run(plan));
        return this;
    }
}
