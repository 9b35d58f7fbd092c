package io.twinlake.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A table to be compared.
 *
 * @param name unique
 * @param path where its log is
 */
record TestTable(String name, Path path) {

    private static final String COMMIT = "\\d{20}\\.json";

    /** The folder of tables that others wrote, if there is one on this machine. */
    static Optional<Path> conformance() {
        return Stream.of(System.getProperty("twinlake.conformance"), System.getenv("TWINLAKE_CONFORMANCE"))
                .filter(place -> place != null && !place.isEmpty())
                .map(Path::of)
                .findFirst();
    }

    /** All tables below a folder, whose last part {@code delta} is no part of a name. */
    static List<TestTable> below(Path root) {
        try (Stream<Path> folders = Files.walk(root, 5)) {
            return folders.filter(folder -> folder.endsWith("_delta_log"))
                    .map(Path::getParent)
                    .map(table -> new TestTable(name(root.relativize(table)), table))
                    .sorted((one, other) -> one.name().compareTo(other.name()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path relative) {
        String path = relative.toString();
        return path.endsWith("/delta") ? path.substring(0, path.length() - "/delta".length()) : path;
    }

    /** Where the rows are that the table must give at a version; the latest may be there twice. */
    List<Path> expected(long version) {
        Path folder = path.resolveSibling("expected");
        List<Long> commits = commits();
        boolean latest = version == commits.get(commits.size() - 1);
        if (!Files.isDirectory(folder)) {
            return List.of();
        } else if (!Files.isDirectory(folder.resolve("latest"))) {
            return latest ? List.of(folder) : List.of();
        }
        return Stream.of(latest ? "latest" : "none", "v" + version)
                .map(name -> folder.resolve(name).resolve("table_content"))
                .filter(Files::isDirectory)
                .toList();
    }

    /** The versions whose commits are there, in order. */
    List<Long> commits() {
        try (Stream<Path> files = Files.list(path.resolve("_delta_log"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(COMMIT))
                    .map(name -> Long.parseLong(name.substring(0, 20)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
