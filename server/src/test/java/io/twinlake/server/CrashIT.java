package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.log.LogInvariants;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.S3Fixture;
import io.twinlake.storage.Storage;
import io.twinlake.storage.Storages;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes that are killed at seeded moments, lose what they committed last, and are started again by the same command,
 * compaction running.
 */
class CrashIT {

    private static final int KILLS = Integer.getInteger("twinlake.kills", 8);
    private static final long SEED = Long.getLong("twinlake.seed", 2013);
    private static final int EPOCH_EVENTS = 1_500;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final List<String> TABLES = List.of(
            "aviation/flying_aircraft_state",
            "aviation/aircraft_state",
            "aviation/airport_state",
            "_twinlake/dead_letters");

    /** By pipeline; dead letters are of flights alone. */
    private static final Map<String, List<String>> WRITTEN =
            Map.of("positions", TABLES.subList(0, 1), "flights", TABLES.subList(1, 4));

    @TempDir
    private static Path folder;

    private static Location undisturbed;
    private static Duration startUp;

    @BeforeAll
    static void runUndisturbed() throws InterruptedException {
        undisturbed = Location.parse(folder.resolve("undisturbed").toString());
        long begun = System.nanoTime();
        for (KilledIngest pipeline : KilledIngest.all(examples(), EPOCH_EVENTS)) {
            pipeline.finish(undisturbed, folder, Map.of());
        }
        startUp = Duration.ofNanos((System.nanoTime() - begun) / 2);
    }

