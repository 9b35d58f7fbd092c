package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.ingest.DeadLetterTable;
import io.twinlake.log.LogInvariants;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Location;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A whole lake on a store that fails, loses answers and kills processes, in simulated time: two pipelines write one table,
 * each by processes that crash, are started again and sometimes run twice, while others compact, vacuum, subscribe and
 * travel in time. A seed decides everything, so that a failure can be had again.
 */
class LakeSimulationIT {

    private static final Location TABLE = SimulatedWorld.LAKE.resolve(PumpReadings.TABLE);
    private static final Location DEAD_LETTERS = DeadLetterTable.in(SimulatedWorld.LAKE);
    private static final List<Location> TABLES = List.of(TABLE, DEAD_LETTERS);
    private static final int VERSIONS_CHECKED = 4;

    private static final int MOST_TURNS_BETWEEN_PIECES = 8;

    private static final int SHARE_FOLLOWED = 10;

    private int ingesting;

    static LongStream seeds() {
        Long one = Long.getLong("twinlake.seed");
        return one == null ? LongStream.rangeClosed(1, Long.getLong("twinlake.seeds", 50)) : LongStream.of(one);
    }

    /** Pipelines that follow take longer, as they wait for input; those that lose much make much again. */
    static LongStream fewerSeeds() {
        return seeds().filter(seed -> Long.getLong("twinlake.seed") != null || seed % SHARE_FOLLOWED == 1);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothing_is_lost_and_nothing_is_there_twice(long seed) throws InterruptedException {
        telling(seed, this::simulate);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fewerSeeds")
    void nothing_is_lost_and_nothing_is_there_twice_while_sources_grow(long seed) throws InterruptedException {
        telling(seed, this::simulateFollowed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fewerSeeds")
    void what_tables_lose_while_no_process_runs_is_made_again(long seed) throws InterruptedException {
        telling(seed, this::simulateLosses);
    }

    private interface Simulation {
        void run(long seed) throws InterruptedException;
    }

    private static void telling(long seed, Simulation simulation) throws InterruptedException {
        try {
            simulation.run(seed);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + " fails; again: mvn -Dquick -pl server -am test -Dtest=LakeSimulationIT"
                            + " -Dsurefire.failIfNoSpecifiedTests=false -Dtwinlake.seed=" + seed + "\n"
                            + e.getMessage(),
                    e);
        }
    }

    private void simulate(long seed) throws InterruptedException {
        SimulatedWorld undisturbed = new SimulatedWorld(seed);
        pipelines(undisturbed, new Random(seed)).forEach(IngestActor::runUndisturbed);
        SimulatedWorld world = new SimulatedWorld(seed);
        disturb(undisturbed, world, pipelines(world, new Random(seed)));
    }

    private void simulateFollowed(long seed) throws InterruptedException {
        SimulatedWorld undisturbed = new SimulatedWorld(seed);
        List<GrowingReadings> whole = growing(new Random(seed));
        whole.forEach(each -> growWhole(undisturbed, each));
        pipelines(undisturbed, whole).forEach(IngestActor::runUndisturbed);

        SimulatedWorld world = new SimulatedWorld(seed);
        List<GrowingReadings> growing = growing(new Random(seed));
        growing.forEach(each -> world.turns.start("growth", () -> grow(world, each)));
        disturb(undisturbed, world, pipelines(world, growing));
    }

    private void simulateLosses(long seed) throws InterruptedException {
        SimulatedWorld undisturbed = new SimulatedWorld(seed);
        pipelines(undisturbed, new Random(seed)).forEach(IngestActor::runUndisturbed);
        SimulatedWorld world = new SimulatedWorld(seed);
        List<IngestActor> pipelines = pipelines(world, new Random(seed));
        world.turns.start("operator", () -> new Losses(world, TABLES).suffer(pipelines));
        world.turns.run();

        for (Location table : TABLES) {
            check(world, table, rows(undisturbed, table));
        }
    }

    private void disturb(SimulatedWorld undisturbed, SimulatedWorld world, List<IngestActor> pipelines)
            throws InterruptedException {
        List<SubscribingActor> subscribers = start(world, pipelines);
        world.turns.run();

        for (int i = 0; i < TABLES.size(); i++) {
            List<String> rows = rows(undisturbed, TABLES.get(i));
            check(world, TABLES.get(i), rows);
            if (!rows.isEmpty()) {
                assertSame(subscribers.get(i).rowsInTheEnd(), rows, "rows that were subscribed to");
            }
        }
    }

    private static List<IngestActor> pipelines(SimulatedWorld world, Random random) {
        List<IngestActor> pipelines = new ArrayList<>();
        for (String name : List.of("east", "west")) {
            List<String> sources = new PumpReadings(name, random, false).write(world.memory, SimulatedWorld.INPUT);
            pipelines.add(new IngestActor(world, name, sources, random.nextBoolean(), () -> true));
        }
        return pipelines;
    }

    /** Pipelines whose sources are yet to come. What the rows are then does not depend on when they come. */
    private static List<IngestActor> pipelines(SimulatedWorld world, List<GrowingReadings> growing) {
        List<IngestActor> pipelines = new ArrayList<>();
        for (GrowingReadings each : growing) {
            String name = pipelines.isEmpty() ? "east" : "west";
            pipelines.add(new IngestActor(world, name, each.sources(), true, each::isOver));
        }
        return pipelines;
    }

    private static List<GrowingReadings> growing(Random random) {
        return Stream.of("east", "west")
                .map(name -> new GrowingReadings(name, SimulatedWorld.INPUT, random))
                .toList();
    }

    private static void growWhole(SimulatedWorld world, GrowingReadings readings) {
        while (!readings.isOver()) {
            readings.grow(world.memory);
        }
    }

    private static void grow(SimulatedWorld world, GrowingReadings readings) {
        while (!readings.isOver()) {
            readings.grow(world.memory);
            world.turns.rest(world.random.nextInt(MOST_TURNS_BETWEEN_PIECES), () -> false);
        }
    }

    private List<SubscribingActor> start(SimulatedWorld world, List<IngestActor> pipelines) {
        for (IngestActor pipeline : pipelines) {
            int processes = 1 + world.random.nextInt(2);
            for (int i = 0; i < processes; i++) {
                ingesting++;
                world.turns.start(pipeline.pipeline(), () -> {
                    pipeline.run();
                    ingesting--;
                });
            }
        }
        MaintenanceActor maintenance = new MaintenanceActor(world, TABLES, this::isOver);
        world.turns.start("compactor", maintenance::compact);
        world.turns.start("vacuum", maintenance::vacuum);
        world.turns.start("time", maintenance::passTime);
        List<SubscribingActor> subscribers = new ArrayList<>();
        for (Location table : TABLES) {
            SubscribingActor subscriber = new SubscribingActor(world, table, this::isOver);
            subscribers.add(subscriber);
            world.turns.start("subscriber", subscriber::run);
            world.turns.start("reader", new ReadingActor(world, table, this::isOver)::run);
        }
        return subscribers;
    }

    private boolean isOver() {
        return ingesting == 0;
    }

    private static List<String> rows(SimulatedWorld world, Location table) {
        TransactionLog log = TransactionLog.open(world.truth(), table);
        return log.exists() ? TableRows.of(log.latest()) : List.of();
    }

    private static void check(SimulatedWorld world, Location table, List<String> expected) {
        assertSame(rows(world, table), expected, "rows of " + table);
        TransactionLog log = TransactionLog.open(world.truth(), table);
        if (!log.exists()) {
            return;
        }
        LogInvariants.check(world.truth(), table);
        ReadingActor.checkProgress(log);
        if (table.equals(TABLE)) {
            ReadingActor.checkLives(log.latest());
        }
        checkVersions(world, log);
    }

    private static void assertSame(List<String> actual, List<String> expected, String what) {
        assertThat(TableRows.firstDifference(expected, actual)).as(what).isEmpty();
    }

    /** Rows only come: what a retained version has, all later ones have. */
    private static void checkVersions(SimulatedWorld world, TransactionLog log) {
        Snapshot later = log.latest();
        Duration retained = SimulatedWorld.RETENTION.minus(Duration.ofMinutes(1));
        Snapshot first = log.at(log.earliest());
        Instant oldest = world.clock.instant().minus(retained);
        Snapshot from = oldest.isBefore(first.timestamp()) ? first : log.asOf(oldest);
        long span = later.version().number() - from.version().number();
        List<String> rows = TableRows.of(later);
        for (int i = 1; i <= VERSIONS_CHECKED; i++) {
            Snapshot earlier = log.at(Version.of(later.version().number() - span * i / VERSIONS_CHECKED));
            List<String> fewer = TableRows.of(earlier);
            assertThat(fewer).hasSize((int) ReadingActor.rowsByLog(earlier));
            assertThat(rows).as("rows after %s", earlier).containsAll(fewer);
            rows = fewer;
        }
    }
}
