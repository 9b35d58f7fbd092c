package io.twinlake.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams go on from checkpoints that earlier releases have written; {@code streams-of-0.1/README.md} says what they are. */
class EarlierCheckpointIT {

    private final Path folder = TestSpark.newFolder("streams");

    @BeforeEach
    void copy_them() throws Exception {
        Path kept =
                Path.of(EarlierCheckpointIT.class.getResource("/streams-of-0.1").toURI());
        try (Stream<Path> files = Files.walk(kept)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(kept.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    @Test
    void one_within_a_snapshot_goes_on_by_files() throws Exception {
        RecordedStream stream = resumed("within-snapshot");

        assertThat(stream.batches().firstKey()).isEqualTo(2);
        assertThat(stream.batches()).hasSize(4);
    }

    @Test
    void one_behind_its_snapshot_or_all_commits_goes_on_with_the_next_commit() throws Exception {
        assertThat(resumed("after-snapshot").batches()).hasSize(2);
        assertThat(resumed("after-commit").batches()).isEmpty();
    }

    @Test
    void one_within_a_snapshot_in_order_of_event_time_goes_on_in_order() throws Exception {
        RecordedStream stream = resumed("within-ordered-snapshot");

        assertThat(stream.batches()).hasSize(4);
        assertThat(stream.isInOrder()).isTrue();
    }

    private RecordedStream resumed(String name) throws Exception {
        RecordedStream stream = new RecordedStream(
                        folder.resolve("table"), folder.resolve(name), "lpad(unix_micros(observed_at), 20, '0')")
                .with("maxFilesPerTrigger", "1");
        stream.run();
        assertThat(Stream.concat(seen(name).stream(), stream.all().stream().map(RecordedStream.Seen::id))
                        .sorted())
                .containsExactlyElementsOf(LongStream.range(0, 80).boxed().toList());
        return stream;
    }

    private List<Long> seen(String name) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve(name + ".seen"))) {
            return lines.map(Long::valueOf).toList();
        }
    }
}
