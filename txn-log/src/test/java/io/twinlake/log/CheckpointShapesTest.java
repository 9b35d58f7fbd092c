package io.twinlake.log;

import static io.twinlake.storage.Operation.Verb.PUT;
import static io.twinlake.storage.Operation.Verb.READ;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.storage.Content;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.Operation;
import io.twinlake.storage.RecordingStorage;
import io.twinlake.storage.SimulatedEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Sidecars that are referred to again, log compactions and checksums: what is written, and what reading costs with them. */
class CheckpointShapesTest {

    private final Tables tables = new Tables();
    private long seed = 100;

    @Test
    void sidecars_without_a_change_are_referred_to_again() {
        TransactionLog log = created(Map.of("delta.checkpointPolicy", "v2"));
        add("a", "b");
        checkpoint();
        Set<String> first = sidecars();
        add("c");
        checkpoint();

        Set<String> second = sidecars();

        assertThat(first).hasSize(1);
        assertThat(second).hasSize(2).containsAll(first);
        assertThat(top(2)).contains("checkpointMetadata", first.iterator().next());
        assertThat(Tables.paths(fresh().latest())).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(log.latest().fileCount()).isEqualTo(3);
    }

    @Test
    void a_sidecar_with_a_file_that_is_gone_is_written_anew() {
        created(Map.of("delta.checkpointPolicy", "v2"));
        add("a", "b");
        checkpoint();
        String first = sidecars().iterator().next();
        add("c");
        checkpoint();
        Snapshot snapshot = fresh().latest();
        Transaction delete = snapshot.transaction(IsolationLevel.WRITE_SERIALIZABLE, "DELETE");
        snapshot.files().filter(file -> file.path().equals("a")).forEach(delete::remove);
        delete.commit();
        checkpoint();

        Set<String> kept = new TreeSet<>(sidecars());
        kept.removeIf(name -> !top(3).contains(name));

        assertThat(kept).doesNotContain(first).hasSize(3);
        assertThat(Tables.paths(fresh().latest())).containsExactlyInAnyOrder("b", "c");
        assertThat(fresh().latest().tombstones().map(Action.RemoveFile::path)).containsExactly("a");
    }

    @Test
    void many_small_sidecars_become_one() {
        created(Map.of("delta.checkpointPolicy", "v2"));
        for (int i = 0; i < 12; i++) {
            add("f" + i);
            checkpoint();
        }

        assertThat(top(12).lines().filter(line -> line.contains("\"sidecar\""))).hasSizeLessThan(9);
        assertThat(Tables.paths(fresh().latest())).hasSize(12);
    }

    @Test
    void commits_that_are_summed_up_cost_one_request() {
        TransactionLog log = created(Map.of());
        add("a");
        checkpoint();
        log.append("WRITE")
                .add(tables.file("b"))
                .domain("kept", "1")
                .domain("gone", "2")
                .commit();
        log.append("WRITE")
                .add(tables.file("c"))
                .removeDomain("gone")
                .advance(new ApplicationProgress("p", 4))
                .commit();
        add("d");
        add("e");
        Snapshot expected = fresh().latest();
        log.compactLog(Version.of(2), Version.of(4));
        var storage = RecordingStorage.over(tables.memory, tables.location);

        Snapshot opened = tables.log(storage).latest();

        assertThat(storage.operations(READ))
                .containsExactly(
                        Operation.read("_delta_log/_last_checkpoint"),
                        Operation.read("_delta_log/00000000000000000002.00000000000000000004.compacted.json"),
                        Operation.read("_delta_log/00000000000000000005.json"));
        assertThat(Tables.paths(opened)).isEqualTo(Tables.paths(expected));
        assertThat(opened.domains()).isEqualTo(expected.domains()).containsOnlyKeys("kept");
        assertThat(opened.progress("p")).isEqualTo(OptionalLong.of(4));
        assertThat(fresh().at(Version.of(3)).fileCount()).isEqualTo(3);
        assertThat(fresh().at(Version.of(4)).timestamp())
                .isEqualTo(log.at(Version.of(4)).timestamp());
    }

