package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.twinlake.format.Predicate;
import io.twinlake.storage.Content;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The conflict matrix, a test a cell: a winner's row, a committer's column. The table is partitioned; files a and b are in
 * the north, c is in the south. Whoever reads reads the north; a delete removes a, a compaction puts a and b together.
 */
class ConflictMatrixTest {

    /** S: serializable, WS: write-serializable. "again": only rearranged, the change is planned once more. */
    private static final String MATRIX = """
            winner                                  | append | insert S | insert WS | delete S | delete WS | compaction
            blind append to what was read           | ok     | conflict | ok        | conflict | ok        | ok
            blind append elsewhere                  | ok     | ok       | ok        | ok       | ok        | ok
            other adds to what was read             | ok     | conflict | conflict  | conflict | conflict  | ok
            other adds elsewhere                    | ok     | ok       | ok        | ok       | ok        | ok
            delete of the same file                 | ok     | conflict | conflict  | conflict | conflict  | conflict
            delete of another file that was read    | ok     | conflict | conflict  | conflict | conflict  | conflict
            delete elsewhere                        | ok     | ok       | ok        | ok       | ok        | ok
            vector on the same file                 | ok     | conflict | conflict  | conflict | conflict  | conflict
            vector on another file that was read    | ok     | conflict | conflict  | conflict | conflict  | conflict
            vector elsewhere                        | ok     | ok       | ok        | ok       | ok        | ok
            new statistics of the same file         | ok     | ok       | ok        | again    | again     | conflict
            compaction of the same file             | ok     | ok       | ok        | again    | again     | conflict
            compaction of another file that was read| ok     | ok       | ok        | ok       | ok        | conflict
            compaction elsewhere                    | ok     | ok       | ok        | ok       | ok        | ok
            compaction, then a delete of its rows   | ok     | conflict | conflict  | conflict | conflict  | conflict
            compaction, then a delete elsewhere     | ok     | ok       | ok        | again    | again     | conflict
            delete elsewhere, then a delete of both | ok     | conflict | conflict  | conflict | conflict  | conflict
            """;

    private final Tables tables = new Tables();
    private final TransactionLog log = tables.log();
    private Snapshot seen = created();

    private Snapshot created() {
        Action.Metadata metadata = Tables.metadata();
        log.create(
                        new Action.Metadata(
                                metadata.id(),
                                metadata.name(),
                                metadata.description(),
                                metadata.formatProvider(),
                                metadata.schema(),
                                List.of("key"),
                                metadata.configuration(),
                                metadata.createdTime()),
                        "CREATE TABLE")
                .commit();
        return log.latest();
    }

    @BeforeEach
    void two_files_in_the_north_and_one_in_the_south() {
        Transaction write = log.append("WRITE");
        add(add(add(write, "a", "north"), "b", "north"), "c", "south").commit();
        seen = tables.log().latest();
    }

