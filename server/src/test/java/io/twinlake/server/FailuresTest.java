package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.storage.StorageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FailuresTest {

    private final StringWriter told = new StringWriter();

    @Test
    void memory_and_stack_that_ran_out_are_told_with_how_there_is_more_wherever_it_was() {
        for (Throwable failure : new Throwable[] {
            new OutOfMemoryError("Java heap space"),
            new ExecutionException(new OutOfMemoryError("Java heap space")),
            new StorageException("a put failed", new CompletionException(new OutOfMemoryError("Java heap space")))
        }) {
            assertThat(tell(failure)).isEqualTo(ExitCode.OUT_OF_RESOURCES);
            assertThat(told.toString())
                    .contains("memory ran out (Java heap space, at most", "TWINLAKE_JAVA_OPTIONS='-Xmx4g")
                    .doesNotContain("defect");
        }
        assertThat(tell(new StackOverflowError())).isEqualTo(ExitCode.OUT_OF_RESOURCES);
        assertThat(told.toString()).contains("nested too deeply", "-Xss16m");
        assertThat(tell(new OutOfMemoryError("unable to create native thread: possibly out of memory")))
                .isEqualTo(ExitCode.OUT_OF_RESOURCES);
        assertThat(told.toString()).contains("ulimit -u");
    }

    @Test
    void an_error_of_the_machine_in_a_command_is_told_like_one_in_a_thread() {
        CommandLine command = new CommandLine(new Overflowing()).setErr(new PrintWriter(told));

        assertThat(Twinlake.execute(command)).isEqualTo(ExitCode.OUT_OF_RESOURCES.number());
        assertThat(told.toString()).contains("the stack ran out");
    }

    @Test
    void a_failure_is_told_without_what_carried_it() {
        assertThat(tell(new ExecutionException(new StorageException("the store is away"))))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(told.toString()).isEqualTo("twinlake: the store is away\n");
    }

    @Test
    void a_native_library_that_has_no_room_to_be_unpacked_is_no_defect() {
        IOException full = new IOException("No space left on device");
        assertThat(tell(new ExceptionInInitializerError(new RuntimeException(full))))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(told.toString())
                .contains("No space left on device", "-Djava.io.tmpdir=FOLDER")
                .doesNotContain("defect");
        assertThat(tell(new UnsatisfiedLinkError("/tmp/lib.so: failed to map segment from shared object")))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(told.toString()).contains("a native library can't be loaded", "let files be run");
    }

    @Test
    void a_full_disk_is_no_defect() {
        assertThat(tell(new UncheckedIOException(
                        "no folder can be made in /tmp", new IOException("No space left on device"))))
                .isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(told.toString())
                .contains("No space left on device", "free space")
                .doesNotContain("defect");
    }

    @Test
    void passwords_and_control_characters_of_a_message_are_not_printed() {
        tell(new StorageException("http://user:geheim@host:1/x and s3://k:p/a@ss@h \u001b[31mred\r\u009b0m"));

        assertThat(told.toString())
                .contains("http://***@host:1/x", "\\u001b[31mred\\u000d\\u009b0m")
                .doesNotContain("geheim", "\u001b");
    }

    @Test
    void what_nobody_foresaw_is_a_defect() {
        assertThat(tell(new IllegalStateException("seven is eight"))).isEqualTo(ExitCode.DEFECT);
        assertThat(told.toString()).contains("This is a defect of Twinlake");
    }

    private ExitCode tell(Throwable failure) {
        told.getBuffer().setLength(0);
        return Failures.tell(failure, new PrintWriter(told, true));
    }

    @CommandLine.Command(name = "overflowing")
    static final class Overflowing implements Runnable {
        @Override
        public void run() {
            throw new StackOverflowError();
        }
    }
}
