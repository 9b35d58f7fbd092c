package io.twinlake.spark;

import static io.twinlake.spark.TestSpark.LONG;
import static io.twinlake.spark.TestSpark.deltas;
import static io.twinlake.spark.TestSpark.newFolder;
import static io.twinlake.spark.TestSpark.ours;
import static io.twinlake.spark.TestSpark.rows;
import static io.twinlake.spark.TestSpark.session;
import static io.twinlake.spark.TestSpark.sql;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * Tables with features that Delta Spark has written, through Spark's vectorized Parquet reader and its reader of rows:
 * Delta's own connector is the oracle.
 */
class FeatureReadIT {

    private static final String VECTORIZED = "spark.sql.parquet.enableVectorizedReader";

    private static Path table(String name, String... statements) {
        Path table = newFolder(name);
        for (String statement : statements) {
            sql(statement.replace("{t}", "delta.`" + table + "`"));
        }
        return table;
    }

    /** All rows, some, and their number; by Spark's reader of rows too where there is time for it. */
    private static void compare(Path table, String... conditions) {
        compare(table, true, List.of(conditions));
        if (LONG) {
            compare(table, false, List.of(conditions).subList(0, Math.min(1, conditions.length)));
        }
    }

    private static void compare(Path table, boolean vectorized, List<String> conditions) {
        session().conf().set(VECTORIZED, vectorized);
        try {
            assertThat(ours(table).schema()).isEqualTo(deltas(table).schema());
            assertThat(rows(ours(table))).isNotEmpty().isEqualTo(rows(deltas(table)));
            assertThat(ours(table).count()).isEqualTo(deltas(table).count());
            for (String condition : conditions) {
                List<String> found = rows(ours(table).where(condition));
                assertThat(found).as(condition).isEqualTo(rows(deltas(table).where(condition)));
                assertThat(ours(table).where(condition).count()).as(condition).isEqualTo(found.size());
            }
        } finally {
            session().conf().unset(VECTORIZED);
        }
    }

    private static Dataset<Row> nested(Dataset<Row> table) {
        return table.selectExpr("s.b.renamed AS c", "id", "size(m) AS n");
    }

    @Test
    void rows_that_a_deletion_vector_deletes_are_left_out() {
        Path table = table(
                "vectors",
                "CREATE TABLE {t} (id BIGINT, p INT, text STRING, s STRUCT<a: BIGINT, l: ARRAY<INT>>, at TIMESTAMP, "
                        + "v DECIMAL(30, 2)) USING delta PARTITIONED BY (p) "
                        + "TBLPROPERTIES ('delta.enableDeletionVectors'='true')",
                "INSERT INTO {t} SELECT id, CAST(id % 2 AS INT), concat('t', id), "
                        + "named_struct('a', IF(id % 5 = 0, NULL, id), 'l', array(CAST(id AS INT))), timestamp_seconds(id), "
                        + "id / 3 FROM range(0, 400, 1, 2)",
                "DELETE FROM {t} WHERE id % 3 = 0",
                "DELETE FROM {t} WHERE p = 1 AND id BETWEEN 100 AND 150",
                "INSERT INTO {t} SELECT id, 7, 'new', NULL, NULL, NULL FROM range(1000, 1010, 1, 1)");

        compare(table, "id > 200", "p = 1 AND text >= 't3'", "s.a IS NULL", "p = 7", "id = 3");
    }

    /** Small row groups and small splits: positions must be those of the file. */
    @Test
    void positions_hold_across_splits_and_skipped_row_groups_and_pages() {
        session().sparkContext().hadoopConfiguration().set("parquet.block.size", "20000");
        session().sparkContext().hadoopConfiguration().set("parquet.page.size", "2000");
        Path table;
        try {
            table = table(
                    "groups",
                    "CREATE TABLE {t} (id BIGINT, text STRING) USING delta "
                            + "TBLPROPERTIES ('delta.enableDeletionVectors'='true')",
                    "INSERT INTO {t} SELECT id, repeat(CAST(id AS STRING), 20) FROM range(0, 20000, 1, 1)",
                    "DELETE FROM {t} WHERE id % 7 = 3 OR id BETWEEN 5000 AND 9000");
        } finally {
            session().sparkContext().hadoopConfiguration().unset("parquet.block.size");
            session().sparkContext().hadoopConfiguration().unset("parquet.page.size");
        }
        session().conf().set("spark.sql.files.maxPartitionBytes", "30000");
        try {
            assertThat(ours(table).rdd().getNumPartitions()).isGreaterThan(5);
            compare(table, "id BETWEEN 8990 AND 9020", "id > 19990", "id IN (9, 10, 11, 15000)");
        } finally {
            session().conf().unset("spark.sql.files.maxPartitionBytes");
        }
    }

