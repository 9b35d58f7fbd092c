package io.twinlake.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables that Delta Spark has just written are, at every version, for us what they are for Delta Kernel and Delta Spark:
 * some of them in every build, all with {@code TWINLAKE_TEST_LONG}, or those that {@code twinlake.table} matches.
 */
class GeneratedTablesIT {

    private static final long SEED = Long.getLong("twinlake.seed", 44);
    private static final String SOME =
            "deletion vectors under .*|column mapping by id.*|type widening|typed statistics only";
    private static final String WANTED = System.getenv("TWINLAKE_TEST_LONG") == null ? SOME : ".*";
    private static final Map<String, String> OUTCOMES = new TreeMap<>();

    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicTest> tables_of_delta_spark_give_what_it_reads_itself() {
        return GeneratedTables.all().entrySet().stream()
                .filter(recipe -> recipe.getKey().matches(System.getProperty("twinlake.table", WANTED)))
                .map(recipe -> DynamicTest.dynamicTest(recipe.getKey(), () -> {
                    TestTable table = new TestTable(
                            recipe.getKey(), folder.resolve(recipe.getKey().replace(' ', '-')));
                    recipe.getValue().accept(new TableMaker(table.path()));
                    Comparison comparison = Comparison.of(table, SEED);
                    OUTCOMES.put(
                            table.name(),
                            comparison.outcome() + KnownDifferences.reasons(table.name(), comparison.differences()));
                    assertThat(comparison.refusals()).isEmpty();
                    assertThat(KnownDifferences.surprises(table.name(), comparison.differences()))
                            .isEmpty();
                }));
    }

    @AfterAll
    static void list() {
        OUTCOMES.forEach((table, outcome) -> System.out.println("Generated: " + table + ": " + outcome));
    }
}
