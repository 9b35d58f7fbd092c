package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.VersionNotFoundException;
import io.twinlake.query.RowBatches;
import io.twinlake.query.StartAt;
import io.twinlake.query.SubscribedCommit;
import io.twinlake.query.Subscription;
import io.twinlake.query.SubscriptionGapException;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectNotFoundException;
import io.twinlake.storage.SimulatedCrash;
import io.twinlake.storage.StorageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Processes that subscribe to a table from its earliest version on, each resuming after the last version that was dealt
 * with. A process may die between dealing with a commit and taking note of it: then it comes again, and is the same.
 */
final class SubscribingActor {

    private static final int TURNS_BETWEEN = 60;
    private static final int POLLS_A_LIFE = 20;

    private final SimulatedWorld world;
    private final Location table;
    private final BooleanSupplier over;
    private final NavigableMap<Long, List<String>> delivered = new TreeMap<>();
    private Optional<Long> next = Optional.empty();
    private Instant caughtUp;

    SubscribingActor(SimulatedWorld world, Location table, BooleanSupplier over) {
        this.world = world;
        this.table = table;
        this.over = over;
        this.caughtUp = world.clock.instant();
    }

    void run() {
        while (!over.getAsBoolean()) {
            world.turns.rest(1 + world.random.nextInt(TURNS_BETWEEN), over);
            try {
                subscribe();
            } catch (SubscriptionGapException tooLate) {
                beginAnew(tooLate);
            } catch (VersionNotFoundException | ObjectNotFoundException tooLate) {
                assertThat(next).as("where it began: %s", tooLate.getMessage()).isEmpty();
            } catch (StorageException | SimulatedCrash later) {
                world.turns.pass();
            }
        }
    }

    /** The rest, once nobody writes any more; then all rows that it has heard of. */
    List<String> rowsInTheEnd() {
        TransactionLog log = TransactionLog.open(world.truth(), table);
        try {
            drain(Subscription.from(log, start()), Integer.MAX_VALUE);
        } catch (SubscriptionGapException tooLate) {
            beginAnew(tooLate);
            drain(Subscription.from(log, start()), Integer.MAX_VALUE);
        }
        List<String> rows = new ArrayList<>();
        delivered.values().forEach(rows::addAll);
        return rows.stream().sorted().toList();
    }

    private StartAt start() {
        return next.map(StartAt::version).orElseGet(StartAt::earliest);
    }

    private void subscribe() {
        TransactionLog log = TransactionLog.open(world.life().environment(), table);
        if (!log.exists()) {
            return;
        }
        drain(Subscription.from(log, start()), 1 + world.random.nextInt(POLLS_A_LIFE));
    }

    private void drain(Subscription subscription, int polls) {
        for (int poll = 0; poll < polls; poll++) {
            Optional<SubscribedCommit> commit = subscription.poll();
            if (commit.isEmpty()) {
                caughtUp = world.clock.instant();
                return;
            }
            deal(commit.get());
        }
    }

    private void deal(SubscribedCommit commit) {
        long version = commit.version().number();
        List<String> rows;
        try (RowBatches batches = commit.rows()) {
            rows = TableRows.sorted(batches);
        }
        Optional<Long> whole = rowsOf(commit);
        whole.ifPresent(
                expected -> assertThat(rows).as("rows of commit %d", version).hasSize(expected.intValue()));
        assertThat(rows).as("commit %d again", version).isEqualTo(delivered.getOrDefault(version, rows));
        delivered.put(version, rows);
        if (world.random.nextInt(8) > 0) {
            next = Optional.of(version + 1);
        }
    }

    /** How many rows the log says that the commit added, if it still has it. */
    private Optional<Long> rowsOf(SubscribedCommit commit) {
        TransactionLog log = TransactionLog.open(world.truth(), table);
        try {
            Snapshot snapshot = log.at(commit.version());
            return Optional.of(commit.splits().stream()
                    .map(split -> snapshot.statistics(split.file()))
                    .mapToLong(statistics -> statistics.rows().orElseThrow())
                    .sum());
        } catch (VersionNotFoundException cleanedUp) {
            return Optional.empty();
        }
    }

    /** Only who has not caught up for longer than the retention may have missed something, and is told so. */
    private void beginAnew(SubscriptionGapException gap) {
        assertThat(world.clock.instant())
                .as(gap.getMessage())
                .isAfter(caughtUp.plus(SimulatedWorld.RETENTION.dividedBy(2)));
        delivered.clear();
        next = Optional.empty();
    }
}
