package io.twinlake.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every storage promises. A test of a storage extends this and says how to open it. */
public abstract class StorageContract {

    private static final int RACERS = 16;

    private Storage storage;
    private Location base;

    /** The storage; the same one may be given to every test. */
    protected abstract Storage storage() throws Exception;

    /** An empty folder, another one for every test. */
    protected abstract Location emptyFolder() throws Exception;

    /** How many keys are raced for; fewer where a put is slow. */
    protected int racedKeys() {
        return 100;
    }

    @BeforeEach
    void open() throws Exception {
        storage = storage();
        base = emptyFolder();
    }

    @Test
    void what_was_put_is_read() {
        put("a/b/c.txt", "hello");

        assertThat(read("a/b/c.txt")).isEqualTo("hello");
    }

    @Test
    void a_put_replaces_the_whole_object() {
        put("hint", "a long first content");
        put("hint", "short");

        assertThat(read("hint")).isEqualTo("short");
        assertThat(storage.info(at("hint")).size()).isEqualTo(5);
    }

    @Test
    void an_object_has_its_size_and_a_time_of_now() {
        put("object", "12345");

        var info = storage.info(at("object"));

        assertThat(info.location()).isEqualTo(at("object"));
        assertThat(info.size()).isEqualTo(5);
        assertThat(info.modified()).isBetween(now().minus(Duration.ofHours(1)), now().plus(Duration.ofHours(1)));
    }

    @Test
    void an_empty_object_is_an_object() {
        put("empty", "");

        assertThat(storage.read(at("empty"))).isEmpty();
        assertThat(storage.info(at("empty")).size()).isZero();
        assertThat(names("")).containsExactly("empty");
    }

    @Test
    void a_large_object_comes_back_byte_for_byte() {
        byte[] bytes = new byte[3_000_001];
        new Random(7).nextBytes(bytes);

        storage.put(at("large"), Content.of(bytes));

        assertThat(storage.read(at("large"))).isEqualTo(bytes);
    }

    @Test
    void put_if_absent_creates_once_and_keeps_what_is_there() {
        assertThat(putIfAbsent("log/1.json", "first")).isEqualTo(new PutOutcome.Created());
        assertThat(putIfAbsent("log/1.json", "second")).isEqualTo(new PutOutcome.Exists());

        assertThat(read("log/1.json")).isEqualTo("first");
    }

    @Test
    void put_if_absent_creates_again_what_was_deleted() {
        putIfAbsent("key", "first");
        storage.delete(List.of(at("key")));

        assertThat(putIfAbsent("key", "second")).isEqualTo(new PutOutcome.Created());
        assertThat(read("key")).isEqualTo("second");
    }

    @Test
    void of_sixteen_racers_for_a_name_one_wins_and_its_bytes_are_there() throws Exception {
        ExecutorService racers = Executors.newFixedThreadPool(RACERS);
        try {
            for (int key = 0; key < racedKeys(); key++) {
                raceFor("race/" + key, racers);
            }
        } finally {
            racers.shutdownNow();
        }
        assertThat(names("race")).hasSize(racedKeys());
    }

    private void raceFor(String name, ExecutorService racers) throws Exception {
        List<Callable<PutOutcome>> calls = new ArrayList<>();
        for (int racer = 0; racer < RACERS; racer++) {
            String content = "written by " + racer;
            calls.add(() -> putIfAbsent(name, content));
        }
        List<String> winners = new ArrayList<>();
        List<PutOutcome> outcomes = new ArrayList<>();
        for (var answer : racers.invokeAll(calls)) {
            outcomes.add(answer.get());
            if (answer.get().equals(new PutOutcome.Created())) {
                winners.add("written by " + (outcomes.size() - 1));
            }
        }
        // A store may leave some without a definite answer (409 by the standard): those say so, and one has won.
        assertThat(winners).as("winners of %s: %s", name, outcomes).hasSizeLessThanOrEqualTo(1);
        if (!winners.isEmpty()) {
            assertThat(read(name)).isEqualTo(winners.get(0));
        }
        assertThat(outcomes).as(name).anyMatch(outcome -> !outcome.equals(new PutOutcome.Exists()));
    }