    @Test
    void a_compaction_that_is_broken_is_passed_over() {
        created(Map.of());
        add("a");
        add("b");
        tables.memory.put(logFile("00000000000000000001.00000000000000000002.compacted.json"), Content.of("{\"add\":"));

        assertThat(Tables.paths(fresh().latest())).containsExactly("a", "b");
    }

    /** Found in tables of real writers: a file that was added and removed is there with both, the removal first. */
    @Test
    void a_compaction_in_which_a_key_is_twice_is_not_believed_where_the_commits_are_there() {
        created(Map.of());
        add("a");
        add("b");
        remove("a");
        String twice = lines(3, "remove") + lines(2, "add") + lines(1, "add");
        tables.memory.put(logFile("00000000000000000001.00000000000000000003.compacted.json"), Content.of(twice));
        assertThat(Tables.paths(fresh().latest())).containsExactly("b");

        tables.memory.put(
                logFile("00000000000000000001.00000000000000000003.compacted.json"),
                Content.of("{}\n" + lines(1, "add") + lines(3, "remove")));
        assertThat(Tables.paths(fresh().latest())).containsExactly("b");
    }

    @Test
    void of_a_key_that_is_twice_in_a_compaction_the_first_holds_where_the_commits_are_gone() {
        created(Map.of());
        checkpoint();
        add("a");
        add("b");
        remove("a");
        String twice = lines(3, "remove") + lines(2, "add") + lines(1, "add");
        tables.memory.put(logFile("00000000000000000001.00000000000000000003.compacted.json"), Content.of(twice));
        tables.memory.delete(List.of(tables.commit(1), tables.commit(2)));

        assertThat(Tables.paths(fresh().latest())).containsExactly("b");
        assertThat(fresh().latest().tombstones().map(Action.RemoveFile::path)).containsExactly("a");
    }

    private void remove(String name) {
        Snapshot snapshot = fresh().latest();
        Transaction delete = snapshot.transaction(IsolationLevel.WRITE_SERIALIZABLE, "DELETE");
        snapshot.files().filter(file -> file.path().equals(name)).forEach(delete::remove);
        delete.commit();
    }

    /** Those of a commit that hold actions of a kind. */
    private String lines(long version, String kind) {
        return new String(tables.memory.read(tables.commit(version)), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("{\"" + kind + "\""))
                .map(line -> line + "\n")
                .collect(java.util.stream.Collectors.joining());
    }

    @Test
    void a_checksum_spares_the_checkpoint_and_the_commits_before_it() {
        checksummed(Optional.empty());
        var storage = RecordingStorage.over(tables.memory, tables.location);

        Snapshot opened = tables.log(storage).latest();

        assertThat(storage.operations(READ))
                .containsExactly(
                        Operation.read("_delta_log/_last_checkpoint"),
                        Operation.read("_delta_log/00000000000000000007.crc"),
                        Operation.read("_delta_log/00000000000000000007.json"));
        assertThat(opened.progress("p")).isEqualTo(OptionalLong.of(7));
        assertThat(opened.version()).isEqualTo(Version.of(7));
        assertThat(Tables.paths(opened)).hasSize(7);
        opened.transaction(IsolationLevel.WRITE_SERIALIZABLE, "WRITE")
                .add(tables.file("late"))
                .commit();
        assertThat(fresh().latest().fileCount()).isEqualTo(8);
    }

    @Test
    void a_checksum_that_is_malformed_or_of_another_mind_is_as_if_it_were_not_there() {
        for (String text : List.of("", "{", "[]", "{\"numFiles\":7}", "of null", "contradicting")) {
            checksummed(Optional.of(text));

            Snapshot opened = fresh().latest();

            assertThat(opened.progress("p")).as(text).isEqualTo(OptionalLong.of(7));
            assertThat(opened.files().count()).as(text).isEqualTo(7);
            tables.memory.delete(all());
        }
    }

