package io.twinlake.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** The one jar for {@code spark-submit --jars}, as the build packs it. */
class JarIT {

    private static final Path JAR = Path.of(System.getProperty("twinlake.spark.jar", "target/not-packaged.jar"));

    @Test
    void it_holds_our_classes_and_nothing_that_spark_has_or_that_could_clash() throws IOException {
        assumePackaged();

        assertThat(entries()).allSatisfy(name -> assertThat(name).matches("(io/(twinlake/.*)?|META-INF/.*)"));
        assertThat(entries())
                .noneMatch(name -> name.contains("duckdb") || name.contains("calcite"))
                .contains(
                        "io/twinlake/spark/TwinlakeCatalog.class",
                        "io/twinlake/log/TransactionLog.class",
                        "io/twinlake/format/DataFileReader.class",
                        "io/twinlake/storage/Storages.class");
        assertThat(Files.size(JAR)).isLessThan(2_000_000);
    }

    @Test
    void it_registers_the_data_source() throws IOException {
        assumePackaged();

        try (var jar = new JarFile(JAR.toFile())) {
            ZipEntry service = jar.getEntry("META-INF/services/org.apache.spark.sql.sources.DataSourceRegister");
            assertThat(new String(jar.getInputStream(service).readAllBytes(), StandardCharsets.UTF_8).strip())
                    .isEqualTo(TwinlakeDataSource.class.getName());
        }
    }

    @Test
    void each_of_its_classes_but_those_of_the_s3_sdk_links_against_sparks_class_path() throws IOException {
        assumePackaged();

        URL[] classPath = {JAR.toUri().toURL()};
        try (var loader =
                new URLClassLoader(classPath, getClass().getClassLoader().getParent()) {
                    @Override
                    protected Class<?> findClass(String name) throws ClassNotFoundException {
                        boolean ofTests = name.startsWith("org.duckdb") || name.startsWith("org.apache.calcite");
                        if (ofTests || name.startsWith("software.amazon")) {
                            throw new ClassNotFoundException(name);
                        }
                        try {
                            return super.findClass(name);
                        } catch (ClassNotFoundException e) {
                            return JarIT.class.getClassLoader().loadClass(name);
                        }
                    }
                }) {
            for (String entry : entries()) {
                if (entry.endsWith(".class") && !entry.contains("/storage/S3")) {
                    assertThat(linked(loader, entry)).isNotNull();
                }
            }
        }
    }

    private static Class<?> linked(ClassLoader loader, String entry) {
        String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
        try {
            Class<?> type = Class.forName(name, false, loader);
            // Asking for these links the types that they mention.
            int linked = type.getDeclaredMethods().length + type.getDeclaredFields().length;
            assertThat(linked).isNotNegative();
            return type;
        } catch (ClassNotFoundException | LinkageError e) {
            throw new AssertionError(name + " does not link: " + e, e);
        }
    }

    private static List<String> entries() {
        try (var jar = new JarFile(JAR.toFile())) {
            return jar.stream().map(ZipEntry::getName).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assumePackaged() {
        assumeThat(JAR)
                .as("the jar, which only a build up to the phase 'package' makes")
                .exists();
    }
}
