package io.twinlake.server;

import io.twinlake.compaction.CompactionPolicy;
import io.twinlake.compaction.Compactor;
import io.twinlake.compaction.RetentionPolicy;
import io.twinlake.compaction.Vacuum;
import io.twinlake.log.CommitConflictException;
import io.twinlake.log.CommitStateUnknownException;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.server.SimulatedWorld.Life;
import io.twinlake.storage.Location;
import io.twinlake.storage.SimulatedCrash;
import io.twinlake.storage.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Processes that look after tables while others write them, until they are no longer wanted. */
record MaintenanceActor(SimulatedWorld world, List<Location> tables, BooleanSupplier over) {

    private static final int ROUNDS_A_LIFE = 6;
    private static final int TURNS_BETWEEN = 60;

    /** Commits stay for less time than the table says, but longer than anybody here needs them. */
    private static final RetentionPolicy RETENTION = RetentionPolicy.defaults()
            .withLog(SimulatedWorld.RETENTION.plusDays(1))
            .allowingShorter();

    /** One round on a table. */
    private interface Work {
        void on(TransactionLog log);
    }

    void compact() {
        CompactionPolicy policy = CompactionPolicy.defaults().withFilesPerTier(2 + world.random.nextInt(4));
        int checkpointEvery = 2 + world.random.nextInt(8);
        work(log -> compact(log, policy, checkpointEvery));
    }

    void vacuum() {
        work(log -> {
            Vacuum vacuum = new Vacuum(log, RETENTION);
            vacuum.run(vacuum.plan());
        });
    }

    /** Makes time go by, sometimes much at once, as if all processes had been asleep. */
    void passTime() {
        while (!over.getAsBoolean()) {
            world.turns.rest(1 + world.random.nextInt(30), over);
            Duration time = world.random.nextInt(4) == 0
                    ? Duration.ofMinutes(world.random.nextInt(60 * 60))
                    : Duration.ofSeconds(world.random.nextInt(120));
            world.clock.advance(time);
        }
    }

    /** Checkpoints come far oftener than they are due. */
    private static void compact(TransactionLog log, CompactionPolicy policy, int checkpointEvery) {
        Snapshot snapshot = log.latest();
        policy.plan(snapshot).ifPresent(new Compactor(log.environment())::run);
        Snapshot after = log.latest();
        if (after.version().number() % checkpointEvery == 0) {
            log.checkpoint(after);
        }
    }

    private void work(Work work) {
        while (!over.getAsBoolean()) {
            Life life = world.life();
            live(life, work);
            if (world.random.nextBoolean()) {
                life.faults().heal();
            }
        }
    }

    private void live(Life life, Work work) {
        List<TransactionLog> logs = tables.stream()
                .map(table -> TransactionLog.open(life.environment(), table))
                .toList();
        for (int round = 0; round < ROUNDS_A_LIFE && !over.getAsBoolean(); round++) {
            world.turns.rest(1 + world.random.nextInt(TURNS_BETWEEN), over);
            try {
                logs.stream().filter(TransactionLog::exists).forEach(work::on);
            } catch (SimulatedCrash crash) {
                return;
            } catch (StorageException | CommitConflictException | CommitStateUnknownException nextRound) {
                world.turns.pass();
            }
        }
    }
}
