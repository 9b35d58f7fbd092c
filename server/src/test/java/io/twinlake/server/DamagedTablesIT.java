package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.dml.Condition;
import io.twinlake.dml.Delete;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small table of which one file is damaged at random. It is read, or the reader is told that data is wrong, within
 * moments. It never is a defect of Twinlake, nor the mistake of whoever typed the command.
 */
class DamagedTablesIT {

    private static final Set<Integer> FAIR = Set.of(ExitCode.DONE.number(), ExitCode.BAD_DATA.number());
    private static final Duration MOMENTS = Duration.ofSeconds(20);
    private static final boolean SOAK = System.getenv("TWINLAKE_TEST_SOAK") != null;
    private static final int ROUNDS = SOAK ? 40_000 : System.getenv("TWINLAKE_TEST_LONG") == null ? 150 : 4_000;
    private static final long SEED = Long.getLong("twinlake.seed", SOAK ? System.nanoTime() : 2026);

    @TempDir
    private Path folder;

    @Test
    void a_damaged_table_is_read_or_told_to_be_damaged() throws IOException {
        Path whole = table();
        List<String> unfair = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(SEED + round);
            Path copy = copy(whole, folder.resolve("damaged"));
            List<Path> files = files(copy);
            Path file = files.get(random.nextInt(files.size()));
            new Damage(random).of(file);
            String found = unfairness(copy, random);
            if (!found.isEmpty()) {
                unfair.add("-Dtwinlake.seed=" + (SEED + round) + " " + copy.relativize(file) + " " + found);
            }
        }
        assertThat(unfair).as("of %d damaged tables", ROUNDS).isEmpty();
    }

    private static String unfairness(Path table, Random random) {
        long start = System.nanoTime();
        CommandLineRun run = switch (random.nextInt(5)) {
            case 0 -> CommandLineRun.of("sql", "SELECT count(*), max(observed_at) FROM '" + table + "'");
            case 1 -> CommandLineRun.of("describe", table.toString());
            case 2 -> CommandLineRun.of("log", table.toString());
            default -> CommandLineRun.of("scan", table.toString());
        };
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        // A path in a damaged log may have letters that this process's locale can't name.
        boolean isOfTheLocale = run.errors().contains("LC_ALL=C.UTF-8");
        boolean isFair = (FAIR.contains(run.exitCode()) || isOfTheLocale)
                && taken.compareTo(MOMENTS) < 0
                && (run.exitCode() == 0 || run.errors().startsWith("twinlake: "));
        return isFair ? "" : "took " + taken + ", ended with " + run.exitCode() + ": " + run.errors();
    }

    /** With a checkpoint, checksums, deletion vectors and commits after the checkpoint. */
    private Path table() throws IOException {
        DoorLake doors = DoorLake.in(folder);
        doors.ingest();
        Location at = Location.of(doors.table());
        TransactionLog log = TransactionLog.open(Environment.system(Storages.open(at)), at);
        Snapshot snapshot = log.latest();
        Map<String, String> properties = new HashMap<>(snapshot.metadata().configuration());
        properties.put("delta.enableDeletionVectors", "true");
        snapshot.transaction(IsolationLevel.SERIALIZABLE, "SET TBLPROPERTIES")
                .metadata(snapshot.metadata().withConfiguration(properties))
                .commit();
        new Delete(Condition.sql("key = 'back'")).run(log);
        log.checkpoint(log.latest());
        new Delete(Condition.sql("seq = 2")).run(log);
        return doors.table();
    }

    private static List<Path> files(Path table) throws IOException {
        try (Stream<Path> all = Files.walk(table)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            for (Path file : files(to)) {
                Files.delete(file);
            }
        }
        for (Path file : files(from)) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
        return to;
    }
}
