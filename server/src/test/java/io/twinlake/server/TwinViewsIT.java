package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.query.LocalSql;
import io.twinlake.query.Row;
import io.twinlake.query.RowBatches;
import io.twinlake.query.SqlOptions;
import io.twinlake.query.TwinQuery;
import io.twinlake.storage.SparkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark's views of twins, DuckDB's and the twin query have the same columns in the same order, and the same rows. */
class TwinViewsIT {

    private static final String TABLE = "aviation.aircraft_state";
    /** Every eighth twin is asked for its own history, all where there is time for it. */
    private static final int STEP = System.getenv("TWINLAKE_TEST_LONG") == null ? 8 : 1;

    /** Columns as {@code name type}, and rows in the order of twin, life and number. */
    private record Answer(List<String> columns, List<List<String>> rows) {}

    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static OpenLake lake;
    private static LocalSql sql;

    @BeforeAll
    static void a_week_of_flights_whose_aircraft_live_for_a_day_is_ingested() throws IOException {
        Path definition = folder.resolve("aircraft.yaml");
        String text = Files.readString(Path.of("../examples/flights/aircraft.yaml"));
        Files.writeString(definition, text.replace("after: 30d", "after: 1d"));
        Path root = folder.resolve("lake");
        CommandLineRun ingest = CommandLineRun.of(
                "ingest",
                "--lake",
                root.toString(),
                "--definition",
                definition.toString(),
                "--source",
                "flights=../examples/flights/data/events/week-1.jsonl.gz",
                "--epoch-events",
                "5000");
        assertThat(ingest.exitCode()).as(ingest.errors()).isZero();
        lake = OpenLake.open(root.toString());
        sql = LocalSql.over(lake.lake(), SqlOptions.defaults(folder));
        spark = session(root);
    }

    private static SparkSession session(Path root) {
        return SparkSession.builder()
                .config(SparkSettings.local())
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.datetime.java8API.enabled", "true")
                .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
                .config("spark.sql.catalog.lake", "io.twinlake.spark.TwinlakeCatalog")
                .config("spark.sql.catalog.lake.warehouse", root.toString())
                .getOrCreate();
    }

    @AfterAll
    static void everything_is_closed() {
        spark.stop();
        sql.close();
        lake.close();
    }

    @Test
    void history_is_the_same_by_spark_duckdb_and_twin_query() {
        Answer expected = ofDuckDb("history");

        assertThat(expected.rows()).hasSizeGreaterThan(5000);
        assertThat(values("SELECT count(*) FROM " + TABLE + " WHERE cause = 'expired'"))
                .as("lives that end")
                .isNotEqualTo(List.of("0"));
        assertSame(ofSpark("history"), expected);
        List<String> keys = values("SELECT DISTINCT key FROM " + TABLE + " ORDER BY key");
        Set<String> asked = IntStream.range(0, keys.size())
                .filter(i -> i % STEP == 0)
                .mapToObj(keys::get)
                .collect(Collectors.toCollection(TreeSet::new));
        int key = expected.columns().indexOf("key string");
        List<List<String>> theirs = expected.rows().stream()
                .filter(row -> asked.contains(row.get(key)))
                .toList();
        assertSame(histories(asked), new Answer(expected.columns(), theirs));
    }

    @Test
    void current_is_the_same_by_spark_duckdb_and_twin_query() {
        Answer expected;
        try (RowBatches rows = TwinQuery.over(lake.existing(TABLE).latest()).current()) {
            expected = answer(rows);
        }

        assertThat(expected.rows()).hasSizeGreaterThan(100);
        assertSame(ofDuckDb("current"), expected);
        assertSame(ofSpark("current"), expected);
    }

    private static void assertSame(Answer actual, Answer expected) {
        assertThat(actual.columns()).isEqualTo(expected.columns());
        assertThat(actual.rows()).hasSameSizeAs(expected.rows());
        for (int row = 0; row < expected.rows().size(); row++) {
            assertThat(actual.rows().get(row))
                    .as("row %d", row)
                    .isEqualTo(expected.rows().get(row));
        }
    }

    /** The histories of twins, one after the other. */
    private static Answer histories(Set<String> keys) {
        TwinQuery twins = TwinQuery.over(lake.existing(TABLE).latest());
        List<Answer> all = keys.stream()
                .map(key -> answer(RowBatches.of(twins.history(key))))
                .toList();
        return new Answer(
                all.get(0).columns(),
                all.stream().flatMap(each -> each.rows().stream()).toList());
    }

    private static Answer ofDuckDb(String view) {
        try (RowBatches rows = sql.query(statement(TABLE + "." + view))) {
            return answer(rows);
        }
    }

    private static Answer ofSpark(String view) {
        Dataset<org.apache.spark.sql.Row> rows = spark.sql(statement("lake." + TABLE + "." + view));
        List<String> columns = new ArrayList<>();
        for (var field : rows.schema().fields()) {
            columns.add(field.name() + " " + name(field.dataType()));
        }
        return new Answer(
                columns, rows.collectAsList().stream().map(TwinViewsIT::texts).toList());
    }

    private static String statement(String relation) {
        return "SELECT * FROM " + relation + " ORDER BY key, born_at, seq";
    }

    private static Answer answer(RowBatches batches) {
        List<List<String>> rows = new ArrayList<>();
        List<String> columns = batches.schema().fields().stream()
                .map(field -> field.name() + " " + TypeNames.of(field.type()))
                .toList();
        batches.forEachRemaining(batch -> Row.of(batch)
                .map(row -> row.values().stream().map(TwinViewsIT::text).toList())
                .forEach(rows::add));
        return new Answer(columns, rows);
    }

    private static List<String> values(String statement) {
        try (RowBatches rows = sql.query(statement)) {
            return answer(rows).rows().stream().map(row -> row.get(0)).toList();
        }
    }

    private static String text(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? text(optional.get()) : "null";
        }
        return value instanceof List<?> list
                ? list.stream().map(TwinViewsIT::text).toList().toString()
                : value.toString();
    }

    private static List<String> texts(org.apache.spark.sql.Row row) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> row.isNullAt(column)
                        ? "null"
                        : row.schema().fields()[column].dataType() instanceof ArrayType
                                ? text(row.getList(column))
                                : text(row.get(column)))
                .toList();
    }

    private static String name(DataType type) {
        return type instanceof ArrayType array ? "array<" + name(array.elementType()) + ">" : type.typeName();
    }
}
