package io.twinlake.differential;

import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.internal.compaction.LogCompactionWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.util.Codec;

/** Makes a table with Delta Spark's SQL, and changes by hand what Delta Spark does not write. */
final class TableMaker {

    private static final Pattern VECTOR = Pattern.compile(
            "\"storageType\":\"u\",\"pathOrInlineDv\":\"([^\"]{20})\",\"offset\":(\\d+),\"sizeInBytes\":(\\d+)");
    private static final int BYTES_OF_SIZE = 4;

    private final Path table;

    TableMaker(Path table) {
        this.table = table;
    }

    /** Statements in which {@code {t}} stands for the table. */
    TableMaker sql(String... statements) {
        for (String statement : statements) {
            DeltaSpark.sql(statement.replace("{t}", "delta.`" + table + "`"));
        }
        return this;
    }

    /** Statements under a setting of the session, which is unset after them. */
    TableMaker with(String key, String value, String... statements) {
        return with(Map.of(key, value), () -> sql(statements));
    }

    static TableMaker with(Map<String, String> settings, Supplier<TableMaker> steps) {
        settings.forEach(DeltaSpark.session().conf()::set);
        try {
            return steps.get();
        } finally {
            settings.keySet().forEach(DeltaSpark.session().conf()::unset);
        }
    }

    TableMaker checkpoint() {
        DeltaLog log = DeltaLog.forTable(DeltaSpark.session(), table.toString());
        log.checkpoint(log.unsafeVolatileSnapshot(), scala.Option.empty());
        return this;
    }

    /** Names the deletion vectors of Delta Spark by absolute path. */
    TableMaker deletionVectorsByPath() {
        return vectors((uuid, offset, size) -> "\"storageType\":\"p\",\"pathOrInlineDv\":\""
                + vectorFile(uuid).toUri().toString().replace("file:///", "file:/") + "\",\"offset\":" + offset
                + ",\"sizeInBytes\":" + size);
    }

    /** Writes the deletion vectors of Delta Spark into the log itself. */
    TableMaker deletionVectorsInline() {
        return vectors((uuid, offset, size) -> {
            try {
                byte[] file = Files.readAllBytes(vectorFile(uuid));
                byte[] vector = new byte[(size + 3) / 4 * 4];
                System.arraycopy(file, offset + BYTES_OF_SIZE, vector, 0, size);
                return "\"storageType\":\"i\",\"pathOrInlineDv\":\""
                        + Codec.Base85Codec$.MODULE$.encodeBytes(vector).replace("\\", "\\\\") + "\",\"sizeInBytes\":"
                        + size;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** How a deletion vector is described. */
    private interface Descriptor {
        String of(String uuid, int offset, int size);
    }

    private TableMaker vectors(Descriptor descriptor) {
        for (Path commit : logFiles("\\d{20}\\.json")) {
            edit(
                    commit,
                    text -> VECTOR.matcher(text)
                            .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(descriptor.of(
                                    Codec.Base85Codec$.MODULE$
                                            .decodeUUID(found.group(1))
                                            .toString(),
                                    Integer.parseInt(found.group(2)),
                                    Integer.parseInt(found.group(3))))));
        }
        return withoutChecksums();
    }

    private Path vectorFile(String uuid) {
        return table.toAbsolutePath().resolve("deletion_vector_" + uuid + ".bin");
    }

    /** Delta Spark's checksums tell of the log before a change by hand. */
    TableMaker withoutChecksums() {
        return delete("\\d{20}\\.crc");
    }

    TableMaker logCompaction(long from, long to) {
        var folder = new io.delta.kernel.internal.fs.Path("file:" + table);
        try {
            new LogCompactionWriter(folder, new io.delta.kernel.internal.fs.Path(folder, "_delta_log"), from, to, 0)
                    .writeLogCompactionFile(DefaultEngine.create(new Configuration()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Deletes files of the log by pattern; there must be one at least. */
    TableMaker delete(String pattern) {
        for (Path file : logFiles(pattern)) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }

    /** Cuts files of the log in half. */
    TableMaker damage(String pattern) {
        for (Path file : logFiles(pattern)) {
            try {
                byte[] bytes = Files.readAllBytes(file);
                Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }

    TableMaker edit(String pattern, UnaryOperator<String> change) {
        logFiles(pattern).forEach(file -> edit(file, change));
        return this;
    }

    private static void edit(Path file, UnaryOperator<String> change) {
        try {
            Files.writeString(file, change.apply(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> logFiles(String pattern) {
        Path log = table.resolve("_delta_log");
        try (Stream<Path> files = Files.walk(log)) {
            // Hadoop's local file system keeps checksums of its own beside every file, and minds changes.
            List<Path> all = files.filter(Files::isRegularFile).toList();
            List<Path> found = all.stream()
                    .filter(file -> log.relativize(file).toString().matches(pattern))
                    .toList();
            if (found.isEmpty()) {
                throw new AssertionError("no file of " + log + " is called " + pattern + ": " + all);
            }
            for (Path file : found) {
                Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
