package io.twinlake.differential;

import java.util.Map;
import java.util.function.Consumer;

/** Logs in every shape that the protocol allows, and some that it does not but that are met. */
final class GeneratedLogs {

    private static final String CHECKPOINT = "\\d{20}\\.checkpoint.*";

    private static final Map<String, String> PARTS_OF_TWO = Map.of("spark.databricks.delta.checkpoint.partSize", "2");

    private GeneratedLogs() {}

    static void addTo(Map<String, Consumer<TableMaker>> all) {
        checkpoints(all);
        hints(all);
        features(all);
    }

    private static void checkpoints(Map<String, Consumer<TableMaker>> all) {
        all.put(
                "V2 checkpoints with sidecars, as JSON",
                maker -> appended(maker, "'delta.checkpointPolicy'='v2', 'delta.checkpointInterval'='2'", 4));
        all.put(
                "V2 checkpoints with sidecars, as Parquet",
                maker -> TableMaker.with(
                        Map.of("spark.databricks.delta.checkpointV2.topLevelFileFormat", "parquet"),
                        () -> appended(maker, "'delta.checkpointPolicy'='v2', 'delta.checkpointInterval'='2'", 3)));
        all.put(
                "a sidecar that is missing",
                maker -> appended(maker, "'delta.checkpointPolicy'='v2', 'delta.checkpointInterval'='3'", 3)
                        .delete("_sidecars/.*\\.parquet"));
        all.put(
                "a part that is missing",
                maker -> TableMaker.with(
                        PARTS_OF_TWO,
                        () -> appended(maker, "'delta.checkpointInterval'='3'", 4)
                                .delete("\\d{20}\\.checkpoint\\.0000000001\\..*")));
        all.put(
                "checkpoints in parts",
                maker -> TableMaker.with(PARTS_OF_TWO, () -> appended(maker, "'delta.checkpointInterval'='3'", 4)));
        all.put(
                "a checkpoint that is damaged",
                maker -> appended(maker, "'delta.checkpointInterval'='3'", 4).damage(CHECKPOINT));
        all.put(
                "typed statistics only",
                maker -> appended(
                        maker,
                        "'delta.checkpoint.writeStatsAsJson'='false', 'delta.checkpoint.writeStatsAsStruct'='true', "
                                + "'delta.checkpointInterval'='4'",
                        4));
        all.put(
                "a log that begins with a checkpoint",
                maker -> appended(maker, "'delta.checkpointInterval'='3'", 5).delete("0{19}[012]\\..*"));
    }

    private static void hints(Map<String, Consumer<TableMaker>> all) {
        all.put(
                "_last_checkpoint that is stale",
                maker -> appended(maker, "'delta.checkpointInterval'='2'", 3)
                        .edit("_last_checkpoint", text -> text.replaceAll("\"version\":\\d+", "\"version\":77")));
        all.put(
                "_last_checkpoint that is damaged",
                maker -> appended(maker, "'delta.checkpointInterval'='2'", 3).damage("_last_checkpoint"));
        all.put(
                "checksums that are damaged",
                maker -> appended(maker, "'delta.checkpointInterval'='10'", 3)
                        .edit("0{19}3\\.crc", text -> "{\"tableSizeBytes\": 1, \"numFiles\":")
                        .edit("0{19}2\\.crc", text -> ""));
        all.put(
                "log compaction files",
                maker -> appended(maker, "'delta.checkpointInterval'='100'", 3)
                        .sql("DELETE FROM {t} WHERE id = 1")
                        .logCompaction(1, 3)
                        .sql("INSERT INTO {t} VALUES (99, 'z')"));
    }

    private static TableMaker appended(TableMaker maker, String properties, int commits) {
        maker.sql("CREATE TABLE {t} (id BIGINT, text STRING) USING delta TBLPROPERTIES (" + properties + ")");
        for (int i = 0; i < commits; i++) {
            maker.sql("INSERT INTO {t} SELECT id, concat('text ', id) FROM range(" + i * 10 + ", " + (i * 10 + 10)
                    + ", 1, 2)");
        }
        return maker;
    }

    private static void features(Map<String, Consumer<TableMaker>> all) {
        all.put(
                "in-commit timestamps from the middle on",
                maker -> appended(maker, "'delta.checkpointInterval'='10'", 2)
                        .sql(
                                "ALTER TABLE {t} SET TBLPROPERTIES ('delta.enableInCommitTimestamps'='true')",
                                "INSERT INTO {t} VALUES (50, 'x')"));
        all.put(
                "row tracking and clustering",
                maker -> maker.sql(
                        "CREATE TABLE {t} (id BIGINT, text STRING) USING delta CLUSTER BY (text, id) "
                                + "TBLPROPERTIES ('delta.enableRowTracking'='true')",
                        "INSERT INTO {t} SELECT id, concat('t', id % 5) FROM range(0, 30, 1, 2)",
                        "DELETE FROM {t} WHERE id % 3 = 0",
                        "OPTIMIZE {t}"));
        all.put(
                "defaults, generated columns, constraints",
                maker -> maker.sql(
                        "CREATE TABLE {t} (id BIGINT NOT NULL, d INT DEFAULT 7, day DATE, "
                                + "year INT GENERATED ALWAYS AS (year(day))) USING delta "
                                + "TBLPROPERTIES ('delta.feature.allowColumnDefaults'='supported')",
                        "ALTER TABLE {t} ADD CONSTRAINT positive CHECK (id > 0)",
                        "INSERT INTO {t} (id, day) VALUES (1, DATE '2020-05-05'), (2, NULL)"));
        lives(all);
    }

    /** Tables that had a life. */
    private static void lives(Map<String, Consumer<TableMaker>> all) {
        all.put("progress of applications", maker -> {
            maker.sql("CREATE TABLE {t} (id BIGINT) USING delta");
            for (int i = 0; i < 3; i++) {
                TableMaker.with(
                        Map.of(
                                "spark.databricks.delta.write.txnAppId",
                                "app " + i % 2,
                                "spark.databricks.delta.write.txnVersion",
                                String.valueOf(i)),
                        () -> maker.sql("INSERT INTO {t} VALUES (1)"));
            }
            maker.checkpoint().sql("INSERT INTO {t} VALUES (2)");
        });
        all.put(
                "a feature that is dropped",
                maker -> appended(maker, "'delta.checkpointPolicy'='v2', 'delta.checkpointInterval'='2'", 2)
                        .sql("ALTER TABLE {t} DROP FEATURE v2Checkpoint", "INSERT INTO {t} VALUES (77, 'x')"));
    }
}
