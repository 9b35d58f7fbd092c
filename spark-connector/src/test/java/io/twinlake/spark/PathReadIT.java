package io.twinlake.spark;

import static io.twinlake.spark.TestSpark.deltas;
import static io.twinlake.spark.TestSpark.newFolder;
import static io.twinlake.spark.TestSpark.ours;
import static io.twinlake.spark.TestSpark.rows;
import static io.twinlake.spark.TestSpark.session;
import static io.twinlake.spark.TestSpark.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Test;

/** Tables of Delta Spark, read by path: its own reader is the oracle. */
class PathReadIT {

    /** Every type that a table may have without a feature, nested ones and nulls among the values. */
    static Dataset<Row> allTypes(int rows) {
        return sql(
                "SELECT id, CAST(id % 100 AS BYTE) b, CAST(id AS SHORT) s, CAST(id AS INT) i, CAST(id AS FLOAT) / 3 f, "
                        + "CAST(id AS DOUBLE) / 7 d, CAST(id AS DECIMAL(9, 2)) / 4 small, CAST(id AS DECIMAL(38, 10)) big, "
                        + "concat('text ', id) t, CAST(concat('bytes ', id) AS BINARY) bin, id % 2 = 0 flag, "
                        + "date_add(DATE '1969-12-20', CAST(id AS INT)) day, "
                        + "timestamp_micros(id * 1000001 - 5000000) at, "
                        + "array(id, NULL, id + 1) list, map(concat('k', id), id) pairs, "
                        + "named_struct('a', id, 'b', named_struct('c', concat('c', id), 'd', array(id))) nested, "
                        + "IF(id % 3 = 0, NULL, concat('n', id)) sometimes FROM range(" + rows + ")");
    }

    @Test
    void every_type_is_read_as_delta_reads_it() {
        Path table = newFolder("types");
        allTypes(500).repartition(3).write().format("delta").save(table.toString());

        assertThat(ours(table).schema()).isEqualTo(deltas(table).schema());
        assertThat(rows(ours(table))).hasSize(500).isEqualTo(rows(deltas(table)));
    }

    @Test
    void partition_columns_come_from_the_log_in_the_order_of_the_schema() {
        Path table = newFolder("partitioned");
        sql("SELECT id, IF(id % 3 = 0, NULL, concat('a b%/', id % 3)) p, CAST(id % 2 AS INT) q, id * 2 v, "
                        + "date_add(DATE '2013-01-01', CAST(id % 2 AS INT)) day, "
                        + "timestamp_seconds(1370000000 + id % 2) at, id % 2 = 0 flag, "
                        + "CAST(id % 2 AS DECIMAL(6, 2)) / 8 price FROM range(200)")
                .write()
                .format("delta")
                .partitionBy("p", "q", "day", "at", "flag", "price")
                .save(table.toString());

        assertThat(rows(ours(table))).hasSize(200).isEqualTo(rows(deltas(table)));
        assertThat(rows(ours(table).select("q", "id").where("q = 1 AND p IS NULL")))
                .isEqualTo(rows(deltas(table).select("q", "id").where("q = 1 AND p IS NULL")));
    }

    @Test
    void a_column_added_later_is_null_in_older_files() {
        Path table = newFolder("evolved");
        sql("SELECT id FROM range(10)").write().format("delta").save(table.toString());
        sql("SELECT id, id * 2 AS twice, named_struct('x', id) AS s FROM range(10, 20)")
                .write()
                .format("delta")
                .mode(SaveMode.Append)
                .option("mergeSchema", "true")
                .save(table.toString());

        assertThat(rows(ours(table))).hasSize(20).isEqualTo(rows(deltas(table)));
        assertThat(ours(table).where("twice IS NULL").count()).isEqualTo(10);
    }

    @Test
    void a_table_with_checkpoints_is_read_at_every_version() {
        Path table = newFolder("checkpointed");
        for (int i = 0; i < 13; i++) {
            sql("SELECT id, " + i + " AS commit FROM range(" + i + ", " + (i + 3) + ")")
                    .write()
                    .format("delta")
                    .mode(SaveMode.Append)
                    .save(table.toString());
        }

        assertThat(rows(ours(table))).isEqualTo(rows(deltas(table)));
        for (int version = 0; version < 13; version += 6) {
            assertThat(rows(session()
                            .read()
                            .format("twinlake")
                            .option("versionAsOf", version)
                            .load(table.toString())))
                    .hasSize(3 * (version + 1))
                    .isEqualTo(rows(session()
                            .read()
                            .format("delta")
                            .option("versionAsOf", version)
                            .load(table.toString())));
        }
    }

    @Test
    void rows_that_were_overwritten_are_not_read() {
        Path table = newFolder("overwritten");
        sql("SELECT id FROM range(10)").write().format("delta").save(table.toString());
        sql("SELECT id FROM range(100, 105)")
                .write()
                .format("delta")
                .mode(SaveMode.Overwrite)
                .save(table.toString());

        assertThat(ours(table).as(org.apache.spark.sql.Encoders.LONG()).collectAsList())
                .containsExactlyInAnyOrder(100L, 101L, 102L, 103L, 104L);
    }

    @Test
    void a_read_without_a_path_says_what_is_missing() {
        assertThatThrownBy(() -> session().read().format("twinlake").load()).hasMessageContaining("load(path)");
    }

    @Test
    void a_version_and_a_time_together_are_refused() {
        assertThatThrownBy(() -> session()
                        .read()
                        .format("twinlake")
                        .option("versionAsOf", 1)
                        .option("timestampAsOf", "2013-01-01")
                        .load(newFolder("none").toString()))
                .hasMessageContaining("versionAsOf (1)")
                .hasMessageContaining("leave one out");
    }

    @Test
    void a_version_that_is_no_number_is_refused_with_its_text() {
        assertThatThrownBy(() -> session()
                        .read()
                        .format("twinlake")
                        .option("versionAsOf", "june")
                        .load(newFolder("none").toString()))
                .hasMessageContaining("versionAsOf is 'june'");
    }

    @Test
    void a_folder_that_is_no_table_is_named() {
        Path nothing = newFolder("nothing");

        assertThatThrownBy(() -> ours(nothing)).hasMessageContaining(nothing.toString());
    }

    @Test
    void writing_is_refused() {
        Path table = newFolder("refused");
        sql("SELECT id FROM range(3)").write().format("delta").save(table.toString());

        for (SaveMode mode : List.of(SaveMode.Append, SaveMode.Overwrite)) {
            assertThatThrownBy(() -> sql("SELECT id FROM range(3)")
                            .write()
                            .format("twinlake")
                            .mode(mode)
                            .save(table.toString()))
                    .hasMessageContaining("twinlake");
        }
        assertThat(ours(table).count()).isEqualTo(3);
    }
}
