package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.log.Action;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.log.VersionNotFoundException;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectNotFoundException;
import io.twinlake.storage.SimulatedCrash;
import io.twinlake.storage.StorageException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/** Reads versions of a table while it changes: each is there, whole, and the same whenever it is read. */
final class ReadingActor {

    private static final int TURNS_BETWEEN = 100;

    private final SimulatedWorld world;
    private final Location table;
    private final BooleanSupplier over;
    private final Map<Version, List<String>> seen = new HashMap<>();

    ReadingActor(SimulatedWorld world, Location table, BooleanSupplier over) {
        this.world = world;
        this.table = table;
        this.over = over;
    }

    void run() {
        while (!over.getAsBoolean()) {
            world.turns.rest(1 + world.random.nextInt(TURNS_BETWEEN), over);
            TransactionLog log = TransactionLog.open(world.life().environment(), table);
            Instant begun = world.clock.instant();
            try {
                if (log.exists()) {
                    read(travelled(log));
                }
            } catch (ObjectNotFoundException | VersionNotFoundException gone) {
                assertThat(world.clock.instant())
                        .as("what is retained is there: %s", gone.getMessage())
                        .isAfter(begun.plus(SimulatedWorld.RETENTION.dividedBy(2)));
            } catch (StorageException | SimulatedCrash later) {
                world.turns.pass();
            }
        }
    }

    /** A version that was the newest within the first half of the retention, by number or by time. */
    private Snapshot travelled(TransactionLog log) {
        Instant oldest = world.clock.instant().minus(SimulatedWorld.RETENTION.dividedBy(2));
        Snapshot first = oldestThere(log);
        if (world.random.nextBoolean()) {
            Instant time = oldest.plusSeconds(world.random.nextInt(
                    (int) SimulatedWorld.RETENTION.dividedBy(2).toSeconds()));
            return time.isBefore(first.timestamp()) ? first : log.asOf(time);
        }
        long from = oldest.isBefore(first.timestamp())
                ? first.version().number()
                : log.asOf(oldest).version().number();
        long to = log.latest().version().number();
        return log.at(Version.of(from + world.random.nextInt((int) (to - from + 1))));
    }

    /** The oldest version may be older than the retention, and be cleaned up before it is opened: then another is. */
    private static Snapshot oldestThere(TransactionLog log) {
        while (true) {
            try {
                return log.at(log.earliest());
            } catch (VersionNotFoundException cleanedUp) {
                assertThat(log.exists()).isTrue();
            }
        }
    }

    private void read(Snapshot snapshot) {
        List<String> rows = TableRows.of(snapshot);
        assertThat(rows).as("rows of %s", snapshot).hasSize((int) rowsByLog(snapshot));
        assertThat(rows).as("%s read again", snapshot).isEqualTo(seen.getOrDefault(snapshot.version(), rows));
        seen.put(snapshot.version(), rows);
        if (snapshot.schema().indexOf("seq").isPresent()) {
            checkLives(snapshot);
        }
    }

    static long rowsByLog(Snapshot snapshot) {
        return snapshot.files()
                .map(snapshot::statistics)
                .mapToLong(statistics -> statistics.rows().orElseThrow())
                .sum();
    }

    /** The rows of each life are numbered from 1 without a gap. */
    static void checkLives(Snapshot snapshot) {
        TableRows.lives(snapshot)
                .forEach((life, numbers) -> assertThat(numbers)
                        .as("seq of %s in %s", life, snapshot)
                        .isEqualTo(LongStream.rangeClosed(1, numbers.size())
                                .boxed()
                                .toList()));
    }

    /** Every application's progress only grows, from 0 where it made the table, over all commits that the log still has. */
    static void checkProgress(TransactionLog log) {
        Map<String, Long> last = new HashMap<>();
        Version newest = log.latest().version();
        for (Version version = log.earliest(); version.compareTo(newest) <= 0; version = version.next()) {
            log.read(version).orElseThrow().all(Action.SetTransaction.class).forEach(progress -> {
                Long before = last.put(progress.appId(), progress.version());
                assertThat(progress.version())
                        .as("progress of %s", progress.appId())
                        .isGreaterThan(before == null ? -1 : before);
            });
        }
        last.forEach((application, progress) ->
                assertThat(log.latest().progress(application)).isEqualTo(OptionalLong.of(progress)));
    }
}
