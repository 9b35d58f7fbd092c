package io.twinlake.dml;

import static io.twinlake.dml.DmlTable.rows;
import static io.twinlake.dml.DmlTable.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.log.Action.AddFile;
import io.twinlake.log.CommitConflictException;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.RearrangementConflictException;
import io.twinlake.log.Snapshot;
import io.twinlake.log.Transaction;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who rearranged rows meanwhile does not stand in the way; who changed rows does. */
class PlanAgainTest {

    @TempDir
    Path folder;

    private DmlTable table() {
        return new DmlTable(folder.resolve("t")).create(Map.of()).append(rows(1, 2, 3));
    }

    /** All rows go to another file. */
    private static void rearrange(DmlTable table) {
        Snapshot snapshot = table.latest();
        try (TableWriter writer = TableWriter.to(snapshot)) {
            writer.write(rows(3, 1, 2));
            Transaction transaction = snapshot.transaction(IsolationLevel.SNAPSHOT, "OPTIMIZE");
            for (AddFile file : snapshot.files().toList()) {
                transaction.remove(file);
            }
            writer.addTo(transaction).commit();
        }
    }

    @Test
    void a_plan_that_lost_to_a_rearrangement_says_so_and_leaves_nothing_behind() {
        DmlTable table = table();
        ChangePlan plan = new Delete(Condition.sql("id = 2")).plan(table.log.latest());
        rearrange(table);

        assertThatThrownBy(plan::run).isInstanceOf(RearrangementConflictException.class);
        assertThat(table.rows()).containsExactly(text(1), text(2), text(3));
        assertThat(folder.resolve("t").toFile().list((dir, name) -> name.endsWith(".parquet")))
                .hasSize(2);
    }

    @Test
    void a_change_is_planned_again_and_its_caller_does_not_notice() {
        DmlTable table = table();
        TransactionLog interrupted = TransactionLog.open(
                Environment.system(interrupting(table.environment.storage(), () -> rearrange(table))),
                Location.of(folder.resolve("t")));

        ChangeResult result = new Delete(Condition.sql("id = 2")).run(interrupted);

        assertThat(result.version()).contains(Version.of(3));
        assertThat(table.rows()).containsExactly(text(1), text(3));
    }

    @Test
    void a_change_of_rows_that_were_read_is_the_callers_conflict() {
        DmlTable table = table();
        TransactionLog interrupted = TransactionLog.open(
                Environment.system(interrupting(
                        table.environment.storage(), () -> new Delete(Condition.sql("id = 3")).run(table.log))),
                Location.of(folder.resolve("t")));

        assertThatThrownBy(() -> new Delete(Condition.sql("id = 2")).run(interrupted))
                .isInstanceOf(CommitConflictException.class)
                .isNotInstanceOf(RearrangementConflictException.class);
        assertThat(table.rows()).containsExactly(text(1), text(2));
    }

    /** A storage on which somebody else commits just before the first commit. */
    private static Storage interrupting(Storage storage, Runnable somebodyElse) {
        return interrupting(storage, somebodyElse, new boolean[1]);
    }

    private static Storage interrupting(Storage storage, Runnable somebodyElse, boolean[] done) {
        return (Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(), new Class<?>[] {Storage.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("putIfAbsent") && !done[0]) {
                        done[0] = true;
                        somebodyElse.run();
                    }
                    try {
                        Object result = method.invoke(storage, arguments);
                        return result instanceof Storage part ? interrupting(part, somebodyElse, done) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void rows_are_written_once_however_often_they_are_planned() {
        DmlTable table = table();
        TransactionLog interrupted = TransactionLog.open(
                Environment.system(interrupting(table.environment.storage(), () -> rearrange(table))),
                Location.of(folder.resolve("t")));
        Merge.of(rows(3, 4), Map.of("id", "id"))
                .whenMatchedUpdate(Condition.always(), Map.of("amount", Assignment.sql("target.amount + 1")))
                .whenNotMatchedInsertAll()
                .run(interrupted);

        assertThat(table.rows()).isEqualTo(List.of(text(1), text(2), text(3, "n3", 31, "p0"), text(4)));
    }
}
