package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.IntVector;
import io.twinlake.format.ListVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.RowBatch;
import io.twinlake.log.KernelRows;
import io.twinlake.query.RowBatches;
import io.twinlake.query.ScanPlan;
import io.twinlake.storage.SparkSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Others read the tables of the bundled flights row for row as we do, before compaction and after it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InteropIT {

    private static final List<String> TABLES =
            List.of("aviation/aircraft_state", "aviation/airport_state", "_twinlake/dead_letters");

    @TempDir
    static Path folder;

    private static Path lake;

    @BeforeAll
    static void a_month_of_flights_is_ingested() {
        lake = folder.resolve("lake");
        assertThat(CommandLineRun.of(
                                "ingest",
                                "--lake",
                                lake.toString(),
                                "--definition",
                                "../examples/flights/aircraft.yaml",
                                "../examples/flights/airport.yaml",
                                "--source",
                                "flights=../examples/flights/data/events",
                                "weather=../examples/flights/data/weather",
                                "--epoch-events",
                                "20000")
                        .exitCode())
                .isZero();
    }

    @Test
    @Order(1)
    void delta_kernel_reads_the_same_rows() throws IOException {
        for (String table : TABLES) {
            List<String> ours = ourRows(table);
            assertThat(ours).isNotEmpty();
            assertThat(KernelRows.of(lake.resolve(table).toString())).isEqualTo(ours);
        }
    }

    @Test
    @Order(2)
    void delta_spark_reads_the_same_rows() {
        try (DeltaSpark spark = new DeltaSpark()) {
            for (String table : TABLES) {
                assertThat(spark.differences(lake.resolve(table), export(table)))
                        .isZero();
            }
        }
    }

    @Test
    @Order(3)
    void pythons_readers_read_the_same_rows() throws Exception {
        assumeTrue(python() != null, "set TWINLAKE_PYTHON to a Python with interop/requirements.txt to run this");
        assertThat(pythonReaders()).isZero();
    }

    @Test
    @Order(4)
    void after_compaction_all_of_them_read_the_same_rows_still() throws Exception {
        List<List<String>> before = TABLES.stream().map(InteropIT::ourRows).toList();
        assertThat(CommandLineRun.of("compact", "--lake", lake.toString(), "--full")
                        .exitCode())
                .isZero();
        for (int i = 0; i < TABLES.size(); i++) {
            assertThat(ourRows(TABLES.get(i))).isEqualTo(before.get(i));
        }
        delta_kernel_reads_the_same_rows();
        delta_spark_reads_the_same_rows();
        if (python() != null) {
            assertThat(pythonReaders()).isZero();
        }
    }

    private static String python() {
        return System.getenv("TWINLAKE_PYTHON");
    }

    private static int pythonReaders() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(python(), "../interop/read_tables.py"));
        for (String table : TABLES) {
            command.add(lake.resolve(table) + "=" + export(table));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        System.out.println(output);
        return process.exitValue();
    }

    private static Path export(String table) {
        // Spark does not see files whose names begin with an underscore.
        Path file = folder.resolve("rows-" + table.replace('/', '-') + ".parquet");
        assertThat(CommandLineRun.of(
                                "scan",
                                lake.resolve(table).toString(),
                                "--format",
                                "parquet",
                                "--output",
                                file.toString())
                        .exitCode())
                .isZero();
        return file;
    }

    private static List<String> ourRows(String table) {
        List<String> texts = new ArrayList<>();
        try (OpenLake open = OpenLake.open(lake.toString());
                RowBatches rows = ScanPlan.over(
                                open.existing(lake.resolve(table).toString()).latest())
                        .rows()) {
            while (rows.hasNext()) {
                RowBatch batch = rows.next();
                for (int row = 0; row < batch.rows(); row++) {
                    texts.add(text(batch, row));
                }
            }
        }
        texts.sort(null);
        return texts;
    }

    private static String text(RowBatch batch, int row) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < batch.schema().size(); i++) {
            ColumnVector column = batch.column(i);
            text.append(batch.schema().field(i).name()).append('=');
            text.append(column.isNull(row) ? "null" : value(column, row)).append(' ');
        }
        return text.toString();
    }

    private static String value(ColumnVector column, int row) {
        if (column instanceof LongVector longs) {
            return Long.toString(longs.get(row));
        } else if (column instanceof IntVector ints) {
            return Integer.toString(ints.get(row));
        } else if (column instanceof DoubleVector doubles) {
            return Double.toString(doubles.get(row));
        } else if (column instanceof BooleanVector booleans) {
            return Boolean.toString(booleans.get(row));
        } else if (column instanceof ListVector list) {
            List<String> elements = new ArrayList<>();
            for (int i = list.start(row); i < list.end(row); i++) {
                elements.add(((BytesVector) list.elements()).string(i));
            }
            return elements.toString();
        }
        BytesVector bytes = (BytesVector) column;
        return bytes.type() == Primitive.STRING
                ? bytes.string(row)
                : Base64.getEncoder().encodeToString(bytes.get(row));
    }

    /** A Spark with Delta Lake's own reader. */
    private static final class DeltaSpark implements AutoCloseable {

        private final SparkSession spark = SparkSession.builder()
                .config(SparkSettings.localWithDelta())
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
                .getOrCreate();

        long differences(Path table, Path expected) {
            Dataset<Row> theirs = spark.read().format("delta").load(table.toString());
            Dataset<Row> ours = spark.read().parquet(expected.toString());
            return theirs.exceptAll(ours).count() + ours.exceptAll(theirs).count();
        }

        @Override
        public void close() {
            spark.stop();
        }
    }
}
