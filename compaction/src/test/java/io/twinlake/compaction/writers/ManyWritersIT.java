package io.twinlake.compaction.writers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.twinlake.log.Action;
import io.twinlake.log.Commit;
import io.twinlake.log.LogInvariants;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Environment;
import io.twinlake.storage.FaultProxy;
import io.twinlake.storage.Location;
import io.twinlake.storage.S3Fixture;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes write one table on MinIO beside a compactor and a checkpointer: every commit that was acknowledged is there
 * once, no version is missing and no row. 4 processes of 15 commits, 8 of 40 with {@code TWINLAKE_TEST_LONG}, or as many as
 * {@code twinlake.writers} and {@code twinlake.commits} say.
 */
class ManyWritersIT {

    private static final boolean LONG = System.getenv("TWINLAKE_TEST_LONG") != null;
    private static final int WRITERS = Integer.getInteger("twinlake.writers", LONG ? 8 : 4);
    private static final int COMMITS = Integer.getInteger("twinlake.commits", LONG ? 40 : 15);
    private static final long MOST_SECONDS = 120 + WRITERS * COMMITS / 2;
    private static final long SEED = 20261121;

    private static Optional<S3Fixture> server = Optional.empty();

    @TempDir
    Path folder;

    @BeforeAll
    static void a_server() {
        server = Stream.of(S3Fixture.Kind.ENDPOINT, S3Fixture.Kind.MINIO)
                .map(S3Fixture::of)
                .flatMap(Optional::stream)
                .findFirst();
    }

    @BeforeEach
    void where_there_is_one() {
        assumeThat(server)
                .as("an S3 server: TWINLAKE_TEST_S3_ENDPOINT or minio on the PATH")
                .isPresent();
    }

    @Test
    void every_acknowledged_commit_is_there_once() throws InterruptedException {
        run(server.orElseThrow().endpoint(), "on a sound network");
    }

    @Test
    void every_acknowledged_commit_is_there_once_on_a_network_that_loses_delays_and_refuses()
            throws InterruptedException {
        try (FaultProxy network = FaultProxy.before(server.orElseThrow().endpoint())
                .randomly(new Random(SEED), 0.03)
                .delaying(Duration.ofMillis(30))) {
            run(network.endpoint(), "on a bad network");
            assertThat(network.faults()).isPositive();
            System.out.println("requests that suffered a fault: " + network.faults());
        }
    }

    private void run(URI endpoint, String where) throws InterruptedException {
        Location table = server.orElseThrow().freshBucket().resolve("table");
        TransactionLog log =
                TransactionLog.open(Environment.system(server.orElseThrow().storage()), table);
        log.create(WritersTable.metadata(), "CREATE TABLE").commit();
        List<JvmProcess> writers = new ArrayList<>();
        List<JvmProcess> upkeep = new ArrayList<>();
        try {
            for (int writer = 0; writer < WRITERS; writer++) {
                writers.add(start(endpoint, table, WriterProcess.class, "writer" + writer));
            }
            for (String name : List.of("compactor", "checkpointer")) {
                upkeep.add(start(endpoint, table, UpkeepProcess.class, name));
            }
            List<JvmProcess> all =
                    Stream.concat(writers.stream(), upkeep.stream()).toList();
            await(() -> all.stream().allMatch(process -> process.isReady() || !process.isAlive()));
            long begin = System.nanoTime();
            all.forEach(JvmProcess::go);
            for (JvmProcess writer : writers) {
                writer.join(MOST_SECONDS);
            }
            Duration time = Duration.ofNanos(System.nanoTime() - begin);
            for (JvmProcess process : upkeep) {
                process.go();
                process.join(MOST_SECONDS);
            }
            check(log, writers, "%s: %d writers, %d commits in %s".formatted(where, WRITERS, WRITERS * COMMITS, time));
        } finally {
            writers.forEach(JvmProcess::close);
            upkeep.forEach(JvmProcess::close);
        }
    }

    private JvmProcess start(URI endpoint, Location table, Class<?> main, String name) {
        var credentials = server.orElseThrow().credentials();
        return JvmProcess.start(
                folder,
                name,
                main,
                List.of(
                        endpoint.toString(),
                        credentials.accessKeyId(),
                        credentials.secretAccessKey(),
                        table.toString(),
                        name,
                        String.valueOf(COMMITS)));
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static void check(TransactionLog log, List<JvmProcess> writers, String summary) {
        List<Integer> puts = new ArrayList<>();
        Map<String, Long> acknowledged = new HashMap<>();
        for (int writer = 0; writer < writers.size(); writer++) {
            for (String line : writers.get(writer).lines()) {
                String[] words = line.split(" ", -1);
                if (words.length == 3) {
                    acknowledged.put("writer" + writer + " " + words[0], Long.parseLong(words[1]));
                    puts.add(Integer.parseInt(words[2]));
                }
            }
        }
        puts.sort(null);
        System.out.println(summary + "; puts a commit: median " + puts.get(puts.size() / 2) + ", 99th of 100 "
                + puts.get((puts.size() - 1) * 99 / 100) + ", most " + puts.get(puts.size() - 1) + "; newest version "
                + log.latest().version());
        assertThat(acknowledged).hasSize(WRITERS * COMMITS);
        Map<String, Long> written = written(log);
        assertThat(written.keySet()).isEqualTo(acknowledged.keySet());
        acknowledged.forEach((row, version) -> assertThat(version)
                .as("where %s was acknowledged", row)
                .satisfiesAnyOf(
                        told -> assertThat(told).isEqualTo(written.get(row)),
                        lookedUp -> assertThat(lookedUp).isEqualTo(-1)));
        assertThat(WritersTable.rows(log.latest())).containsExactlyInAnyOrderElementsOf(acknowledged.keySet());
        LogInvariants.checkLogOf(log.environment(), log.table());
    }

    /** Each row's version, by the progress in the commits; none twice. */
    private static Map<String, Long> written(TransactionLog log) {
        Map<String, Long> written = new HashMap<>();
        long newest = log.latest().version().number();
        for (long version = 1; version <= newest; version++) {
            Commit commit = log.read(Version.of(version)).orElseThrow();
            commit.all(Action.SetTransaction.class)
                    .forEach(mark -> assertThat(written.put(
                                    mark.appId() + " " + mark.version(),
                                    commit.version().number()))
                            .as("%s %d is written once", mark.appId(), mark.version())
                            .isNull());
        }
        return written;
    }
}
