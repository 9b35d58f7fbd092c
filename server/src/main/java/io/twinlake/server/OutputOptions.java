package io.twinlake.server;

import com.fasterxml.jackson.core.JsonGenerator;
import io.twinlake.query.RowBatches;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Where rows go and in which form: {@code --format} and {@code --output}. */
final class OutputOptions {

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description =
                    "How rows come out: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). json is one object a line.")
    private RowFormat format = RowFormat.TABLE;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write rows to this file instead of standard output.")
    private Optional<Path> file = Optional.empty();

    /** Prints rows and closes them. Returns how many there were. */
    long print(RowBatches rows) {
        return print(rows, format.writer());
    }

    /** As {@link #print}, where no cell may be cut. */
    long printWhole(RowBatches rows) {
        return print(rows, format == RowFormat.TABLE ? TextTable.whole() : format.writer());
    }

    private long print(RowBatches rows, RowWriter writer) {
        try (rows) {
            return file.isPresent() ? toFile(rows, writer, file.get()) : toStandardOutput(rows, writer);
        } catch (IOException e) {
            throw notWritten(e);
        } catch (UncheckedIOException e) {
            throw notWritten(Objects.requireNonNull(e.getCause()));
        }
    }

    /** Prints one JSON object a line; {@code fields} writes the inside of each. */
    <T> void objects(Stream<T> things, ObjectFields<T> fields) {
        try {
            if (file.isPresent()) {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file.get()), 1 << 16)) {
                    JsonLines.write(things.iterator(), fields, out);
                }
            } else {
                OutputStream out = StandardOutput.buffered();
                JsonLines.write(things.iterator(), fields, out);
                out.flush();
            }
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    /** Writes the fields of one thing into an object that is open. */
    @FunctionalInterface
    interface ObjectFields<T> {
        void write(JsonGenerator json, T thing) throws IOException;
    }

    RowFormat format() {
        return format;
    }

    private static long toFile(RowBatches rows, RowWriter writer, Path target) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
            return writer.write(rows, out);
        }
    }

    private long toStandardOutput(RowBatches rows, RowWriter writer) throws IOException {
        if (format.isBinary() && Terminal.isThere()) {
            throw new UsageException("--format parquet writes bytes, which a terminal can't show; add --output FILE");
        }
        OutputStream out = StandardOutput.buffered();
        long written = writer.write(rows, out);
        out.flush();
        return written;
    }

    private OutputException notWritten(IOException e) {
        return file.map(target -> OutputException.of(target, e))
                .orElseGet(() -> OutputException.of("standard output", e));
    }
}
