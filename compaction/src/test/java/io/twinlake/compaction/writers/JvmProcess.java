package io.twinlake.compaction.writers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A small JVM of its own that runs a main class of the tests; its output is kept in a file. */
final class JvmProcess implements AutoCloseable {

    private final Process process;
    private final Path output;
    private final Path errors;

    private JvmProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    static JvmProcess start(Path folder, String name, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        Path output = folder.resolve(name + ".out");
        Path errors = folder.resolve(name + ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            return new JvmProcess(process, output, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isReady() {
        return lines().contains("ready");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Says that it may begin, or end. */
    void go() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(failure(), e);
        }
    }

    /** Waits for its end. @throws AssertionError if it failed, or does not end in time */
    void join(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError(output.getFileName() + " does not end: " + failure());
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(output.getFileName() + " ended with " + process.exitValue() + ": " + failure());
        }
    }

    List<String> lines() {
        return read(output);
    }

    private String failure() {
        return String.join("\n", read(errors));
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
