package io.twinlake.spark;

import static io.twinlake.spark.TestSpark.lake;
import static io.twinlake.spark.TestSpark.rows;
import static io.twinlake.spark.TestSpark.session;
import static io.twinlake.spark.TestSpark.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.spark.TwinRows.Held;
import io.twinlake.spark.TwinRows.TwinRow;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalog over a lake that holds a twin table of several versions and a plain table. */
class CatalogIT {

    private static final TwinRows TWINS = TwinRows.random(42, 40, 25);

    @BeforeAll
    static void write_the_lake() {
        String twins = lake().resolve("flights/aircraft").toString();
        Dataset<Row> rows = TWINS.toDataset().repartition(3);
        for (Dataset<Row> part : rows.randomSplit(new double[] {1, 1, 1}, 7)) {
            part.sort("key", "observed_at", "seq")
                    .write()
                    .format("delta")
                    .mode(SaveMode.Append)
                    .save(twins);
        }
        sql("SELECT id, concat('g', id % 3) AS gate FROM range(10)")
                .write()
                .format("delta")
                .partitionBy("gate")
                .save(lake().resolve("flights/plain").toString());
    }

    @Test
    void namespaces_and_tables_are_the_folders_of_the_lake() {
        assertThat(firstColumn("SHOW NAMESPACES IN lake")).containsExactly("flights");
        assertThat(rows(sql("SHOW TABLES IN lake.flights").select("namespace", "tableName")))
                .containsExactly(
                        "{\"namespace\":\"flights\",\"tableName\":\"aircraft\"}",
                        "{\"namespace\":\"flights\",\"tableName\":\"plain\"}");
        assertThatThrownBy(() -> sql("SHOW TABLES IN lake.nowhere").collect()).hasMessageContaining("nowhere");
    }

    @Test
    void a_table_is_described_with_its_columns_partitions_and_place() {
        List<String> described = firstColumn("DESCRIBE TABLE EXTENDED lake.flights.plain");
        String text = rows(sql("DESCRIBE TABLE EXTENDED lake.flights.plain")).toString();

        assertThat(described).contains("id", "gate", "# Partition Information", "Location", "Provider");
        assertThat(text).contains(lake().resolve("flights/plain").toString()).contains("twinlake.version=0");
    }

    @Test
    void a_table_is_read_by_its_name_at_any_version_or_time() {
        String path = lake().resolve("flights/aircraft").toString();
        for (int version = 0; version < 3; version++) {
            Dataset<Row> expected = session()
                    .read()
                    .format("delta")
                    .option("versionAsOf", version)
                    .load(path);

            assertThat(rows(sql("SELECT * FROM lake.flights.aircraft VERSION AS OF " + version)))
                    .isEqualTo(rows(expected));
            assertThat(rows(session().read().option("versionAsOf", version).table("lake.flights.aircraft")))
                    .isEqualTo(rows(expected));
        }
        Row second = sql("DESCRIBE HISTORY delta.`" + path + "`")
                .where("version = 1")
                .first();
        String time =
                second.getTimestamp(second.fieldIndex("timestamp")).toInstant().toString();
        assertThat(sql("SELECT * FROM lake.flights.aircraft TIMESTAMP AS OF '" + time + "'")
                        .count())
                .isEqualTo(sql("SELECT * FROM lake.flights.aircraft VERSION AS OF 1")
                        .count());
        assertThatThrownBy(() -> sql("SELECT * FROM lake.flights.aircraft VERSION AS OF 99")
                        .count())
                .hasMessageContaining("99");
    }

    @Test
    void current_is_the_latest_row_of_every_living_twin() {
        List<TwinRow> current = sql("SELECT * FROM lake.flights.aircraft.current").collectAsList().stream()
                .map(CatalogIT::twinRow)
                .toList();

        assertThat(current).containsExactlyInAnyOrderElementsOf(TWINS.current());
        assertThat(current).hasSizeLessThan(40).isNotEmpty();
    }

    @Test
    void history_gives_every_state_the_time_in_which_it_held() {
        List<Held> history = sql("SELECT * FROM lake.flights.aircraft.history").collectAsList().stream()
                .map(CatalogIT::held)
                .toList();

        assertThat(history).containsExactlyInAnyOrderElementsOf(TWINS.history());
    }

    @Test
    void only_conditions_on_the_key_go_below_the_views() {
        assertThat(TestSpark.scan(sql("SELECT * FROM lake.flights.aircraft.current WHERE key = 'N7'"))
                        .description())
                .contains("key = 'N7'");
        assertThat(TestSpark.scan(
                                sql(
                                        "SELECT * FROM lake.flights.aircraft.current WHERE observed_at < '2013-06-01' AND phase = 'air'"))
                        .description())
                .doesNotContain("observed_at <")
                .doesNotContain("phase =");

        assertThat(sql("SELECT * FROM lake.flights.aircraft.current WHERE phase = 'air'").collectAsList().stream()
                        .map(CatalogIT::twinRow))
                .containsExactlyInAnyOrderElementsOf(TWINS.current().stream()
                        .filter(row -> row.phase().equals("air"))
                        .toList());
    }

    @Test
    void views_are_listed_below_their_table_and_only_where_it_holds_twins() {
        assertThat(sql("SHOW VIEWS IN lake.flights.aircraft").select("viewName").collectAsList().stream()
                        .map(row -> row.getString(0)))
                .containsExactly("current", "history");
        assertThatThrownBy(() -> sql("SELECT * FROM lake.flights.plain.current"))
                .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO lake.flights.plain VALUES (1, 'g1')",
                "DELETE FROM lake.flights.plain WHERE id = 1",
                "UPDATE lake.flights.plain SET gate = 'g0'",
                "CREATE TABLE lake.flights.made (id BIGINT)",
                "CREATE TABLE lake.flights.made AS SELECT 1 AS id",
                "ALTER TABLE lake.flights.plain ADD COLUMN more INT",
                "DROP TABLE lake.flights.plain",
                "CREATE NAMESPACE lake.made",
                "DROP NAMESPACE lake.flights",
            })
    void what_would_write_is_refused_with_who_does(String statement) {
        assertThatThrownBy(() -> sql(statement)).hasStackTraceContaining("Twinlake pipelines write its tables");
    }

    private static TwinRow twinRow(Row row) {
        return new TwinRow(
                row.getAs("key"),
                row.<java.sql.Timestamp>getAs("observed_at").toInstant(),
                row.<java.sql.Timestamp>getAs("born_at").toInstant(),
                row.<Long>getAs("seq"),
                row.getAs("cause"),
                row.getAs("phase"));
    }

    private static Held held(Row row) {
        java.sql.Timestamp to = row.getAs("valid_to");
        return new Held(
                row.getAs("key"),
                row.<java.sql.Timestamp>getAs("born_at").toInstant(),
                row.<Long>getAs("seq"),
                row.<java.sql.Timestamp>getAs("valid_from").toInstant(),
                Optional.ofNullable(to).map(java.sql.Timestamp::toInstant));
    }

    private static List<String> firstColumn(String statement) {
        return Arrays.stream((Row[]) sql(statement).collect())
                .map(row -> row.getString(0))
                .toList();
    }
}
