package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.dml.Append;
import io.twinlake.dml.Assignment;
import io.twinlake.dml.Condition;
import io.twinlake.dml.Delete;
import io.twinlake.dml.Merge;
import io.twinlake.dml.Update;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.SchemaChange;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.SparkSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Delta Spark and we write one table in turns, whatever its features; both read the same rows after every turn. */
class WritingInTurnsIT {

    @TempDir
    static Path folder;

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .config(SparkSettings.localWithDelta())
                .config("spark.sql.shuffle.partitions", "1")
                .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
                .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** All features at once; each set alone where there is time for it. */
    static Stream<Arguments> features() {
        boolean all = System.getenv("TWINLAKE_TEST_LONG") != null;
        return Stream.of(
                        Arguments.of("plain", Map.of(), List.of("place")),
                        Arguments.of(
                                "marked",
                                Map.of("delta.enableDeletionVectors", "true", "delta.enableRowTracking", "true"),
                                List.of()),
                        Arguments.of(
                                "mapped",
                                Map.of("delta.columnMapping.mode", "name", "delta.enableChangeDataFeed", "true"),
                                List.of("place")),
                        Arguments.of("ids", Map.of("delta.columnMapping.mode", "id"), List.of()),
                        Arguments.of(
                                "everything",
                                Map.of(
                                        "delta.enableDeletionVectors", "true",
                                        "delta.columnMapping.mode", "name",
                                        "delta.enableRowTracking", "true",
                                        "delta.enableChangeDataFeed", "true",
                                        "delta.enableTypeWidening", "true",
                                        "delta.checkpointPolicy", "v2",
                                        "delta.constraints.small", "amount < 100000"),
                                List.of("place")))
                .filter(set -> all || set.get()[0].equals("everything"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("features")
    void a_table_of_ours(String name, Map<String, String> properties, List<String> partitions) {
        TurnsTable ours = table(name);
        ours.create(properties, partitions);
        TransactionLog log = ours.log;
        Append.of(List.of(TurnsTable.batch(1, 2, 3, 4, 5, 6))).run(log);
        String table = "delta.`" + ours.path() + "`";

        spark.sql("UPDATE " + table + " SET amount = amount + 1 WHERE id > 4");
        spark.sql("INSERT INTO " + table + " VALUES (7, 'n7', 70, 'p1'), (8, 'n8', 80, 'p2')");
        assertSame(ours, table);
        new Delete(Condition.sql("id = 5 OR id = 7")).run(log);
        new Update(Condition.sql("id = 8"), Map.of("name", Assignment.sql("name || '!'"))).run(log);
        assertSame(ours, table);
        spark.sql("DELETE FROM " + table + " WHERE id IN (1, 8)");
        spark.sql("MERGE INTO " + table + " t USING (SELECT 2L AS id, 9 AS amount) s ON t.id = s.id"
                + " WHEN MATCHED THEN UPDATE SET t.amount = s.amount");
        Merge.of(TurnsTable.batch(2, 9), Map.of("id", "id"))
                .whenMatchedUpdate(Condition.always(), Map.of("name", Assignment.sql("source.name || target.name")))
                .whenNotMatchedInsertAll()
                .run(log);

        assertThat(assertSame(ours, table))
                .containsExactly("2 n2n2 9 p2", "3 n3 30 p0", "4 n4 40 p1", "6 n6 61 p0", "9 n9 90 p0");
        assertIdsAndChanges(properties, table);
    }

    private static void assertIdsAndChanges(Map<String, String> properties, String table) {
        if (properties.containsKey("delta.enableRowTracking")) {
            assertThat(spark.sql("SELECT count(DISTINCT _metadata.row_id) FROM " + table)
                            .first()
                            .getLong(0))
                    .isEqualTo(5);
        }
        if (properties.containsKey("delta.enableChangeDataFeed")) {
            assertThat(spark.read()
                            .format("delta")
                            .option("readChangeFeed", "true")
                            .option("startingVersion", 0)
                            .load(table.substring("delta.`".length(), table.length() - 1))
                            .groupBy("_change_type")
                            .count()
                            .count())
                    .isEqualTo(4);
        }
    }

    @Test
    void a_table_of_sparks_with_rules() {
        TurnsTable ours = table("rules");
        TransactionLog log = ours.log;
        String table = "delta.`" + ours.path() + "`";
        spark.sql("CREATE TABLE " + table + " (id BIGINT NOT NULL, twice BIGINT GENERATED ALWAYS AS (id * 2),"
                + " place STRING DEFAULT 'home', day DATE) USING delta CLUSTER BY (id)"
                + " TBLPROPERTIES ('delta.feature.allowColumnDefaults' = 'supported')");
        spark.sql("ALTER TABLE " + table + " ADD CONSTRAINT few CHECK (id < 100 AND place <> '')");
        spark.sql("INSERT INTO " + table + " (id) VALUES (1), (2)");
        RowBatch ids = RowBatch.empty(Schema.of(Field.nullable("id", Primitive.LONG)));
        ids.longs(0).append(3);
        Append.of(List.of(ids)).run(log);
        new Update(Condition.sql("id = 2"), Map.of("id", Assignment.sql("20"))).run(log);

        assertThat(
                        spark
                                .sql("SELECT concat_ws(' ', id, twice, place) FROM " + table + " ORDER BY id")
                                .collectAsList()
                                .stream()
                                .map(row -> row.getString(0)))
                .containsExactly("1 2 home", "3 6 home", "20 40 home");
        assertThat(spark.sql("DESCRIBE DETAIL " + table)
                        .select("clusteringColumns")
                        .first()
                        .getList(0))
                .hasToString("[id]");
        spark.sql("OPTIMIZE " + table);
        assertSame(ours, table);
    }

    @Test
    void columns_that_evolve() {
        TurnsTable ours = table("evolving");
        ours.create(Map.of("delta.columnMapping.mode", "name", "delta.enableTypeWidening", "true"), List.of());
        TransactionLog log = ours.log;
        Append.of(List.of(TurnsTable.batch(1, 2))).run(log);
        String table = "delta.`" + ours.path() + "`";
        Snapshot before = log.latest();
        before.transaction(IsolationLevel.SERIALIZABLE, "CHANGE COLUMN")
                .metadata(SchemaChange.of(before.metadata())
                        .rename(List.of("name"), "title")
                        .widen(List.of("amount"), Primitive.LONG)
                        .drop(List.of("place"))
                        .add(List.of(), Field.nullable("place", Primitive.DATE))
                        .metadata())
                .commit();
        spark.sql("INSERT INTO " + table + " VALUES (3, 'n3', 5000000000, DATE '2024-01-01')");
        assertThat(assertSame(ours, table))
                .containsExactly("1 n1 10 null", "2 n2 20 null", "3 n3 5000000000 2024-01-01");
        spark.sql("ALTER TABLE " + table + " RENAME COLUMN title TO label");
        spark.sql("ALTER TABLE " + table + " DROP COLUMN place");
        new Delete(Condition.sql("label = 'n1'")).run(log);
        assertThat(assertSame(ours, table)).containsExactly("2 n2 20", "3 n3 5000000000");
    }

    private static TurnsTable table(String name) {
        return new TurnsTable(folder.resolve("tables/" + name));
    }

    /** The rows, as both read them. */
    private static List<String> assertSame(TurnsTable ours, String table) {
        List<String> rows = ours.rows();
        List<String> theirs = spark.sql("SELECT * FROM " + table).collectAsList().stream()
                .map(row -> row.mkString(" "))
                .sorted()
                .toList();
        assertThat(rows).isEqualTo(theirs);
        return rows;
    }
}
