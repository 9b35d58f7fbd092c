package io.twinlake.compaction;

import static io.twinlake.compaction.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.compaction.BackgroundCompaction.Event;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.Operation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundCompactionTest {

    private static final CompactionPolicy POLICY = CompactionPolicy.defaults().full();
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final TestTable table = new TestTable();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<Event> events = new ArrayList<>();

    @AfterEach
    void the_table_is_sound() {
        table.close();
    }

    @Test
    void a_poke_returns_at_once_and_the_round_is_done_elsewhere() {
        appendTwo();
        BackgroundCompaction compaction = compaction(table.log);

        compaction.run();
        assertThat(table.liveFiles()).hasSize(2);

        waiting.remove().run();
        assertThat(table.liveFiles()).hasSize(1);
        assertThat(events).singleElement().isInstanceOf(Event.Compacted.class);
    }

    @Test
    void pokes_during_a_round_and_right_after_it_are_dropped() {
        appendTwo();
        BackgroundCompaction compaction = compaction(table.log);

        compaction.run();
        compaction.run();
        assertThat(waiting).hasSize(1);

        waiting.remove().run();
        compaction.run();
        assertThat(waiting).isEmpty();

        table.clock.advance(PAUSE);
        compaction.run();
        assertThat(waiting).hasSize(1);
    }

    @Test
    void a_round_that_fails_is_reported_and_the_next_one_succeeds() {
        appendTwo();
        FaultyStorage storage =
                FaultyStorage.over(table.memory).failing(Operation.list(table.location.path() + "/_delta_log", ""));
        BackgroundCompaction compaction =
                compaction(TransactionLog.open(table.environment(storage, 3), table.location));

        compaction.run();
        waiting.remove().run();
        assertThat(events).singleElement().isInstanceOf(Event.Failed.class);

        table.clock.advance(PAUSE);
        compaction.run();
        waiting.remove().run();
        assertThat(events.get(1)).isInstanceOf(Event.Compacted.class);
    }

    @Test
    void an_executor_that_has_shut_down_harms_no_writer() {
        BackgroundCompaction compaction = new BackgroundCompaction(
                table.log,
                POLICY,
                PAUSE,
                round -> {
                    throw new RejectedExecutionException("shut down");
                },
                events::add);

        compaction.run();

        assertThat(events).singleElement().isInstanceOf(Event.Failed.class);
    }

    private BackgroundCompaction compaction(TransactionLog log) {
        return new BackgroundCompaction(log, POLICY, PAUSE, waiting::add, events::add);
    }

    private void appendTwo() {
        table.append(row("a", 1));
        table.append(row("b", 1));
    }
}
