package io.twinlake.ingest;

import static io.twinlake.ingest.Lake.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.twinlake.storage.ForwardingStorage;
import io.twinlake.storage.LinkedStorage;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;
import io.twinlake.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file is the same one whatever leads to it: a link, another scheme, a relative path. */
class SourceSpellingTest {

    private static final String LINK = "other://link";

    @TempDir
    private Path scratch;

    private final Lake lake = new Lake();

    @ParameterizedTest
    @CsvSource({
        "memory://input/a.jsonl, other://link/a.jsonl",
        "other://link/a.jsonl, memory://input/a.jsonl",
        "memory://input, other://link",
        "other://link, memory://input",
        "memory://input, other://link/a*",
        "other://link/*.jsonl, memory://input?partition=file",
        "memory://input?partition=file, other://link",
        "memory://input?partition=file, other://link?partition=file",
        "other://link?partition=file, memory://input?partition=file",
    })
    void what_was_read_by_one_name_goes_on_by_another(String first, String then) {
        readThroughALink().with("a.jsonl", reading("L1", 1, 5), reading("L1", 2, 50));
        run(first);
        lake.append("a.jsonl", reading("L1", 3, 150));
        run(then);
        lake.with("a2.jsonl", reading("L1", 4, 5));
        if (!first.endsWith(".jsonl") || !then.endsWith(".jsonl") || then.contains("*")) {
            run(then.replace("/a.jsonl", ""));
        }
        run(first);

        assertThat(levels()).startsWith("dark", "dim", "bright").hasSizeLessThanOrEqualTo(4);
        assertThat(lake.deadLetters()).isEmpty();
        assertThat(partitions()).first().asString().startsWith(first.replaceAll("[?].*", ""));
        assertThat(partitions()).hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "?partition=file, ''", "'', ?partition=file", "?partition=file, ?partition=file"})
    void a_file_that_was_renamed_meanwhile_is_found_by_another_name(String first, String then) {
        readThroughALink().with("a.jsonl", reading("L1", 1, 5));
        run(Lake.INPUT + first);
        lake.append("a.jsonl", reading("L1", 2, 50));
        lake.rename("a.jsonl", "a.jsonl.1");
        lake.with("a.jsonl", reading("L1", 3, 150));
        run(LINK + then);
        lake.append("a.jsonl", reading("L1", 4, 5));
        run(Lake.INPUT + first);

        assertThat(levels()).containsExactly("dark", "dim", "bright", "dark");
        assertThat(lake.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"memory://input, other://link", "memory://input/a.jsonl, other://link/a*"})
    void one_run_is_not_given_a_file_by_two_names(String one, String other) {
        readThroughALink().with("a.jsonl", reading("L1", 1, 5));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(one, other))
                .withMessageContaining("a source of pipeline 'lamps' is given twice")
                .withMessageContaining(one)
                .withMessageContaining(other);
    }

    @Test
    void a_file_that_an_older_release_has_read_by_two_names_goes_on_by_the_one_that_has_come_further() {
        lake.with("a.jsonl", reading("L1", 1, 5));
        run(Lake.INPUT + "a.jsonl");
        lake.append("a.jsonl", reading("L1", 2, 50));
        withoutIdentity();
        run(LINK + "/a.jsonl");
        readThroughALink().append("a.jsonl", reading("L1", 3, 150));
        run(LINK);
        run(Lake.INPUT.toString());

        assertThat(levels()).containsExactly("dark", "dim", "bright");
        assertThat(lake.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "in, link",
        "in/, link/?partition=file",
        "in/a.jsonl, link/a.jsonl",
        "in/*, link/a*",
        "link, in",
        "in, in/../link"
    })
    void a_folder_and_a_symbolic_link_to_it_hold_the_same_files(String first, String then) throws IOException {
        Path folder = Files.createDirectory(scratch.resolve("in"));
        Files.createSymbolicLink(scratch.resolve("link"), folder);
        Files.writeString(folder.resolve("a.jsonl"), reading("L1", 1, 5) + "\n" + reading("L1", 2, 50) + "\n");
        lake.readingFrom(Storages.open(Location.of(scratch)));
        run(scratch.resolve(first).toString());
        run("file:" + scratch + "/./" + then);

        assertThat(levels()).containsExactly("dark", "dim");
        assertThat(lake.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"''", "?partition=file"})
    void a_link_beside_the_file_it_leads_to_is_no_second_file(String suffix) throws IOException {
        Path folder = Files.createDirectory(scratch.resolve("in"));
        Files.writeString(folder.resolve("day1.jsonl"), reading("L1", 1, 5) + "\n");
        Files.createSymbolicLink(folder.resolve("today.jsonl"), folder.resolve("day1.jsonl"));
        lake.readingFrom(Storages.open(Location.of(scratch)));
        run(folder + suffix);
        Files.writeString(folder.resolve("day2.jsonl"), reading("L1", 2, 50) + "\n");
        Files.delete(folder.resolve("today.jsonl"));
        Files.createSymbolicLink(folder.resolve("today.jsonl"), folder.resolve("day2.jsonl"));
        run(folder + suffix);
        run(folder + suffix);

        assertThat(levels()).containsExactly("dark", "dim");
        assertThat(lake.deadLetters()).isEmpty();
    }

    private Lake readThroughALink() {
        return lake.readingFrom(new LinkedStorage(lake.memory, Location.parse(LINK), Lake.INPUT));
    }

    /** As releases before did, by which a link led to other files. */
    private void withoutIdentity() {
        Storage linked = new LinkedStorage(lake.memory, Location.parse(LINK), Lake.INPUT);
        lake.readingFrom(new NamesOnly(linked));
    }

    private static final class NamesOnly extends ForwardingStorage {
        NamesOnly(Storage inner) {
            super(inner);
        }

        @Override
        public Location canonical(Location at) {
            return at;
        }
    }

    private void run(String... sources) {
        lake.pipeline(Lake.LAMPS, Lake.options(), sources).run(PipelineListener.NONE);
    }

    private List<String> partitions() {
        return lake.rows("city/lamp_state").stream()
                .map(row -> row.replaceAll(".* source_partition=(?:readings=)?(\\S+).*", "$1"))
                .distinct()
                .toList();
    }

    private List<String> levels() {
        return lake.rows("city/lamp_state").stream()
                .map(row -> row.replaceAll(".* level=(\\S+) .*", "$1"))
                .toList();
    }
}
