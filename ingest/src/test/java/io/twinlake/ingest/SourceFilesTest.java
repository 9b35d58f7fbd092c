package io.twinlake.ingest;

import static io.twinlake.ingest.Lake.reading;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may happen to files between two readings, and what comes of it: nothing lost, nothing read twice. */
class SourceFilesTest {

    private static final String FILE = Lake.INPUT + "a.jsonl";
    private static final PipelineOptions FOLLOWED = FollowTest.OPTIONS;

    private final Lake lake = new Lake();
    private final List<String> notices = new ArrayList<>();

    private final PipelineListener listener = new PipelineListener() {
        @Override
        public void notice(String text) {
            notices.add(text);
        }
    };

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 40, 400})
    void a_file_that_was_overwritten_is_refused_whatever_its_length(int lines) {
        lake.with("a.jsonl", reading("L1", 1, 5), reading("L1", 2, 50));
        run(FILE);
        List<String> before = lake.rows("city/lamp_state");
        lake.with("a.jsonl", numbered("L7", 3, lines));

        assertThatThrownBy(() -> run(FILE))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("source file memory://input/a.jsonl is not the one that was read: ")
                .hasMessageContaining("give what is new a new name");
        assertThat(lake.rows("city/lamp_state")).isEqualTo(before);
    }

    @Test
    void a_file_that_differs_in_its_last_bytes_or_its_first_ones_alone_is_another_one() {
        String[] lines = numbered("L1", 0, 300);
        for (int changed : new int[] {0, 298}) {
            Lake other = new Lake().with("a.jsonl", lines);
            other.pipeline(Lake.LAMPS, Lake.options(), FILE).run(listener);
            String[] edited = Arrays.copyOf(lines, 301);
            edited[changed] = edited[changed].replace("L1", "L2");
            edited[300] = reading("L1", 301, 5);
            other.with("a.jsonl", edited);

            assertThatThrownBy(() ->
                            other.pipeline(Lake.LAMPS, Lake.options(), FILE).run(listener))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("is not the one that was read");
        }
    }

    @Test
    void a_renamed_file_is_finished_and_what_was_written_since_under_its_name_follows() {
        lake.with("a.jsonl", reading("L1", 1, 5));
        run(FILE);
        lake.append("a.jsonl", reading("L1", 2, 50));
        lake.rename("a.jsonl", "a.jsonl.1");
        lake.with("a.jsonl", reading("L1", 3, 150), reading("L1", 4, 5));
        run(FILE);
        lake.append("a.jsonl", reading("L1", 5, 50));
        run(FILE);

        assertThat(levels()).containsExactly("dark", "dim", "bright", "dark", "dim");
        assertThat(lake.deadLetters()).isEmpty();
    }

    @Test
    void a_renamed_file_is_no_new_partition_where_each_file_is_one() {
        lake.with("a.jsonl", reading("L1", 1, 5)).with("b.jsonl", reading("L2", 1, 5));
        run(Lake.INPUT + "?partition=file");
        lake.append("a.jsonl", reading("L1", 2, 50));
        lake.rename("a.jsonl", "c.jsonl");
        lake.with("a.jsonl", reading("L1", 3, 150));
        run(Lake.INPUT + "?partition=file");

        assertThat(levels()).containsExactly("dark", "dim", "bright", "dark");
        assertThat(lake.deadLetters()).isEmpty();
    }

    @Test
    void files_rotated_several_times_between_two_runs_are_read_in_the_order_in_which_they_were_written() {
        lake.with("a.jsonl", reading("L1", 1, 5));
        run(FILE);
        lake.append("a.jsonl", reading("L1", 2, 50));
        lake.rename("a.jsonl", "a.jsonl.3");
        lake.withBytes("a.jsonl.2.gz", gzip(reading("L1", 3, 150) + "\n"));
        lake.with("a.jsonl.1", reading("L1", 4, 5));
        lake.with("a.jsonl", reading("L1", 5, 50));
        run(FILE);

        assertThat(levels()).containsExactly("dark", "dim", "bright", "dark", "dim");
    }

    @Test
    void a_file_that_was_compressed_meanwhile_is_known_by_its_text() {
        lake.with("a.jsonl", reading("L1", 1, 5));
        run(FILE);
        byte[] packed = gzip(reading("L1", 1, 5) + "\n" + reading("L1", 2, 50) + "\n");
        lake.withBytes("a.jsonl-20130101.gz", packed).with("a.jsonl", reading("L1", 3, 150));
        run(FILE);

        assertThat(levels()).containsExactly("dark", "dim", "bright");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.jsonl*", "?partition=file"})
    void a_file_that_is_being_compressed_is_not_read_again_from_its_copy(String source) {
        byte[] packed = gzip(reading("L1", 1, 5) + "\n" + reading("L1", 2, 50) + "\n");
        lake.with("a.jsonl", reading("L1", 1, 5), reading("L1", 2, 50));
        new FollowedRun(lake)
                .then(() -> lake.withBytes("a.jsonl.gz", Arrays.copyOf(packed, 20)))
                .then(() -> lake.withBytes("a.jsonl.gz", packed))
                .then(() -> lake.memory.delete(List.of(at("a.jsonl"))))
                .thenAppend("a.jsonl", reading("L1", 3, 150))
                .run(lake.memory, Lake.LAMPS, FOLLOWED, Lake.INPUT + source);

        assertThat(levels()).containsExactly("dark", "dim", "bright");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jsonl", "", "a.jsonl*", "?partition=file"})
    void a_followed_file_may_be_rotated_again_and_again(String source) {
        lake.with("a.jsonl", reading("L1", 1, 5));
        new FollowedRun(lake)
                .then(() -> {
                    lake.append("a.jsonl", reading("L1", 2, 50));
                    lake.rename("a.jsonl", "a.jsonl.1");
                })
                .thenAppend("a.jsonl", reading("L1", 3, 150), reading("L1", 4, 5), reading("L1", 5, 50))
                .then(() -> {
                    lake.rename("a.jsonl.1", "a.jsonl.2");
                    lake.rename("a.jsonl", "a.jsonl.1");
                    lake.with("a.jsonl", reading("L1", 6, 150));
                })
                .thenAppend("a.jsonl", reading("L1", 7, 5))
                .run(lake.memory, Lake.LAMPS, FOLLOWED, Lake.INPUT + source);
        lake.append("a.jsonl", reading("L1", 8, 50));
        run(Lake.INPUT + source);

        assertThat(levels()).containsExactly("dark", "dim", "bright", "dark", "dim", "bright", "dark", "dim");
        assertThat(lake.deadLetters()).isEmpty();
    }

    @Test
    void a_followed_file_that_is_cut_and_written_again_stops_the_run() {
        lake.with("a.jsonl", reading("L1", 1, 5));
        FollowedRun run = new FollowedRun(lake).then(() -> lake.with("a.jsonl", numbered("L2", 2, 30)));

        assertThatThrownBy(() -> run.run(lake.memory, Lake.LAMPS, FOLLOWED, FILE))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("It was overwritten or cut");
        assertThat(levels()).containsExactly("dark");
    }

    @Test
    void a_source_file_that_was_deleted_has_an_error_of_its_own() {
        lake.with("a.jsonl", reading("L1", 1, 5));
        run(FILE);
        lake.memory.delete(List.of(at("a.jsonl")));

        assertThatThrownBy(() -> run(FILE))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("source file memory://input/a.jsonl is gone: ");
    }

    @Test
    void a_file_of_a_folder_may_be_deleted_when_it_was_read_to_its_end() {
        lake.with("a.jsonl", reading("L1", 1, 5)).with("b.jsonl", reading("L1", 2, 50));
        run(Lake.INPUT.toString());
        lake.memory.delete(List.of(at("a.jsonl"), at("b.jsonl")));
        lake.with("c.jsonl", reading("L1", 3, 150));
        run(Lake.INPUT.toString());

        assertThat(levels()).containsExactly("dark", "dim", "bright");
    }

    @Test
    void what_is_added_to_a_file_is_read_though_a_later_one_was_begun() {
        lake.with("a.jsonl", reading("L1", 1, 5)).with("b.jsonl", reading("L1", 2, 50));
        run(Lake.INPUT.toString());
        lake.append("a.jsonl", reading("L1", 3, 150));
        run(Lake.INPUT.toString());
        new FollowedRun(lake)
                .thenAppend("a.jsonl", reading("L1", 4, 5))
                .thenAppend("b.jsonl", reading("L1", 5, 50))
                .thenAppend("a.jsonl", reading("L1", 6, 150))
                .run(lake.memory, Lake.LAMPS, FOLLOWED, Lake.INPUT.toString());

        assertThat(levels()).containsExactly("dark", "dim", "bright", "dark", "dim", "bright");
    }

    @Test
    void a_followed_line_without_newline_waits_for_its_rest_before_the_next_file_is_begun() {
        String line = reading("L1", 2, 150);
        lake.with("a.jsonl", reading("L1", 1, 5));
        new FollowedRun(lake)
                .then(() -> appendBytes("a.jsonl", line.substring(0, 30)))
                .thenAppend("b.jsonl", reading("L1", 3, 50))
                .then(() -> appendBytes("a.jsonl", line.substring(30) + "\n"))
                .then(() -> {})
                .run(lake.memory, Lake.LAMPS, FOLLOWED, Lake.INPUT.toString());

        assertThat(levels()).containsExactly("dark", "bright", "dim");
        assertThat(lake.deadLetters()).isEmpty();
    }

    @Test
    void a_line_that_waited_too_long_is_a_dead_letter_and_so_is_its_rest() {
        lake.with("a.jsonl", reading("L1", 1, 5));
        new FollowedRun(lake)
                .then(() -> appendBytes("a.jsonl", "junk"))
                .thenAppend("b.jsonl", reading("L1", 3, 50))
                .thenWait(Duration.ofSeconds(20))
                .then(() -> appendBytes("a.jsonl", reading("L9", 4, 5) + "\n" + reading("L1", 5, 150) + "\n"))
                .then(() -> {})
                .run(lake.memory, Lake.LAMPS, FOLLOWED, Lake.INPUT.toString());

        assertThat(levels()).containsExactly("dark", "dim", "bright");
        assertThat(lake.deadLetters()).hasSize(2);
        assertThat(lake.deadLetters().get(0)).contains("the line has no newline, another file follows", "bytes=junk");
        assertThat(lake.deadLetters().get(1)).contains("the rest of a line", "bytes={\"lamp\":\"L9\"");
    }

    @Test
    void files_that_are_being_copied_into_a_followed_folder_are_waited_for() {
        byte[] packed = gzip(reading("L1", 2, 50) + "\n");
        lake.with("a.jsonl", reading("L1", 1, 5));
        new FollowedRun(lake)
                .then(() -> lake.withBytes("b.jsonl.gz", new byte[0]))
                .then(() -> lake.withBytes("b.jsonl.gz", Arrays.copyOf(packed, 30)))
                .thenAppend("c.jsonl", reading("L1", 3, 150))
                .then(() -> lake.withBytes("b.jsonl.gz", packed))
                .then(() -> {})
                .run(lake.memory, Lake.LAMPS, FOLLOWED, Lake.INPUT.toString());

        assertThat(levels()).containsExactly("dark", "dim", "bright");
    }

    @Test
    void members_added_to_a_compressed_file_are_read() {
        byte[] first = gzip(reading("L1", 1, 5) + "\n");
        byte[] both = Arrays.copyOf(first, first.length * 2);
        byte[] second = gzip(reading("L1", 2, 50) + "\n");
        byte[] all = joined(first, second);
        assertThat(both).hasSizeGreaterThan(first.length);
        lake.withBytes("a.jsonl.gz", first);
        run(Lake.INPUT + "a.jsonl.gz");
        lake.withBytes("a.jsonl.gz", all);
        run(Lake.INPUT + "a.jsonl.gz");
        new FollowedRun(lake)
                .then(() -> lake.withBytes("a.jsonl.gz", joined(all, gzip(reading("L1", 3, 150) + "\n"))))
                .run(lake.memory, Lake.LAMPS, FOLLOWED, Lake.INPUT + "a.jsonl.gz");

        assertThat(levels()).containsExactly("dark", "dim", "bright");
    }

    @Test
    void names_of_what_is_not_data_or_not_yet_are_left_out() {
        lake.with("a.jsonl", reading("L1", 1, 5));
        for (String name : List.of(".b.jsonl", "_b.jsonl", "b.jsonl.part", "b.jsonl.tmp", "b.jsonl.filepart", "b~")) {
            lake.with(name, reading("L1", 2, 50));
        }
        run(Lake.INPUT.toString());

        assertThat(levels()).containsExactly("dark");
    }

    @Test
    void a_file_is_read_once_however_its_source_is_spelled() {
        lake.with("a.jsonl", reading("L1", 1, 5));
        run(FILE);
        int second = 2;
        for (String source : List.of("", "a*.jsonl", "**", "?partition=file", "a.jsonl", "*")) {
            lake.append("a.jsonl", reading("L1", second, second % 2 == 0 ? 50 : 5));
            run(Lake.INPUT + source);
            second++;
        }

        assertThat(levels()).containsExactly("dark", "dim", "dark", "dim", "dark", "dim", "dark");
        assertThat(lake.rows("city/lamp_state")).allMatch(row -> row.contains("source_partition=readings=" + FILE));
        assertThat(lake.deadLetters()).isEmpty();
    }

    @Test
    void files_go_on_where_they_were_when_each_becomes_a_partition_and_when_they_become_one_again() {
        lake.with("a.jsonl", reading("L1", 1, 5)).with("b.jsonl", reading("L1", 2, 50));
        run(Lake.INPUT.toString());
        lake.append("a.jsonl", reading("L1", 3, 150));
        lake.with("c.jsonl", reading("L1", 4, 5));
        run(Lake.INPUT + "?partition=file");
        lake.append("c.jsonl", reading("L1", 5, 50));
        lake.with("d.jsonl", reading("L1", 6, 150));
        run(Lake.INPUT.toString());

        assertThat(levels()).containsExactly("dark", "dim", "bright", "dark", "dim", "bright");
    }

    @Test
    void a_file_that_two_sources_have_is_named() {
        lake.with("a.jsonl", reading("L1", 1, 5));

        assertThatThrownBy(() -> run(FILE, Lake.INPUT.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is given twice: memory://input/a.jsonl is read by");
    }

    @Test
    void an_offset_of_an_older_release_is_taken_with_one_warning_and_gets_a_proof() {
        lake.with("a.jsonl", reading("L1", 1, 5));
        run(FILE);
        Location record = PipelineFolder.of(Lake.HOME, "lamps").epoch(1);
        String text = new String(lake.memory.read(record), UTF_8);
        String older = text.replaceAll(",\"bytes\":\\d+,\"first\":\"[0-9a-f]+\"", "")
                .replaceAll(",\"pieces\":\\[\\{.*?}]", "");
        assertThat(older)
                .isNotEqualTo(text)
                .contains("\"to\":{\"record\":1,\"file\":\"a.jsonl\",\"line\":1,\"position\":");
        lake.memory.put(record, Content.of(older.getBytes(UTF_8)));
        List<Location> states = new ArrayList<>();
        lake.memory
                .list(Lake.HOME.resolve("_twinlake/pipelines/lamps/state"), "")
                .forEachRemaining(state -> states.add(state.location()));
        lake.memory.delete(states);

        lake.append("a.jsonl", reading("L1", 2, 50));
        run(FILE);
        lake.with("a.jsonl", numbered("L2", 3, 9));

        assertThat(levels()).containsExactly("dark", "dim");
        assertThatThrownBy(() -> run(FILE)).hasMessageContaining("is not the one that was read");
    }

    private void run(String... sources) {
        lake.pipeline(Lake.LAMPS, Lake.options().withTakeOver(true), sources).run(listener);
    }

    private List<String> levels() {
        return lake.rows("city/lamp_state").stream()
                .map(row -> row.replaceAll(".* level=(\\S+) .*", "$1"))
                .toList();
    }

    private void appendBytes(String file, String text) {
        lake.withBytes(file, joined(lake.memory.read(at(file)), text.getBytes(UTF_8)));
    }

    private static Location at(String file) {
        return Lake.INPUT.resolve(file);
    }

    private static String[] numbered(String lamp, int from, int lines) {
        String[] numbered = new String[lines];
        for (int i = 0; i < lines; i++) {
            numbered[i] = reading(lamp, from + i, i * 37 % 200);
        }
        return numbered;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
