package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.ColumnStatistics;
import io.twinlake.format.DataFile;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.storage.Content;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Operation;
import io.twinlake.storage.RecordingStorage;
import io.twinlake.storage.SimulatedEnvironment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are read from a checkpoint when they are asked for are those that replaying every commit gives. */
class LazyFilesIT {

    private static final int SEEDS = Math.max(1, Integer.getInteger("twinlake.seeds", 50) / 10);

    private final Tables tables = new Tables();

    @ParameterizedTest
    @ValueSource(strings = {"both", "typed", "json", "v2"})
    void files_are_those_of_a_replay_of_all_commits(String form) {
        for (int seed = 0; seed < SEEDS; seed++) {
            compare(form, seed, new Tables());
        }
    }

    private static void compare(String form, int seed, Tables at) {
        Random random = new Random(seed);
        TransactionLog log = at.log();
        log.create(Tables.metadata(Tables.SCHEMA, properties(form)), "CREATE TABLE")
                .commit();
        TransactionLog plain = TransactionLog.open(at.environment(at.memory), at.location);
        plain.latest();
        for (int step = 0; step < 30; step++) {
            change(log, at, random, step);
            // Follows from the first version on and never sees a checkpoint.
            Snapshot expected = plain.latest();
            if (random.nextInt(4) == 0) {
                TransactionLog checkpointer = open(at, seed * 100L + step, 3);
                checkpointer.checkpoint(checkpointer.latest());
            }
            if (random.nextInt(3) == 0) {
                int most = random.nextBoolean() ? 0 : 1 << random.nextInt(8);
                Snapshot opened = open(at, 1, most).latest();
                check(expected, opened, random, form + ", seed " + seed + ", step " + step + ", most " + most);
            }
        }
    }

    /** As another process does, with names of its own. */
    private static TransactionLog open(Tables at, long names, int most) {
        return TransactionLog.open(SimulatedEnvironment.over(at.memory, at.clock, names), at.location, most);
    }

    private static void check(Snapshot expected, Snapshot opened, Random random, String what) {
        assertThat(opened.version()).as(what).isEqualTo(expected.version());
        assertThat(opened.fileCount()).as(what).isEqualTo(expected.files().count());
        assertThat(paths(opened, Predicate.TRUE)).as(what).isEqualTo(paths(expected, Predicate.TRUE));
        long key = random.nextInt(200);
        for (Predicate predicate : List.of(
                Predicate.equal("value", key),
                Predicate.not(Predicate.atMost("value", key)),
                Predicate.or(Predicate.atMost("value", 3L), Predicate.equal("key", "n%03d".formatted(key))),
                new Predicate.StartsWith("key", "n1"))) {
            assertThat(paths(opened, predicate)).as("%s, %s", what, predicate).isEqualTo(paths(expected, predicate));
        }
        assertThat(opened.tombstones().map(Action.RemoveFile::path).sorted().toList())
                .as(what)
                .isEqualTo(expected.tombstones()
                        .map(Action.RemoveFile::path)
                        .sorted()
                        .toList());
        expected.files()
                .forEach(file -> assertThat(opened.state().files().contains(file))
                        .as("%s, %s", what, file.path())
                        .isTrue());
    }

    /** With all that is known of them. */
    private static List<String> paths(Snapshot snapshot, Predicate predicate) {
        try (Stream<Action.AddFile> files = snapshot.files(predicate)) {
            return files.sorted(Comparator.comparing(Action.AddFile::path))
                    .map(file -> file.path() + " " + file.size() + " " + file.tags() + " "
                            + snapshot.statistics(file).columns())
                    .toList();
        }
    }

    private static void change(TransactionLog log, Tables at, Random random, int step) {
        Snapshot now = log.latest();
        List<Action.AddFile> live = now.files().toList();
        if (random.nextInt(3) > 0 || live.isEmpty()) {
            Transaction append = log.append("WRITE");
            for (int file = 0; file <= random.nextInt(6); file++) {
                append.add(file(at, "f " + step + "-" + file + ".parquet", random), Map.of(), Map.of("n", "" + step));
            }
            append.commit();
            return;
        }
        Transaction delete = now.transaction(IsolationLevel.WRITE_SERIALIZABLE, "DELETE");
        live.stream().filter(file -> random.nextInt(4) == 0).forEach(delete::remove);
        delete.commit();
    }

