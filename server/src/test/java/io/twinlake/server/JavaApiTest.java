package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.dml.AddConstraint;
import io.twinlake.dml.Append;
import io.twinlake.dml.Assignment;
import io.twinlake.dml.Condition;
import io.twinlake.dml.ConstraintViolationException;
import io.twinlake.dml.Delete;
import io.twinlake.dml.Merge;
import io.twinlake.dml.Overwrite;
import io.twinlake.dml.Restore;
import io.twinlake.dml.ShallowClone;
import io.twinlake.dml.Update;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.Field;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action.Metadata;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.SchemaChange;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.query.RowBatches;
import io.twinlake.query.ScanPlan;
import io.twinlake.query.StartAt;
import io.twinlake.query.SubscribedCommit;
import io.twinlake.query.Subscription;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/java.md shows. */
class JavaApiTest {

    private static final Schema SCHEMA = Schema.of(
            Field.required("pump", Primitive.STRING),
            Field.nullable("state", Primitive.STRING),
            Field.nullable("bar", Primitive.DOUBLE));

    @TempDir
    private Path folder;

    private Environment environment;
    private TransactionLog log;

    @BeforeEach
    void three_pumps() {
        Location table = Location.of(folder.resolve("pumps"));
        environment = Environment.system(Storages.open(table));
        log = TransactionLog.open(environment, table);
        var metadata = Metadata.of(
                environment.uuid().toString(), SCHEMA, List.of(), Map.of("delta.enableDeletionVectors", "true"));
        log.create(metadata, "CREATE TABLE").commit();
        Append.of(List.of(rows("P1", "running", 4.2), rows("P2", "stopped", 0.1), rows("P3", "stopped", 140)))
                .run(log);
    }

    @Test
    void rows_are_changed() {
        new Update(Condition.of(Predicate.equal("pump", "P1")), Map.of("bar", Assignment.sql("bar * 2"))).run(log);
        new Delete(Condition.sql("bar > 100 AND state <> 'running'")).run(log);
        assertThat(rows(log.latest())).containsExactlyInAnyOrder("P1 running 8.4", "P2 stopped 0.1");

        RowBatch readings = rows("P2", "running", 3);
        add(readings, "P4", "running", 2);
        Merge.of(readings, Map.of("pump", "pump"))
                .whenMatchedUpdateAll()
                .whenNotMatchedInsertAll()
                .run(log);
        assertThat(rows(log.latest())).containsExactlyInAnyOrder("P1 running 8.4", "P2 running 3.0", "P4 running 2.0");

        Overwrite.where(Condition.of(Predicate.equal("pump", "P1")), List.of(rows("P1", "stopped", 0)))
                .run(log);
        assertThat(rows(log.latest())).containsExactlyInAnyOrder("P1 stopped 0.0", "P2 running 3.0", "P4 running 2.0");
    }

    @Test
    void a_plan_says_what_would_change() {
        Delete delete = new Delete(Condition.of(Predicate.equal("state", "stopped")));

        assertThat(delete.plan(log.latest()).deletedRows()).isEqualTo(2);
        assertThat(rows(log.latest())).hasSize(3);
    }

    @Test
    void the_table_is_changed() {
        Snapshot latest = log.latest();
        latest.transaction(IsolationLevel.SERIALIZABLE, "ADD COLUMNS")
                .metadata(SchemaChange.of(latest.metadata())
                        .add(List.of(), Field.nullable("litres", Primitive.LONG))
                        .metadata())
                .commit();
        new AddConstraint("plausible", "bar >= 0").run(log);

        assertThat(log.latest().schema().indexOf("litres")).hasValue(3);
        assertThatThrownBy(() -> Append.of(List.of(rows("P9", "running", -1))).run(log))
                .isInstanceOf(ConstraintViolationException.class)
                .hasMessageContaining("plausible");
        assertThatThrownBy(() -> log.latest()
                        .transaction(IsolationLevel.SERIALIZABLE, "DROP COLUMNS")
                        .metadata(SchemaChange.of(log.latest().metadata())
                                .drop(List.of("litres"))
                                .metadata())
                        .commit())
                .hasMessageContaining("delta.columnMapping.mode");
    }

    @Test
    void rows_are_read_and_subscribed_to() {
        Snapshot now = log.latest();
        try (RowBatches found = ScanPlan.over(now)
                .where(Predicate.equal("pump", "P1"))
                .select("state", "bar")
                .rows()) {
            assertThat(found.next().bytes(0).string(0)).isEqualTo("running");
        }
        List<Version> versions = new ArrayList<>();
        try (Subscription news = Subscription.from(log, StartAt.version(1)).leased("alarms", Duration.ofDays(7))) {
            for (SubscribedCommit commit : news) {
                versions.add(commit.version());
            }
        }
        assertThat(versions).containsExactly(Version.of(1));
        assertThat(log.leases().active()).hasSize(1);
    }

    @Test
    void tables_go_back_and_are_copied() {
        Version version = log.latest().version();
        new Delete(Condition.always()).run(log);
        assertThat(rows(log.latest())).isEmpty();

        Restore.plan(log, version).run();
        assertThat(rows(log.latest())).hasSize(3);

        TransactionLog other = TransactionLog.open(environment, Location.of(folder.resolve("copy")));
        new ShallowClone(log.at(version)).createAt(other);
        assertThat(rows(other.latest())).hasSize(3);
    }

    private static RowBatch rows(String pump, String state, double bar) {
        RowBatch rows = RowBatch.empty(SCHEMA);
        add(rows, pump, state, bar);
        return rows;
    }

    private static void add(RowBatch rows, String pump, String state, double bar) {
        rows.bytes(0).append(pump);
        rows.bytes(1).append(state);
        rows.doubles(2).append(bar);
    }

    private static List<String> rows(Snapshot snapshot) {
        List<String> texts = new ArrayList<>();
        try (RowBatches batches = ScanPlan.over(snapshot).rows()) {
            while (batches.hasNext()) {
                RowBatch batch = batches.next();
                for (int row = 0; row < batch.rows(); row++) {
                    texts.add(batch.bytes(0).string(row) + " " + batch.bytes(1).string(row) + " "
                            + ((DoubleVector) batch.column(2)).get(row));
                }
            }
        }
        return texts;
    }
}
