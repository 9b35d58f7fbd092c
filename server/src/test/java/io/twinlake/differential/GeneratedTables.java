package io.twinlake.differential;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What the folder of conformance tables lacks, made afresh for each run: by Delta Spark, and where it can't, by hand. */
final class GeneratedTables {

    private static final String VECTORS = "'delta.enableDeletionVectors'='true'";

    private static final String NESTED = "id BIGINT, s STRUCT<a: INT, b: STRUCT<c: STRING>>, "
            + "l ARRAY<STRUCT<x: INT, y: STRING>>, m MAP<STRING, STRUCT<z: INT>>";

    private static final String NESTED_ROWS = "SELECT id, named_struct('a', CAST(id AS INT), 'b', named_struct('c', "
            + "concat('c', id))), array(named_struct('x', CAST(id AS INT), 'y', 'y')), map('k', named_struct('z', "
            + "CAST(id AS INT))) FROM range(%d, %d, 1, 2)";

    private GeneratedTables() {}

    static Map<String, Consumer<TableMaker>> all() {
        Map<String, Consumer<TableMaker>> all = new LinkedHashMap<>();
        deletionVectors(all);
        columnMapping(all);
        types(all);
        GeneratedLogs.addTo(all);
        return all;
    }

    private static void deletionVectors(Map<String, Consumer<TableMaker>> all) {
        all.put("deletion vectors by path", maker -> deleted(maker).deletionVectorsByPath());
        all.put("deletion vectors inline", maker -> deleted(maker).deletionVectorsInline());
        all.put(
                "deletion vectors under updates, merges and a property that is off",
                maker -> deleted(maker)
                        .sql(
                                "UPDATE {t} SET v = v + 1000 WHERE id % 11 = 0",
                                "MERGE INTO {t} t USING (SELECT id FROM range(95, 105)) s ON t.id = s.id "
                                        + "WHEN MATCHED AND t.id < 98 THEN DELETE "
                                        + "WHEN MATCHED THEN UPDATE SET v = -1 "
                                        + "WHEN NOT MATCHED THEN INSERT (id, p, v) VALUES (s.id, 9, -2)",
                                "ALTER TABLE {t} SET TBLPROPERTIES ('delta.enableDeletionVectors'='false')",
                                "DELETE FROM {t} WHERE id = 42"));
        all.put(
                "deletion vectors in partitions, in a checkpoint",
                maker -> maker.sql(
                                "CREATE TABLE {t} (id BIGINT, p STRING) USING delta PARTITIONED BY (p) TBLPROPERTIES ("
                                        + VECTORS + ")",
                                "INSERT INTO {t} SELECT id, concat('a b%', id % 3) FROM range(0, 60, 1, 2)",
                                "DELETE FROM {t} WHERE id % 5 = 1")
                        .checkpoint()
                        .sql("DELETE FROM {t} WHERE id BETWEEN 20 AND 30", "DELETE FROM {t} WHERE p = 'a b%2'"));
        all.put(
                "deletion vectors over many row groups",
                maker -> maker.sql(
                                "CREATE TABLE {t} (id BIGINT, text STRING) USING delta TBLPROPERTIES (" + VECTORS + ")")
                        .with(
                                "parquet.block.size",
                                "20000",
                                "INSERT INTO {t} SELECT id, repeat(CAST(id AS STRING), 20) FROM range(0, 20000, 1, 1)")
                        .sql("DELETE FROM {t} WHERE id % 7 = 3 OR id BETWEEN 5000 AND 9000"));
    }

    private static TableMaker deleted(TableMaker maker) {
        return maker.sql(
                "CREATE TABLE {t} (id BIGINT, p INT, v BIGINT) USING delta TBLPROPERTIES (" + VECTORS + ")",
                "INSERT INTO {t} SELECT id, CAST(id % 3 AS INT), id * 10 FROM range(0, 100, 1, 2)",
                "DELETE FROM {t} WHERE id % 7 = 0",
                "DELETE FROM {t} WHERE id % 10 = 3");
    }

    private static void columnMapping(Map<String, Consumer<TableMaker>> all) {
        all.put(
                "column mapping by id, nested, evolved",
                maker -> maker.sql(
                        "CREATE TABLE {t} (" + NESTED + ") USING delta TBLPROPERTIES ('delta.columnMapping.mode'='id')",
                        "INSERT INTO {t} " + NESTED_ROWS.formatted(0, 20),
                        "ALTER TABLE {t} RENAME COLUMN s.b.c TO renamed",
                        "ALTER TABLE {t} DROP COLUMN l",
                        "ALTER TABLE {t} ADD COLUMNS (l BIGINT, s.d DATE)",
                        "INSERT INTO {t} (id, l) VALUES (100, 1), (101, NULL)"));
        all.put(
                "column mapping by name, after the fact, odd names",
                maker -> maker.sql(
                        "CREATE TABLE {t} (id BIGINT, p STRING, v INT) USING delta PARTITIONED BY (p)",
                        "INSERT INTO {t} SELECT id, concat('p', id % 2), CAST(id AS INT) FROM range(0, 10, 1, 1)",
                        "ALTER TABLE {t} SET TBLPROPERTIES ('delta.columnMapping.mode'='name', "
                                + "'delta.minReaderVersion'='2', 'delta.minWriterVersion'='5')",
                        "ALTER TABLE {t} RENAME COLUMN p TO `part, of=it`",
                        "ALTER TABLE {t} RENAME COLUMN v TO `a.b c`",
                        "ALTER TABLE {t} ADD COLUMNS (v STRING)",
                        "INSERT INTO {t} VALUES (50, 'p9', 50, 'new v'), (51, NULL, NULL, NULL)"));
        all.put(
                "column mapping by name with deletion vectors",
                maker -> maker.sql(
                        "CREATE TABLE {t} (" + NESTED + ") USING delta TBLPROPERTIES ("
                                + "'delta.columnMapping.mode'='name', " + VECTORS + ")",
                        "INSERT INTO {t} " + NESTED_ROWS.formatted(0, 50),
                        "ALTER TABLE {t} RENAME COLUMN s TO t",
                        "DELETE FROM {t} WHERE t.a % 4 = 1"));
    }