    @Test
    void a_reader_never_sees_half_an_object_nor_the_name_of_a_put_in_progress() throws Exception {
        byte[] bytes = new byte[1 << 20];
        var done = new AtomicBoolean();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            var writing = writer.submit(() -> {
                for (int i = 0; i < 20; i++) {
                    storage.putIfAbsent(at("whole/" + (100 + i)), Content.of(bytes));
                }
                done.set(true);
            });
            while (!done.get() && !writing.isDone()) {
                for (ObjectInfo info : infos("whole", "")) {
                    assertThat(info.size()).isEqualTo(bytes.length);
                    assertThat(info.location().name()).matches("1\\d\\d");
                }
            }
            writing.get();
        } finally {
            writer.shutdownNow();
        }
        assertThat(names("whole")).hasSize(20);
    }

    @Test
    void what_is_not_there_is_told_so() {
        put("there", "x");
        for (String name : List.of("missing", "missing/deeper", "there-not")) {
            assertNotFound(name, () -> storage.read(at(name)));
            assertNotFound(name, () -> storage.readRange(at(name), 0, 1));
            assertNotFound(name, () -> storage.info(at(name)));
        }
    }

    @Test
    void a_folder_is_not_an_object() {
        put("folder/object", "x");

        assertNotFound("folder", () -> storage.read(at("folder")));
        assertNotFound("folder", () -> storage.info(at("folder")));
    }

    private void assertNotFound(String name, Runnable call) {
        assertThatExceptionOfType(ObjectNotFoundException.class)
                .isThrownBy(call::run)
                .withMessage("no object " + at(name))
                .satisfies(e -> assertThat(e.location()).isEqualTo(at(name)));
    }

    @Test
    void a_range_is_those_bytes() {
        put("digits", "0123456789");

        assertThat(storage.readRange(at("digits"), 0, 10)).asString(UTF_8).isEqualTo("0123456789");
        assertThat(storage.readRange(at("digits"), 3, 4)).asString(UTF_8).isEqualTo("3456");
        assertThat(storage.readRange(at("digits"), 9, 1)).asString(UTF_8).isEqualTo("9");
        assertThat(storage.readRange(at("digits"), 4, 0)).isEmpty();
    }

    @Test
    void a_range_beyond_the_end_is_an_error_and_not_short() {
        put("digits", "0123456789");

        assertThatThrownBy(() -> storage.readRange(at("digits"), 8, 3))
                .isInstanceOf(ObjectTooShortException.class)
                .hasMessageContaining("digits: it ends at byte 10, before 11");
        assertThatThrownBy(() -> storage.readRange(at("digits"), 20, 1)).isInstanceOf(ObjectTooShortException.class);
    }

    @Test
    void an_open_object_is_read_at_any_position() {
        put("digits", "0123456789");
        byte[] target = "..........".getBytes(UTF_8);

        try (var input = storage.open(storage.info(at("digits")))) {
            input.readFully(7, target, 1, 3);
            input.readFully(0, target, 8, 2);
            assertThat(input.info().size()).isEqualTo(10);
            assertThatThrownBy(() -> input.readFully(9, target, 0, 2)).isInstanceOf(ObjectTooShortException.class);
        }
        assertThat(new String(target, 1, 9, UTF_8)).isEqualTo("789....01");
    }

    @Test
    void a_listing_goes_to_every_depth_in_order_of_the_names_bytes() {
        putAll("a/x", "a-b", "a.c", "a/b/c", "a0", "a", "B", "Z/1", "é", "\uFFFD", "\uD83D\uDE00", "~");

        List<String> expected =
                sortedByBytes("a/x", "a-b", "a.c", "a/b/c", "a0", "B", "Z/1", "é", "\uFFFD", "\uD83D\uDE00", "~");
        assertThat(names("")).filteredOn(name -> !name.equals("a")).containsExactlyElementsOf(expected);
    }

    @Test
    void a_listing_begins_after_a_name_whether_it_is_there_or_not() {
        List<String> all = List.of("a-b", "a/b/c", "a/b/d", "a/x", "a0", "b/a", "\uFFFD", "\uD83D\uDE00");
        putAll(all.toArray(String[]::new));

        for (String after : List.of(
                "", "a-b", "a", "a/", "a/b", "a/b/c", "a/b/cc", "a/z", "b", "b/", "zz", "\uFFFD", "\uD83D\uDE00")) {
            List<String> expected = all.stream()
                    .filter(name -> Utf8Order.INSTANCE.compare(name, after) > 0)
                    .toList();
            assertThat(names("", after)).as("after '%s'", after).isEqualTo(expected);
        }
    }

    @Test
    void a_listing_is_of_its_folder_alone() {
        putAll("log/1", "log/2", "log-old/1", "log.1", "logs/1");

        assertThat(names("log")).containsExactly("1", "2");
    }

    @Test
    void a_folder_that_is_not_there_is_empty() {
        assertThat(names("nothing/here")).isEmpty();
        assertThat(storage.folders(at("nothing"))).isEmpty();
    }

    @Test
    void folders_are_those_directly_below_that_hold_something() {
        putAll("b/1", "a/2/3", "a/4", "file", "\uFFFD/1", "\uD83D\uDE00/1", "gone/1");
        storage.delete(List.of(at("gone/1")));

        assertThat(storage.folders(base)).containsExactly("a", "b", "\uFFFD", "\uD83D\uDE00");
        assertThat(storage.folders(at("a"))).containsExactly("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space",
                "100%",
                "a%20b",
                "a+b",
                "q?x=1",
                "hash#1",
                "amp&eq=1",
                "semi;colon:",
                "quote'\"",
                "back\\slash",
                "[brackets]{braces}",
                "key=äöü/日本語.parquet",
                "emoji \uD83D\uDE00",
                ".hidden",
                "..dots..",
                "star*",
                "a@b!$(c),"
            })
    void a_name_is_kept_as_it_is(String name) {
        assertThat(putIfAbsent(name, name)).isEqualTo(new PutOutcome.Created());
        assertThat(putIfAbsent(name, "again")).isEqualTo(new PutOutcome.Exists());

        assertThat(read(name)).isEqualTo(name);
        assertThat(names("")).containsExactly(name);
        storage.delete(List.of(at(name)));
        assertThat(names("")).isEmpty();
    }

    @Test
    void what_is_deleted_is_gone_and_what_was_not_there_is_no_error() {
        putAll("a/1", "a/2", "b");

        storage.delete(List.of(at("a/1"), at("missing"), at("a/not/there"), at("b/below-an-object")));
        storage.delete(List.of());

        assertThat(names("")).containsExactly("a/2", "b");
        assertNotFound("a/1", () -> storage.read(at("a/1")));
    }

    @Test
    void deleting_a_folders_name_deletes_no_object_in_it() {
        put("folder/object", "x");

        storage.delete(List.of(at("folder")));

        assertThat(names("")).containsExactly("folder/object");
    }

    @Test
    void the_name_of_a_listed_object_reads_it() {
        putAll("dir with space/a+b", "dir with space/c%d");

        for (ObjectInfo info : infos("dir with space", "")) {
            assertThat(storage.read(info.location()))
                    .asString(UTF_8)
                    .isEqualTo(info.location().relativeTo(base));
        }
    }

    /** A location below the test's folder. */
    protected final Location at(String name) {
        return base.resolve(name);
    }

    /** Writes {@code content}. */
    protected final void put(String name, String content) {
        storage.put(at(name), Content.of(content));
    }

    /** Writes objects that contain their names; a name that is also a folder is left out where that cannot be. */
    private void putAll(String... names) {
        List<String> shuffled = new ArrayList<>(List.of(names));
        Collections.shuffle(shuffled, new Random(1));
        shuffled.removeIf(name -> List.of(names).stream().anyMatch(other -> other.startsWith(name + "/")));
        shuffled.forEach(name -> put(name, name));
    }

    /** Creates an object. */
    protected final PutOutcome putIfAbsent(String name, String content) {
        return storage.putIfAbsent(at(name), Content.of(content));
    }

    /** The object's text. */
    protected final String read(String name) {
        return new String(storage.read(at(name)), UTF_8);
    }

    /** Names listed below a folder, relative to it; the empty name is the test's folder. */
    protected final List<String> names(String folder) {
        return names(folder, "");
    }

    private List<String> names(String folder, String after) {
        Location location = folder.isEmpty() ? base : at(folder);
        return infos(folder, after).stream()
                .map(info -> info.location().relativeTo(location))
                .toList();
    }

    private List<ObjectInfo> infos(String folder, String after) {
        List<ObjectInfo> infos = new ArrayList<>();
        try (var listing = storage.list(folder.isEmpty() ? base : at(folder), after)) {
            listing.forEachRemaining(infos::add);
        }
        return infos;
    }

    private static List<String> sortedByBytes(String... names) {
        List<String> sorted = new ArrayList<>(List.of(names));
        sorted.sort((left, right) -> Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8)));
        return sorted;
    }

    private static Instant now() {
        return Instant.now();
    }
}
