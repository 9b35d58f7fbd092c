package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is no definition at all is refused before it is read. */
@Timeout(20)
class DefinitionsTest {

    @TempDir
    private Path folder;

    @Test
    void a_pipe_and_a_device_are_not_opened() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe.yaml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertRefused(pipe, ExitCode.BAD_DATA, "is a pipe, a socket or a device and no file");
        Path zeros = Path.of("/dev/zero");
        assumeThat(zeros).as("a system that has it").exists();
        assertRefused(zeros, ExitCode.BAD_DATA, "is a pipe, a socket or a device and no file");
    }

    @Test
    void a_file_of_gigabytes_is_refused_by_its_size() throws IOException {
        Path file = folder.resolve("dump.yaml");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(3L << 30);
        }

        assertRefused(
                file, ExitCode.BAD_DATA, "has 3221225472 bytes or more, and a definition has at most 1048576 (1 MiB)");
    }

    @Test
    void a_folder_and_text_in_another_encoding_are_told_as_what_they_are() throws IOException {
        Path latin1 = Files.write(folder.resolve("latin1.yaml"), "name: Müller".getBytes(StandardCharsets.ISO_8859_1));

        assertRefused(folder, ExitCode.USAGE, "is a folder; name the YAML file in it");
        assertRefused(latin1, ExitCode.USAGE, "is not UTF-8 text");
        assertRefused(folder.resolve("none.yaml"), ExitCode.USAGE, "there is no definition file");
    }

    private static void assertRefused(Path definition, ExitCode code, String why) {
        CommandLineRun run = CommandLineRun.of("check", definition.toString());
        assertThat(run.errors()).contains("definition file ", definition.toString(), why);
        assertThat(run.exitCode()).isEqualTo(code.number());
    }
}