    static Stream<Arguments> cells() {
        List<List<String>> lines = MATRIX.lines()
                .map(line ->
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
                .toList();
        List<String> committers = lines.get(0);
        return lines.stream()
                .skip(1)
                .flatMap(line -> Stream.iterate(1, column -> column + 1)
                        .limit(committers.size() - 1L)
                        .map(column -> Arguments.of(line.get(0), committers.get(column), line.get(column))));
    }

    @ParameterizedTest(name = "after {0}, {1}: {2}")
    @MethodSource("cells")
    void cell(String winner, String committer, String outcome) {
        Transaction transaction = committer(committer);
        Arrays.stream(winner.split(", then ", -1)).forEach(this::win);
        Version last = log.latest().version();

        @Nullable Throwable failure = catchThrowable(transaction::commit);

        switch (outcome) {
            case "ok" -> assertThat(failure).isNull();
            case "again" -> assertThat(failure).isInstanceOf(RearrangementConflictException.class);
            default -> assertThat(failure).isExactlyInstanceOf(CommitConflictException.class);
        }
        assertThat(log.latest().version()).isEqualTo(failure == null ? last.next() : last);
        LogInvariants.checkLogOf(tables.environment(tables.memory), tables.location);
    }

    private Transaction committer(String name) {
        return switch (name) {
            case "append" -> add(tables.log().append("WRITE"), "late", "north");
            case "insert S" -> add(reading(IsolationLevel.SERIALIZABLE), "late", "south");
            case "insert WS" -> add(reading(IsolationLevel.WRITE_SERIALIZABLE), "late", "south");
            case "delete S" -> removing(reading(IsolationLevel.SERIALIZABLE), seen, "a");
            case "delete WS" -> removing(reading(IsolationLevel.WRITE_SERIALIZABLE), seen, "a");
            case "compaction" -> compacting(seen, "north", "a", "b");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private void win(String name) {
        Snapshot now = log.latest();
        switch (name) {
            case "blind append to what was read" ->
                add(log.append("WRITE"), "x", "north").commit();
            case "blind append elsewhere" ->
                add(log.append("WRITE"), "x", "south").commit();
            case "other adds to what was read" ->
                add(changing(now), "x", "north").commit();
            case "other adds elsewhere" -> add(changing(now), "x", "south").commit();
            case "delete of the same file" -> removing(changing(now), now, "a").commit();
            case "delete of another file that was read" ->
                removing(changing(now), now, "b").commit();
            case "a delete of its rows" -> removing(changing(now), now, "a,").commit();
            case "a delete of both" -> removing(changing(now), now, "a", "b").commit();
            case "delete elsewhere", "a delete elsewhere" ->
                removing(changing(now), now, "c").commit();
            case "vector on the same file" -> vector(now, "a", "north");
            case "vector on another file that was read" -> vector(now, "b", "north");
            case "vector elsewhere" -> vector(now, "c", "south");
            case "new statistics of the same file" -> raw(now, added("a", "north", "", false));
            case "compaction of the same file", "compaction" ->
                compacting(now, "north", "a").commit();
            case "compaction of another file that was read" ->
                compacting(now, "north", "b").commit();
            case "compaction elsewhere" -> compacting(now, "south", "c").commit();
            default -> throw new IllegalArgumentException(name);
        }
    }

    private Transaction reading(IsolationLevel level) {
        return seen.transaction(level, "CHANGE").reading(Predicate.equal("key", "north"));
    }

    private static Transaction changing(Snapshot snapshot) {
        return snapshot.transaction(IsolationLevel.WRITE_SERIALIZABLE, "CHANGE");
    }

    private Transaction compacting(Snapshot snapshot, String region, String... names) {
        Transaction transaction = snapshot.transaction(IsolationLevel.SNAPSHOT, "OPTIMIZE");
        removing(transaction, snapshot, names);
        String together = String.join(",", names) + ",";
        return transaction.add(tables.file(together, 10L * names.length), Map.of("key", Optional.of(region)));
    }

    private Transaction add(Transaction transaction, String name, String region) {
        return transaction.add(tables.file(name), Map.of("key", Optional.of(region)));
    }

    private static Transaction removing(Transaction transaction, Snapshot snapshot, String... names) {
        snapshot.files().filter(file -> List.of(names).contains(file.path())).forEach(transaction::remove);
        return transaction;
    }

    /** What another writer does who deletes one row of a file by a vector. */
    private void vector(Snapshot now, String name, String region) {
        String removed = "{\"remove\":{\"path\":\"%s\",\"deletionTimestamp\":1,\"dataChange\":true}}".formatted(name);
        String vector = ",\"deletionVector\":{\"storageType\":\"i\",\"pathOrInlineDv\":\"one\",\"sizeInBytes\":40,"
                + "\"cardinality\":1}";
        raw(now, removed + "\n" + added(name, region, vector, true));
    }

    private static String added(String name, String region, String more, boolean dataChange) {
        return "{\"add\":{\"path\":\"%s\",\"partitionValues\":{\"key\":\"%s\"},\"size\":4,\"modificationTime\":1,"
                        .formatted(name, region)
                + "\"dataChange\":%s,\"stats\":\"{\\\"numRecords\\\":10}\"%s}}".formatted(dataChange, more);
    }

    private void raw(Snapshot now, String actions) {
        long time = now.timestamp().toEpochMilli() + 1;
        String info = "{\"commitInfo\":{\"inCommitTimestamp\":%s,\"operation\":\"CHANGE\"}}".formatted(time);
        tables.memory.put(tables.commit(now.version().next().number()), Content.of(info + "\n" + actions + "\n"));
    }
}
