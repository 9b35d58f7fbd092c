package io.twinlake.compaction;

import static io.twinlake.compaction.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.compaction.TestTable.Reading;
import io.twinlake.log.Action;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.ApplicationProgress;
import io.twinlake.log.Checkpointer;
import io.twinlake.log.Commit;
import io.twinlake.log.CommitConflictException;
import io.twinlake.log.CommitStateUnknownException;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Writers that append exactly once by their progress, and two compactors, on a storage that fails by chance: no row is
 * lost or twice, and what a subscriber sees are the appends alone.
 */
class CompactionSimulationIT {

    private static final CompactionPolicy POLICY = CompactionPolicy.defaults().withFilesPerTier(3);

    private static final Map<String, String> PROPERTIES =
            Map.of(SortOrder.PROPERTY, "key,observed_at,seq", "delta.checkpointInterval", "7");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void no_row_is_lost_or_twice_and_subscribers_see_appends_alone(long seed) {
        try (TestTable table = new TestTable(PROPERTIES, List.of())) {
            Simulation simulation = new Simulation(table, seed);
            simulation.run();

            assertThat(table.rows(table.fresh()))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(simulation.written);
            assertThat(simulation.failures).as("failures survived").isPositive();
            assertThat(subscribed(table)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(simulation.written);
        }
    }

    /** What a subscriber gets who saw every commit: the rows of files added as a change of data. */
    private static List<Reading> subscribed(TestTable table) {
        Snapshot latest = table.fresh();
        List<Reading> rows = new ArrayList<>();
        for (long version = 0; version <= latest.version().number(); version++) {
            Commit commit = table.log.read(Version.of(version)).orElseThrow();
            for (Action action : commit.actions()) {
                if (action instanceof AddFile add && add.dataChange()) {
                    rows.addAll(table.rows(latest, add));
                }
                assertThat(action instanceof Action.RemoveFile remove && remove.dataChange())
                        .isFalse();
            }
        }
        return rows;
    }

    private static final class Simulation {

        private static final int WRITERS = 3;

        private final TestTable table;
        private final long seed;
        private final Random random;
        private final List<Reading> written = new ArrayList<>();
        private final FaultyStorage storage;
        private int failures;

        Simulation(TestTable table, long seed) {
            this.table = table;
            this.seed = seed;
            this.random = new Random(seed);
            this.storage = FaultyStorage.over(table.memory)
                    .randomly(new Random(seed + 1), 0.03)
                    .delaying(table.clock, Duration.ofMillis(50));
        }

        void run() {
            List<TransactionLog> processes = new ArrayList<>();
            for (int process = 0; process < WRITERS + 2; process++) {
                processes.add(TransactionLog.open(table.environment(storage, seed * 31 + process), table.location));
            }
            for (int step = 0; step < 60; step++) {
                int process = random.nextInt(processes.size());
                if (process < WRITERS) {
                    append(processes.get(process), "writer" + process);
                } else {
                    compact(processes.get(process));
                }
            }
            storage.heal();
        }

        /** Again and again until the epoch is in, which only the writer's progress can tell. */
        private void append(TransactionLog log, String writer) {
            long epoch = table.log.latest().progress(writer).orElse(0) + 1;
            List<Reading> rows = List.of(row(writer, 2 * epoch), row(writer, 2 * epoch + 1));
            boolean there = false;
            while (!there) {
                try {
                    there = log.latest().progress(writer).orElse(0) >= epoch;
                    if (!there) {
                        log.append("STREAMING UPDATE")
                                .add(table.write(log.environment(), TestTable.SCHEMA, rows))
                                .advance(new ApplicationProgress(writer, epoch))
                                .commit();
                        there = true;
                    }
                } catch (StorageException | CommitConflictException | CommitStateUnknownException tryAgain) {
                    failures++;
                }
            }
            written.addAll(rows);
        }

        private void compact(TransactionLog log) {
            try {
                Optional<CompactionPlan> plan = POLICY.plan(log.latest());
                if (plan.isPresent()) {
                    if (random.nextBoolean()) {
                        append(log, "writer0");
                    }
                    new Compactor(log.environment()).run(plan.get());
                }
                Checkpointer.writeIfDue(log);
            } catch (StorageException | CommitStateUnknownException givenUp) {
                failures++;
            }
        }
    }
}
