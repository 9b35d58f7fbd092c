package io.twinlake.server;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the graph of docs/architecture.md: who may know whom, and what a door may mention. */
class ArchitectureIT {

    private static final Map<String, String> FOLDERS = new TreeMap<>(Map.ofEntries(
            Map.entry("storage", "storage"),
            Map.entry("format", "table-format"),
            Map.entry("log", "txn-log"),
            Map.entry("logstore", "log-store"),
            Map.entry("twin", "twin"),
            Map.entry("ingest", "ingest"),
            Map.entry("compaction", "compaction"),
            Map.entry("query", "query"),
            Map.entry("dml", "dml"),
            Map.entry("spark", "spark-connector"),
            Map.entry("server", "server")));

    /** For each package, the packages of ours that it may use. */
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "storage", Set.of(),
            "format", Set.of("storage"),
            "log", Set.of("storage", "format"),
            "logstore", Set.of(),
            "twin", Set.of("format"),
            "ingest", Set.of("storage", "format", "log", "twin"),
            "compaction", Set.of("storage", "format", "log"),
            "query", Set.of("storage", "format", "log"),
            "dml", Set.of("storage", "format", "log", "twin"),
            "spark", Set.of("storage", "format", "log", "twin", "compaction", "query"));

    /**
     * The size of each package's largest circle of files. A bound only falls: who breaks a circle up lowers it, who makes one
     * larger looks for another way.
     */
    private static final Map<String, Integer> LARGEST_CIRCLE = new TreeMap<>(Map.ofEntries(
            Map.entry("storage", 3),
            Map.entry("format", 6),
            Map.entry("log", 6),
            Map.entry("logstore", 0),
            Map.entry("twin", 15),
            Map.entry("ingest", 2),
            Map.entry("compaction", 0),
            Map.entry("query", 3),
            Map.entry("dml", 2),
            Map.entry("spark", 0),
            Map.entry("server", 3)));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importPaths(FOLDERS.values().stream()
                    .map(folder -> Path.of("..", folder, "target", "classes"))
                    .toList());

    @Test
    void every_module_is_looked_at() {
        List<String> empty = new ArrayList<>();
        for (String name : FOLDERS.keySet()) {
            if (CLASSES.stream().noneMatch(type -> type.getPackageName().startsWith("io.twinlake." + name))) {
                empty.add(name);
            }
        }
        assertThat(empty).isEmpty();
    }

    @Test
    void modules_know_only_those_below_them() {
        MAY_USE.forEach((name, allowed) -> {
            String[] forbidden = FOLDERS.keySet().stream()
                    .filter(other -> !other.equals(name) && !allowed.contains(other))
                    .map(other -> "io.twinlake." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.twinlake." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .check(CLASSES);
        });
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("io.twinlake.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void circles_among_files_are_as_small_as_they_have_become() {
        Map<String, Integer> largest = new TreeMap<>();
        List<Set<String>> tooLarge = new ArrayList<>();
        LARGEST_CIRCLE.forEach((name, bound) -> {
            List<Set<String>> circles = FileCircles.among(CLASSES.stream()
                    .filter(type -> (type.getPackageName() + ".").startsWith("io.twinlake." + name + ".")));
            largest.put(name, circles.stream().mapToInt(Set::size).max().orElse(0));
            circles.stream().filter(circle -> circle.size() > bound).forEach(tooLarge::add);
        });
        assertThat(largest)
                .as("files in the largest circle; too large: %s", tooLarge)
                .isEqualTo(LARGEST_CIRCLE);
    }

    @Test
    void a_module_is_entered_by_its_door_only() {
        for (String name : FOLDERS.keySet()) {
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.twinlake." + name + "..")
                    .should()
                    .dependOnClassesThat(inside("io.twinlake." + name + "."))
                    .check(CLASSES);
        }
    }

    @Test
    void doors_of_the_lower_modules_mention_only_the_jdk_and_twinlake() {
        classes()
                .that()
                .resideInAnyPackage(
                        Stream.of("storage", "format", "log", "twin", "ingest", "compaction", "query", "dml")
                                .map(name -> "io.twinlake." + name)
                                .toArray(String[]::new))
                .and(areSeenFromOutside())
                .should(mentionOnlyTheJdkAndTwinlake())
                .check(CLASSES);
    }

    @Test
    void hadoop_stays_in_storage_table_format_and_the_spark_connector() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.twinlake.log..",
                        "io.twinlake.twin..",
                        "io.twinlake.ingest..",
                        "io.twinlake.compaction..",
                        "io.twinlake.query..",
                        "io.twinlake.dml..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.hadoop..", "org.apache.spark..")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> inside(String prefix) {
        return DescribedPredicate.describe(
                "inside a sub-package of " + prefix,
                type -> type.getPackageName().startsWith(prefix));
    }

    /** Public, and so is all that encloses it. */
    private static DescribedPredicate<JavaClass> areSeenFromOutside() {
        return DescribedPredicate.describe("are seen from outside their package", type -> {
            Optional<JavaClass> level = Optional.of(type);
            while (level.isPresent()) {
                if (!level.get().getModifiers().contains(JavaModifier.PUBLIC)) {
                    return false;
                }
                level = level.get().getEnclosingClass();
            }
            return true;
        });
    }

    private static ArchCondition<JavaClass> mentionOnlyTheJdkAndTwinlake() {
        return new ArchCondition<>("mention only the JDK and Twinlake in public signatures") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaMember member : type.getMembers()) {
                    if (!member.getModifiers().contains(JavaModifier.PUBLIC)) {
                        continue;
                    }
                    for (JavaClass mentioned : member.getAllInvolvedRawTypes()) {
                        String name = mentioned.getBaseComponentType().getName();
                        if (name.contains(".") && !name.startsWith("java.") && !name.startsWith("io.twinlake.")) {
                            events.add(violated(member, member.getFullName() + " mentions " + name));
                        }
                    }
                }
            }
        };
    }
}
