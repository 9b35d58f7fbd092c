package io.twinlake.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.dml.ConstraintViolationException;
import io.twinlake.dml.DmlStatement;
import io.twinlake.dml.StatementException;
import io.twinlake.dml.StatementParser;
import io.twinlake.format.RowBatch;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.query.RowBatches;
import io.twinlake.query.ScanPlan;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storages;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same text does the same to a table whether Delta Spark runs it or we do: DELETE, UPDATE and MERGE, made of a seed, on tables of
 * some rows. Two seeds in every build, three with {@code TWINLAKE_TEST_LONG}, two hundred with
 * {@code TWINLAKE_TEST_SOAK}, or {@code twinlake.seed}.
 */
class StatementsIT {

    private static final int STATEMENTS = System.getenv("TWINLAKE_TEST_LONG") == null ? 2 : 3;
    private static final Environment ENVIRONMENT = Environment.system(Storages.open(Location.parse("file:///")));

    @TempDir
    Path folder;

    static LongStream seeds() {
        Long one = Long.getLong("twinlake.seed");
        int more = System.getenv("TWINLAKE_TEST_SOAK") == null ? 3 : 200;
        int count = System.getenv("TWINLAKE_TEST_LONG") == null ? 2 : more;
        return one == null ? LongStream.rangeClosed(1, count) : LongStream.of(one);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_statement_gives_the_rows_that_it_gives_in_delta_spark(long seed) {
        RandomStatements statements = new RandomStatements(seed);
        String properties = seed % 2 == 0 ? "true" : "false";
        for (String table : List.of("ours", "theirs", "source")) {
            DeltaSpark.sql("CREATE TABLE " + name(table) + " (" + RandomStatements.COLUMNS + ") USING delta"
                    + (seed % 3 == 0 ? " PARTITIONED BY (flag)" : "")
                    + " TBLPROPERTIES ('delta.enableDeletionVectors' = '" + properties + "')");
        }
        DeltaSpark.sql(statements.insert(name("source"), 8));
        String rows = statements.insert("{table}", 14);
        DeltaSpark.sql(over(rows, "theirs"));
        run(rows);
        assertThat(rows("ours")).as("seed %d: %s", seed, rows).isEqualTo(rows("theirs"));
        for (int i = 0; i < STATEMENTS; i++) {
            String statement = statements.next();
            Optional<String> refusal = refusal(statement);
            if (isAmbiguousInSpark(statement)) {
                assertThat(refusal).as("seed %d: %s", seed, statement).isPresent();
            } else {
                assertThat(refusal).as("seed %d: %s", seed, statement).isEmpty();
            }
            assertThat(rows("ours")).as("seed %d: %s", seed, statement).isEqualTo(rows("theirs"));
        }
    }

    /** Runs it there. Returns whether several rows of the source would have changed one of the table. */
    private boolean isAmbiguousInSpark(String statement) {
        try {
            DeltaSpark.sql(over(statement, "theirs"));
            return false;
        } catch (Exception e) {
            assertThat(e).as(statement).hasMessageContaining("DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW");
            return true;
        }
    }

    private Optional<String> refusal(String statement) {
        try {
            run(statement);
            return Optional.empty();
        } catch (ConstraintViolationException e) {
            assertThat(e).hasMessageContaining("several rows of the source");
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (StatementException e) {
            throw new AssertionError("not understood: " + statement, e);
        }
    }

    private void run(String statement) {
        DmlStatement parsed = StatementParser.parse(over(statement, "ours"));
        TransactionLog log = log(parsed.target().text());
        Snapshot snapshot = log.latest();
        RowBatch source = parsed.source()
                .map(table -> all(log(table.text()).latest()))
                .orElseGet(() -> RowBatch.empty(new io.twinlake.format.Schema(List.of())));
        parsed.over(snapshot.schema(), source).run(log);
    }

    private static TransactionLog log(String path) {
        return TransactionLog.open(ENVIRONMENT, Location.parse(path));
    }

    private static RowBatch all(Snapshot snapshot) {
        RowBatch all = RowBatch.empty(snapshot.schema());
        try (RowBatches rows = ScanPlan.over(snapshot).rows()) {
            while (rows.hasNext()) {
                RowBatch next = rows.next();
                for (int row = 0; row < next.rows(); row++) {
                    all.appendFrom(next, row);
                }
            }
        }
        return all;
    }

    private String over(String statement, String table) {
        return statement.replace("{table}", name(table)).replace("{source}", name("source"));
    }

    private String name(String table) {
        return "delta.`" + folder.resolve(table) + "`";
    }

    private List<String> rows(String table) {
        DeltaSpark.session();
        return DeltaSpark.sql("SELECT * FROM " + name(table)).collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }
}
