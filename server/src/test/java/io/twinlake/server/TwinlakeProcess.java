package io.twinlake.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Twinlake's command line as a real process, which can be killed. Its output goes to a file. */
final class TwinlakeProcess implements AutoCloseable {

    private final Process process;
    private final Path output;

    private TwinlakeProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static TwinlakeProcess start(Path folder, Map<String, String> environment, List<String> arguments) {
        try {
            Path output = Files.createTempFile(folder, "twinlake", ".log");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Twinlake.class.getName()));
            command.addAll(arguments);
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            return new TwinlakeProcess(builder.start(), output);
        } catch (IOException e) {
            throw new AssertionError("the process could not be started", e);
        }
    }

    /** Waits so long for its end; true if it has ended. */
    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    int exitCode() {
        return process.exitValue();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    long id() {
        return process.pid();
    }

    /** SIGSTOP: it does nothing any more, and is not dead. */
    void suspend() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-STOP", Long.toString(id())).start().waitFor();
    }

    /** SIGKILL, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
