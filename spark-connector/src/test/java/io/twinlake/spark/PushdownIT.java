package io.twinlake.spark;

import static io.twinlake.spark.TestSpark.newFolder;
import static io.twinlake.spark.TestSpark.ours;
import static io.twinlake.spark.TestSpark.scan;
import static io.twinlake.spark.TestSpark.sql;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What of a query goes below the scan, on a table of ten files whose ids don't overlap. */
class PushdownIT {

    private static final Path TABLE = newFolder("ranges");

    @BeforeAll
    static void write_the_table() {
        sql("SELECT id, concat('k', lpad(id, 4, '0')) AS key, id / 2 AS half, "
                        + "named_struct('x', id, 'y', concat('y', id)) AS s, "
                        + "timestamp_seconds(1370000000 + id) AS at FROM range(0, 1000, 1, 10)")
                .write()
                .format("delta")
                .save(TABLE.toString());
    }

    @Test
    void only_the_columns_and_fields_asked_for_are_read() {
        assertThat(scan(ours(TABLE).selectExpr("s.y", "id")).readSchema().catalogString())
                .isEqualTo("struct<id:bigint,s:struct<y:string>>");
    }

    @Test
    void batches_are_columnar() {
        assertThat(((org.apache.spark.sql.classic.Dataset<Row>) ours(TABLE))
                        .queryExecution()
                        .executedPlan()
                        .toString())
                .contains("ColumnarToRow");
    }

    @Test
    void a_count_of_all_rows_opens_no_file() {
        Dataset<Row> count = ours(TABLE).groupBy().count();

        assertThat(((org.apache.spark.sql.classic.Dataset<Row>) count)
                        .queryExecution()
                        .executedPlan()
                        .toString())
                .contains("LocalTableScan")
                .doesNotContain("BatchScan");
        assertThat(count.first().getLong(0)).isEqualTo(1000);
        assertThat(ours(TABLE).where("id < 10").count()).isEqualTo(10);
    }

    @Test
    void a_side_of_an_or_that_parquet_does_not_know_hides_no_row() {
        Path folder = newFolder("flags");
        sql("SELECT id, id % 2 = 0 AS flag FROM range(0, 100, 1, 4)")
                .write()
                .format("delta")
                .save(folder.toString());

        assertThat(ours(folder).where("flag IN (false, true) OR id < 10").count())
                .isEqualTo(100);
        assertThat(ours(folder).where("flag < true OR id < 10").count()).isEqualTo(55);
        assertThat(ours(folder).where("id % 3 = 0 OR id < 10").count()).isEqualTo(40);
        assertThat(ours(folder).where("NOT (flag < true AND id < 10)").count()).isEqualTo(95);
    }

    @Test
    void equal_scans_are_run_once() {
        Dataset<Row> part = ours(TABLE).where("id < 500").groupBy("half").count();

        assertThat(scan(part))
                .isEqualTo(scan(ours(TABLE).where("id < 500").groupBy("half").count()));
        assertThat(scan(part))
                .isNotEqualTo(scan(ours(TABLE).where("id < 501").groupBy("half").count()));
    }
}