    private static DataFile file(Tables at, String name, Random random) {
        long least = random.nextInt(200);
        long most = least + random.nextInt(20);
        Map<List<String>, ColumnStatistics> columns = new LinkedHashMap<>();
        if (random.nextInt(8) > 0) {
            columns.put(List.of("value"), bounds(least, most));
            columns.put(List.of("key"), bounds("n%03d".formatted(least), "n%03d".formatted(least + 1)));
        }
        var statistics = new FileStatistics(OptionalLong.of(10), columns, true);
        return new DataFile(at.location.resolve(name), 10 + least, 10, statistics).withBegun(at.clock.instant());
    }

    private static ColumnStatistics bounds(Object least, Object most) {
        return new ColumnStatistics(Optional.of(Literal.of(least)), Optional.of(Literal.of(most)), OptionalLong.of(0));
    }

    private static Map<String, String> properties(String form) {
        return switch (form) {
            case "typed" -> Map.of("delta.checkpoint.writeStatsAsJson", "false");
            case "json" -> Map.of("delta.checkpoint.writeStatsAsStruct", "false");
            case "v2" -> Map.of("delta.checkpointPolicy", "v2");
            default -> Map.of();
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 1000})
    void an_object_that_breaks_is_replaced_by_what_is_left(int most) {
        manyFiles();
        Snapshot opened = TransactionLog.open(tables.environment(tables.memory), tables.location, most)
                .latest();
        List<String> expected = Tables.paths(tables.log().at(Version.of(20)));
        List<Action.AddFile> seen = new ArrayList<>();

        try (Stream<Action.AddFile> files = opened.files()) {
            var iterator = files.iterator();
            seen.add(iterator.next());
            damage();
            iterator.forEachRemaining(seen::add);
        }

        assertThat(seen.stream().map(Action.AddFile::path)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(Tables.paths(opened)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(opened.tombstones()).isEmpty();
    }

    @Test
    void without_anything_else_what_is_broken_is_named() {
        manyFiles();
        TransactionLog log = TransactionLog.open(tables.environment(tables.memory), tables.location, 0);
        Snapshot opened = log.latest();
        damage();
        tables.memory.delete(List.of(tables.commit(3)));

        assertThatThrownBy(() -> Tables.paths(opened))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("version 3 is missing")
                .hasMessageContaining(".parquet");
    }

    @Test
    void a_predicate_asked_again_after_a_commit_costs_no_more_than_the_commit() {
        manyFiles();
        var storage = RecordingStorage.over(tables.memory, tables.location);
        TransactionLog log = TransactionLog.open(tables.environment(storage), tables.location);
        Predicate predicate = Predicate.equal("value", 7L);
        paths(log.latest(), predicate);
        tables.log().append("WRITE").add(tables.file("late.parquet")).commit();
        storage.forget();

        paths(log.latest(), predicate);

        assertThat(storage.operations(Operation.Verb.READ))
                .containsExactly(
                        Operation.read("_delta_log/00000000000000000021.json"),
                        Operation.read("_delta_log/00000000000000000022.json"));
        assertThat(storage.operations()).hasSize(2);
    }

    /** Twenty commits and a V2 checkpoint of them, so that its sidecars can be broken when it has been opened. */
    private void manyFiles() {
        TransactionLog log = tables.log();
        log.create(Tables.metadata(Tables.SCHEMA, properties("v2")), "CREATE TABLE")
                .commit();
        Random random = new Random(5);
        for (int i = 0; i < 20; i++) {
            log.append("WRITE").add(file(tables, "f" + i + ".parquet", random)).commit();
        }
        log.checkpoint(log.latest());
    }

    /** Each file of each sidecar is still there, and none can be read. */
    private void damage() {
        List<Location> sidecars = new ArrayList<>();
        try (Listing listing = tables.memory.list(tables.location.resolve("_delta_log/_sidecars"), "")) {
            listing.forEachRemaining((ObjectInfo object) -> sidecars.add(object.location()));
        }
        assertThat(sidecars).isNotEmpty();
        for (Location sidecar : sidecars) {
            tables.memory.put(sidecar, Content.of("broken"));
        }
    }
}