    private static void types(Map<String, Consumer<TableMaker>> all) {
        all.put(
                "type widening",
                maker -> maker.sql(
                        "CREATE TABLE {t} (b BYTE, i INT, f FLOAT, d DECIMAL(6, 2), day DATE, "
                                + "s STRUCT<x: SHORT>, l ARRAY<INT>) USING delta "
                                + "TBLPROPERTIES ('delta.enableTypeWidening'='true', "
                                + "'delta.feature.timestampNtz'='supported')",
                        "INSERT INTO {t} SELECT CAST(id AS BYTE), CAST(id * 1000 AS INT), CAST(id AS FLOAT) / 3, "
                                + "CAST(id AS DECIMAL(6, 2)) / 4, date_add(DATE '2020-01-01', CAST(id AS INT)), "
                                + "named_struct('x', CAST(id AS SHORT)), array(CAST(id AS INT)) FROM range(0, 10, 1, 1)",
                        "ALTER TABLE {t} ALTER COLUMN b TYPE INT",
                        "ALTER TABLE {t} ALTER COLUMN i TYPE BIGINT",
                        "ALTER TABLE {t} ALTER COLUMN f TYPE DOUBLE",
                        "ALTER TABLE {t} ALTER COLUMN d TYPE DECIMAL(20, 4)",
                        "ALTER TABLE {t} ALTER COLUMN day TYPE TIMESTAMP_NTZ",
                        "ALTER TABLE {t} ALTER COLUMN s.x TYPE BIGINT",
                        "ALTER TABLE {t} ALTER COLUMN l.element TYPE DOUBLE",
                        "INSERT INTO {t} VALUES (1000000, 1L << 40, 1e300, 12345678.1234, "
                                + "TIMESTAMP_NTZ '2021-01-01 12:00:00', named_struct('x', 1L << 41), array(0.5D))"));
        variants(all);
        oddities(all);
    }

    private static void variants(Map<String, Consumer<TableMaker>> all) {
        all.put(
                "variant",
                maker -> maker.sql(
                        "CREATE TABLE {t} (id BIGINT, v VARIANT) USING delta",
                        "INSERT INTO {t} SELECT id, IF(id = 3, NULL, parse_json(concat('{\"a\": ', id, "
                                + "', \"b\": [1, \"x\", null, {\"c\": 1.5}]}'))) FROM range(0, 10, 1, 1)",
                        "INSERT INTO {t} VALUES (20, parse_json('7')), (21, parse_json('\"text\"'))"));
        all.put(
                "variant, shredded",
                maker -> maker.sql("CREATE TABLE {t} (id BIGINT, v VARIANT) USING delta "
                                + "TBLPROPERTIES ('delta.enableVariantShredding'='true')")
                        .with(
                                "spark.sql.variant.forceShreddingSchemaForTest",
                                "a bigint, b struct<c string, d decimal(10, 2)>",
                                "INSERT INTO {t} SELECT id, parse_json(concat('{\"a\": ', IF(id % 3 = 0, '\"odd\"', CAST(id AS STRING)), "
                                        + "', \"b\": {\"c\": \"t', id, '\", \"d\": 1.25}, \"rest\": [', id, ']}')) "
                                        + "FROM range(0, 10, 1, 1)")
                        .sql("INSERT INTO {t} VALUES (20, parse_json('7')), (21, NULL)"));
    }

    private static void oddities(Map<String, Consumer<TableMaker>> all) {
        all.put(
                "times without zone, void, INT96",
                maker -> maker.sql("CREATE TABLE {t} (id BIGINT, at TIMESTAMP, plain TIMESTAMP_NTZ, "
                                + "day TIMESTAMP_NTZ) USING delta PARTITIONED BY (day)")
                        .with(
                                "spark.sql.parquet.outputTimestampType",
                                "INT96",
                                "INSERT INTO {t} SELECT id, timestamp_micros(id * 86400000001 - 2208988800000000), "
                                        + "CAST(timestamp_micros(id * 3600000007) AS TIMESTAMP_NTZ), "
                                        + "TIMESTAMP_NTZ '2020-02-29 23:59:59.999999' FROM range(0, 5, 1, 1)")
                        .with(
                                "spark.sql.parquet.outputTimestampType",
                                "TIMESTAMP_MILLIS",
                                "INSERT INTO {t} VALUES (9, TIMESTAMP '1969-12-31 23:59:59.999', NULL, NULL)")
                        .sql("ALTER TABLE {t} ADD COLUMNS (nothing VOID)"));
        all.put(
                "numbers that are ordered in many ways",
                maker -> maker.sql(
                        "CREATE TABLE {t} (id BIGINT, d DOUBLE, f FLOAT) USING delta",
                        "INSERT INTO {t} VALUES (1, DOUBLE('NaN'), FLOAT('-0.0')), (2, DOUBLE('Infinity'), 0.0F)",
                        "INSERT INTO {t} VALUES (3, DOUBLE('-Infinity'), FLOAT('NaN')), (4, NULL, NULL)"));
    }
}
