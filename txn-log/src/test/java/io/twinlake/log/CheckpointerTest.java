package io.twinlake.log;

import static io.twinlake.storage.Operation.Verb.READ;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.storage.Operation;
import io.twinlake.storage.RecordingStorage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checkpoints come when they are due, one at a time, and who commits does not wait for them. */
class CheckpointerTest {

    private final Tables tables = new Tables();
    private final TransactionLog log = tables.created();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private final Checkpointer checkpointer = new Checkpointer(log, waiting::add, failures::add);

    @Test
    void one_is_written_of_the_newest_version_however_many_come_due_meanwhile() {
        commit(25);
        assertThat(waiting).hasSize(1);
        waiting.remove().run();

        assertThat(LastCheckpoint.read(log.head().folder())).contains(Version.of(25));
        commit(9);
        assertThat(waiting).isEmpty();
        commit(1);
        assertThat(waiting).hasSize(1);
    }

    @Test
    void a_failure_is_reported_and_the_next_one_is_tried() {
        var failing = new Checkpointer(
                log,
                task -> {
                    throw new IllegalStateException("shut down");
                },
                failures::add);
        failing.committed(Version.of(1));
        failing.committed(Version.of(2));

        assertThat(failures).hasSize(2);
    }

    @Test
    void a_table_of_many_files_gets_them_more_rarely() {
        commit(300);
        waiting.remove().run();
        List<Version> checkpoints = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            commit(1);
            waiting.forEach(Runnable::run);
            waiting.clear();
            checkpoints.add(LastCheckpoint.read(log.head().folder()).orElseThrow());
        }

        // a tenth of the files that there are by then
        assertThat(checkpoints.stream().distinct().map(Version::number)).containsExactly(300L, 333L, 369L);
    }

    /** 300 files: a checkpoint every 30 commits. */
    @Test
    void commits_between_two_checkpoints_are_summed_up_for_who_opens_the_table() {
        commit(300);
        waiting.remove().run();
        commit(19);
        assertThat(waiting).isEmpty();
        commit(1);
        waiting.remove().run();
        commit(2);

        var storage = RecordingStorage.over(tables.memory, tables.location);
        Snapshot opened = tables.log(storage).latest();

        assertThat(Tables.paths(opened)).isEqualTo(Tables.paths(log.latest())).hasSize(322);
        assertThat(storage.operations(READ))
                .contains(
                        Operation.read("_delta_log/00000000000000000301.00000000000000000320.compacted.json"),
                        Operation.read("_delta_log/00000000000000000321.json"))
                .doesNotContain(Operation.read("_delta_log/00000000000000000319.json"));
    }

    private void commit(int times) {
        for (int i = 0; i < times; i++) {
            checkpointer.committed(log.append("WRITE")
                    .add(tables.file("f" + tables.clock.instant() + "-" + i + "-"
                            + log.head().base().next()))
                    .commit());
        }
    }
}