    @Test
    void a_lake_on_local_files_is_the_same_however_often_its_processes_are_killed() throws InterruptedException {
        Storage storage = Storages.open(undisturbed);
        List<Location> lakes = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
            lakes.add(Location.parse(folder.resolve("killed-" + i).toString()));
        }
        killAndCompare(Environment.system(storage), lakes, Map.of());
    }

    @Test
    void a_lake_on_s3_is_the_same_however_often_its_processes_are_killed() throws InterruptedException {
        S3Fixture s3 = S3Fixture.shared();
        Location bucket = s3.freshBucket();
        List<Location> lakes = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
            lakes.add(bucket.resolve("killed-" + i));
        }
        killAndCompare(Environment.system(s3.storage()), lakes, s3.environment());
    }

    @Test
    void sigterm_ends_an_ingest_in_order_with_all_that_is_whole_committed() throws Exception {
        Location lake = Location.parse(folder.resolve("terminated").toString());
        Environment environment = Environment.system(Storages.open(lake));
        KilledIngest pipeline = endless();
        try (TwinlakeProcess process = pipeline.start(lake, folder, Map.of(), "--compact")) {
            awaitEpoch(pipeline, process, environment, lake, 3);
            process.terminate();

            assertThat(process.endsWithin(PATIENCE)).as(process.output()).isTrue();
            assertThat(process.exitCode()).as(process.output()).isZero();
        }
        Location table = lake.resolve(TABLES.get(0));
        OptionalLong last =
                pipeline.lastWithRows(environment.storage(), lake, TABLES.get(0).replace('/', '.'));
        assertThat(last).isPresent();
        assertThat(TransactionLog.open(environment, table).latest().progress("endless"))
                .isEqualTo(last);
        LogInvariants.check(environment, table);
    }

    @Test
    void a_second_process_of_a_pipeline_is_told_so_and_writes_nothing() throws Exception {
        Location lake = Location.parse(folder.resolve("owned").toString());
        Environment environment = Environment.system(Storages.open(lake));
        KilledIngest pipeline = endless();
        try (TwinlakeProcess first = pipeline.start(lake, folder, Map.of())) {
            awaitEpoch(pipeline, first, environment, lake, 1);
            first.suspend();
            List<String> before = objects(environment.storage(), lake);
            try (TwinlakeProcess second = pipeline.start(lake, folder, Map.of())) {
                assertThat(second.endsWithin(PATIENCE)).as(second.output()).isTrue();
                assertThat(second.exitCode()).as(second.output()).isEqualTo(ExitCode.CONFLICT.number());
                assertThat(second.output()).contains("endless", "process " + first.id(), "--take-over");
            }
            assertThat(objects(environment.storage(), lake)).isEqualTo(before);
        }
    }

    private static void killAndCompare(Environment environment, List<Location> lakes, Map<String, String> variables)
            throws InterruptedException {
        Random random = new Random(SEED);
        int kills = 0;
        for (int i = 0; kills < KILLS; i++) {
            kills += killUntilDone(environment, lakes.get(i), variables, random, KILLS - kills);
            for (String table : TABLES) {
                compare(environment, lakes.get(i), table);
            }
        }
    }

    /** Both pipelines side by side, each killed when a seed says so, until both are done or no kill is left; how many. */
    private static int killUntilDone(
            Environment environment, Location lake, Map<String, String> variables, Random random, int most)
            throws InterruptedException {
        List<KilledIngest> unfinished = new ArrayList<>(KilledIngest.all(examples(), EPOCH_EVENTS));
        int kills = 0;
        while (kills < most && !unfinished.isEmpty()) {
            KilledIngest pipeline = unfinished.get(random.nextInt(unfinished.size()));
            long millis = (long) (startUp.toMillis() * (0.3 + random.nextDouble() * 0.7));
            try (TwinlakeProcess process = pipeline.start(lake, folder, variables, "--compact")) {
                if (process.endsWithin(Duration.ofMillis(millis))) {
                    assertThat(process.exitCode()).as(process.output()).isZero();
                    unfinished.remove(pipeline);
                } else {
                    process.kill();
                    kills++;
                    List<String> tables = WRITTEN.getOrDefault(pipeline.name(), List.of());
                    if (random.nextInt(3) == 0) {
                        // As with the power of a machine: each table may lose its newest commits.
                        Location table = lake.resolve(tables.get(random.nextInt(tables.size())));
                        Losses.loseNewest(environment, table, 1 + random.nextInt(3));
                    }
                }
            }
        }
        for (KilledIngest pipeline : unfinished) {
            pipeline.finish(lake, folder, variables);
        }
        return kills;
    }

    private static void compare(Environment environment, Location lake, String table) {
        Environment local = Environment.system(Storages.open(undisturbed));
        List<String> expected = rows(local, undisturbed.resolve(table));
        List<String> actual = rows(environment, lake.resolve(table));
        Optional<String> difference = TableRows.firstDifference(expected, actual);
        assertThat(difference).as("%s of %s, seed %d", table, lake, SEED).isEmpty();
        LogInvariants.check(environment, lake.resolve(table));
    }

    private static List<String> rows(Environment environment, Location table) {
        Snapshot snapshot = TransactionLog.open(environment, table).latest();
        return TableRows.of(snapshot);
    }

    /** So many position reports that it does not come to its end within a test. */
    private static KilledIngest endless() {
        return new KilledIngest(
                "endless",
                List.of(
                        "--pipeline",
                        "endless",
                        "--definition",
                        examples().resolve("positions/aircraft.yaml").toString(),
                        "--source",
                        "synthetic:positions?aircraft=100&hours=10000",
                        "--epoch",
                        "100ms",
                        "--epoch-events",
                        "2000"));
    }

    /** Waits until a running pipeline has recorded that epoch. */
    private static void awaitEpoch(
            KilledIngest pipeline, TwinlakeProcess process, Environment environment, Location lake, long number)
            throws InterruptedException {
        Instant until = Instant.now().plus(PATIENCE);
        List<Long> recorded = List.of();
        while (recorded.isEmpty() || recorded.get(recorded.size() - 1) < number) {
            assertThat(process.endsWithin(POLL)).as(process.output()).isFalse();
            assertThat(Instant.now()).as(process.output()).isBefore(until);
            recorded = pipeline.recorded(environment.storage(), lake);
        }
    }

    private static List<String> objects(Storage storage, Location lake) {
        List<String> objects = new ArrayList<>();
        try (var listing = storage.list(lake, "")) {
            listing.forEachRemaining(object -> objects.add(object.toString()));
        }
        return objects;
    }

    private static Path examples() {
        Path here = Path.of("examples").toAbsolutePath();
        return here.toFile().isDirectory()
                ? here
                : Path.of("../examples").toAbsolutePath().normalize();
    }
}