    @Test
    void mapped_columns_are_found_by_id_and_by_name_at_whatever_depth() {
        for (String mode : LONG ? List.of("id", "name") : List.of("id")) {
            Path table = table(
                    "mapped-" + mode,
                    "CREATE TABLE {t} (id BIGINT, p STRING, s STRUCT<a: INT, b: STRUCT<c: STRING>>, "
                            + "l ARRAY<STRUCT<x: INT, y: STRING>>, m MAP<STRING, STRUCT<z: INT>>) USING delta "
                            + "PARTITIONED BY (p) TBLPROPERTIES ('delta.columnMapping.mode'='" + mode + "', "
                            + "'delta.enableDeletionVectors'='true')",
                    "INSERT INTO {t} SELECT id, concat('p', id % 2), named_struct('a', CAST(id AS INT), 'b', "
                            + "named_struct('c', concat('c', id))), array(named_struct('x', CAST(id AS INT), 'y', 'y')), "
                            + "map('k', named_struct('z', CAST(id AS INT))) FROM range(0, 20, 1, 2)",
                    "ALTER TABLE {t} RENAME COLUMN s.b.c TO renamed",
                    "ALTER TABLE {t} RENAME COLUMN p TO `part, of=it`",
                    "ALTER TABLE {t} RENAME COLUMN id TO `key.of it`",
                    "ALTER TABLE {t} DROP COLUMN l",
                    "ALTER TABLE {t} ADD COLUMNS (l BIGINT, id STRING)",
                    "INSERT INTO {t} VALUES (100, 'p9', NULL, map(), 5, 'i')",
                    "DELETE FROM {t} WHERE `key.of it` % 5 = 1");

            compare(
                    table,
                    "`key.of it` > 10",
                    "`part, of=it` = 'p1' AND s.b.renamed > 'c1'",
                    "l IS NULL",
                    "id = 'i'",
                    "s.a = 7");
            assertThat(rows(nested(ours(table)))).isEqualTo(rows(nested(deltas(table))));
        }
    }

    @Test
    void values_of_narrower_types_are_widened() {
        Path table = table(
                "widened",
                "CREATE TABLE {t} (b BYTE, i INT, f FLOAT, d DECIMAL(6, 2), day DATE, s STRUCT<x: SHORT>, l ARRAY<INT>) "
                        + "USING delta TBLPROPERTIES ('delta.enableTypeWidening'='true', "
                        + "'delta.feature.timestampNtz'='supported')",
                "INSERT INTO {t} SELECT CAST(id AS BYTE), CAST(id * 1000 AS INT), CAST(id AS FLOAT) / 3, "
                        + "CAST(id AS DECIMAL(6, 2)) / 4, date_add(DATE '1900-01-01', CAST(id AS INT)), "
                        + "named_struct('x', CAST(id AS SHORT)), array(CAST(id AS INT)) FROM range(0, 10, 1, 1)",
                "ALTER TABLE {t} ALTER COLUMN b TYPE INT",
                "ALTER TABLE {t} ALTER COLUMN i TYPE BIGINT",
                "ALTER TABLE {t} ALTER COLUMN f TYPE DOUBLE",
                "ALTER TABLE {t} ALTER COLUMN d TYPE DECIMAL(20, 4)",
                "ALTER TABLE {t} ALTER COLUMN day TYPE TIMESTAMP_NTZ",
                "ALTER TABLE {t} ALTER COLUMN s.x TYPE BIGINT",
                "ALTER TABLE {t} ALTER COLUMN l.element TYPE DOUBLE",
                "INSERT INTO {t} VALUES (1000000, 1L << 40, 1e300, 12345678.1234, "
                        + "TIMESTAMP_NTZ '2021-01-01 12:00:00', named_struct('x', 1L << 41), array(0.5D))");

        compare(
                table,
                "b > 5",
                "i < " + (1L << 40),
                "d >= 1.25",
                "day < TIMESTAMP_NTZ '1900-01-05 00:00:00'",
                "s.x = " + (1L << 41));
    }

    @Test
    void variants_times_without_zone_and_columns_without_type_are_read() {
        Path table = table(
                "others",
                "CREATE TABLE {t} (id BIGINT, v VARIANT, at TIMESTAMP_NTZ, day TIMESTAMP_NTZ) USING delta "
                        + "PARTITIONED BY (day) TBLPROPERTIES ('delta.enableDeletionVectors'='true')",
                "INSERT INTO {t} SELECT id, IF(id = 3, NULL, parse_json(concat('{\"a\": ', id, "
                        + "', \"b\": [1, \"x\", null, {\"c\": 1.5}]}'))), CAST(timestamp_micros(id * 3600000007) AS "
                        + "TIMESTAMP_NTZ), TIMESTAMP_NTZ '2020-02-29 23:59:59.999999' FROM range(0, 10, 1, 1)",
                "DELETE FROM {t} WHERE id = 5",
                "ALTER TABLE {t} ADD COLUMNS (nothing VOID)");

        compare(table, "id > 4", "at > TIMESTAMP_NTZ '1970-01-01 03:00:00'", "nothing IS NULL");
    }
}
