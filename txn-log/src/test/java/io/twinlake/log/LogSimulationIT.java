package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.DataFile;
import io.twinlake.format.FileStatistics;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultyStorage;
import io.twinlake.storage.Location;
import io.twinlake.storage.ManualClock;
import io.twinlake.storage.MemoryStorage;
import io.twinlake.storage.SimulatedCrash;
import io.twinlake.storage.SimulatedEnvironment;
import io.twinlake.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Appenders, rearrangers and a maker of checkpoints on a store that loses requests and answers and kills processes, all
 * by a seed. In the end every row that an application's progress covers is there, once.
 */
class LogSimulationIT {

    private static final int STEPS = 60;

    private final ManualClock clock = ManualClock.at("2024-01-01T00:00:00Z");
    private final MemoryStorage memory = new MemoryStorage(clock);
    private final Location table = Location.parse("memory://lake/ns/simulated");

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("twinlake.seeds", 50));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void every_row_is_there_once_whatever_gets_lost(long seed) {
        Random random = new Random(seed);
        sound().create(Tables.metadata(), "CREATE TABLE").commit();
        List<Appender> appenders = List.of(new Appender("a"), new Appender("b"), new Appender("c"));
        Process process = new Process(seed);
        for (int step = 0; step < STEPS; step++) {
            process = process.isDead() || random.nextInt(5) == 0 ? new Process(random.nextLong()) : process;
            try {
                act(random, process, appenders);
            } catch (StorageException | CommitConflictException | CommitStateUnknownException later) {
                assertThat(later).hasMessageNotContaining("null");
            } catch (SimulatedCrash crash) {
                assertThat(process.isDead()).isTrue();
            }
        }
        process.storage.heal();
        appenders.forEach(appender -> appender.append(sound()));

        Snapshot end = sound().latest();
        List<String> expected = new ArrayList<>();
        for (Appender appender : appenders) {
            LongStream.range(0, appender.next).forEach(epoch -> expected.add(appender.name + epoch));
        }
        assertThat(rows(end)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
        LogInvariants.checkLogOf(environment(memory, 0), table);
    }

    private void act(Random random, Process process, List<Appender> appenders) {
        int choice = random.nextInt(10);
        if (choice < 7) {
            appenders.get(random.nextInt(appenders.size())).append(process.log);
        } else {
            rearrange(process.log, random);
        }
    }

    /** Writes epochs as an ingester does: looks up its progress, then commits rows and progress together. */
    private final class Appender {
        private final String name;
        private long next;

        Appender(String name) {
            this.name = name;
        }

        void append(TransactionLog log) {
            OptionalLong progress = log.latest().progress(name);
            next = Math.max(next, progress.orElse(-1) + 1);
            log.append("STREAMING UPDATE")
                    .add(file(log, name + next, 1))
                    .advance(new ApplicationProgress(name, next))
                    .commit();
            next++;
        }
    }

    /** Puts some files' rows into one, as a compactor does; what it gives way to it does not repeat. */
    private void rearrange(TransactionLog log, Random random) {
        Snapshot snapshot = log.latest();
        List<Action.AddFile> some =
                snapshot.files().filter(file -> random.nextBoolean()).toList();
        if (some.isEmpty()) {
            return;
        }
        Transaction transaction = snapshot.transaction(IsolationLevel.SNAPSHOT, "OPTIMIZE");
        some.forEach(transaction::remove);
        List<String> rows = some.stream().flatMap(file -> rows(file).stream()).toList();
        transaction.add(file(log, String.join("+", rows), rows.size())).commit();
    }

    /** The rows of a file are in its name, before a unique part. */
    private DataFile file(TransactionLog log, String rows, int count) {
        Location at = table.resolve(rows + "." + log.environment().uuid() + ".parquet");
        return new DataFile(at, 1, count, new FileStatistics(OptionalLong.of(count), Map.of(), true));
    }

    private static List<String> rows(Snapshot snapshot) {
        return snapshot.files().flatMap(file -> rows(file).stream()).toList();
    }

    private static List<String> rows(Action.AddFile file) {
        return List.of(file.path().substring(0, file.path().indexOf('.')).split("\\+"));
    }

    /** One life of a process: its own view of the log, and of a store that fails it. */
    private final class Process {
        private final FaultyStorage storage;
        private final TransactionLog log;

        Process(long seed) {
            Random random = new Random(seed);
            storage = FaultyStorage.over(memory).randomly(random, 0.15);
            if (random.nextBoolean()) {
                storage.atRequest(
                        1 + random.nextInt(40), random.nextBoolean() ? Fault.CRASH_BEFORE : Fault.CRASH_AFTER);
            }
            log = TransactionLog.open(environment(storage, seed), table);
        }

        boolean isDead() {
            return storage.hasCrashed();
        }
    }

    private TransactionLog sound() {
        return TransactionLog.open(environment(memory, 1), table);
    }

    private Environment environment(io.twinlake.storage.Storage storage, long seed) {
        return SimulatedEnvironment.over(
                storage, clock, seed * 31 + clock.instant().toEpochMilli());
    }
}