    @Test
    void who_writes_a_checkpoint_writes_its_checksum_once() {
        created(Map.of());
        add("a", "b");
        checkpoint();
        var storage = RecordingStorage.over(tables.memory, tables.location);

        VersionChecksum checksum = VersionChecksum.read(
                        new LogFolder(tables.environment(tables.memory), tables.location), Version.of(1))
                .orElseThrow();

        assertThat(checksum.numFiles()).isEqualTo(2);
        assertThat(checksum.tableSizeBytes()).isEqualTo(8);
        TransactionLog log = tables.log(storage);
        log.checkpoint(log.latest());
        assertThat(storage.operations(PUT)).doesNotContain(Operation.put("_delta_log/00000000000000000001.crc"));
    }

    /** Seven commits, a checkpoint of the first and a checksum of the last, or that text in its place. */
    private void checksummed(Optional<String> other) {
        TransactionLog log = created(Map.of());
        for (int version = 1; version <= 7; version++) {
            log.append("WRITE")
                    .add(tables.file("f" + version))
                    .advance(new ApplicationProgress("p", version))
                    .commit();
            if (version == 1) {
                log.checkpoint(log.latest());
            }
        }
        Snapshot snapshot = log.latest();
        long progress = other.filter("contradicting"::equals).isPresent() ? 6 : 7;
        var checksum = new VersionChecksum(
                snapshot.version(),
                28,
                7,
                OptionalLong.of(snapshot.timestamp().toEpochMilli()),
                snapshot.protocol(),
                snapshot.metadata(),
                Optional.of(List.of(new Action.SetTransaction("p", progress, OptionalLong.empty()))),
                Optional.of(List.of()));
        checksum.write(new LogFolder(tables.environment(tables.memory), tables.location));
        Location at = logFile("00000000000000000007.crc");
        String ofNull = new String(tables.memory.read(at), StandardCharsets.UTF_8)
                .replace("\"domainMetadata\":[]", "\"domainMetadata\":[null]");
        other.filter(text -> !text.equals("contradicting"))
                .ifPresent(text -> tables.memory.put(at, Content.of(text.equals("of null") ? ofNull : text)));
    }

    private TransactionLog created(Map<String, String> properties) {
        TransactionLog log = fresh();
        log.create(Tables.metadata(Tables.SCHEMA, properties), "CREATE TABLE").commit();
        return log;
    }

    private void add(String... names) {
        Transaction append = fresh().append("WRITE");
        for (String name : names) {
            append.add(tables.file(name));
        }
        append.commit();
    }

    private void checkpoint() {
        TransactionLog log = fresh();
        log.checkpoint(log.latest());
    }

    /** As another process does, with names of its own. */
    private TransactionLog fresh() {
        return TransactionLog.open(SimulatedEnvironment.over(tables.memory, tables.clock, seed++), tables.location);
    }

    private Set<String> sidecars() {
        Set<String> names = new TreeSet<>();
        try (Listing listing = tables.memory.list(logFile("_sidecars"), "")) {
            listing.forEachRemaining(object -> names.add(object.location().name()));
        }
        return names;
    }

    private String top(long version) {
        try (Listing listing = tables.memory.list(logFile(""), "")) {
            while (listing.hasNext()) {
                Location at = listing.next().location();
                if (at.name().startsWith("%020d.checkpoint.".formatted(version))) {
                    return new String(tables.memory.read(at), StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError("no checkpoint of version " + version);
    }

    private List<Location> all() {
        List<Location> all = new ArrayList<>();
        try (Listing listing = tables.memory.list(tables.location, "")) {
            listing.forEachRemaining(object -> all.add(object.location()));
        }
        return all;
    }

    private Location logFile(String name) {
        Location folder = tables.location.resolve("_delta_log");
        return name.isEmpty() ? folder : folder.resolve(name);
    }
}
