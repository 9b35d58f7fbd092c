package io.twinlake.benchmarks;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** By Delta Spark, as its users append: a data frame of one partition, so that a commit is one file as the others'. */
final class SparkCommits implements SmallCommits {

    private static final StructType SCHEMA = new StructType()
            .add("key", DataTypes.StringType)
            .add("observed_at", DataTypes.TimestampType)
            .add("seq", DataTypes.LongType)
            .add("phase", DataTypes.StringType)
            .add("altitude", DataTypes.DoubleType)
            .add("on_ground", DataTypes.BooleanType);

    private final SparkSession session;
    private final String table;

    private SparkCommits(SparkSession session, String table) {
        this.session = session;
        this.table = table;
    }

    static SmallCommits create(Path folder, int checkpointEvery) {
        SparkSession session = LocalSpark.delta();
        session.createDataFrame(List.of(), SCHEMA)
                .write()
                .format("delta")
                .mode(SaveMode.Append)
                .option("delta.checkpointInterval", checkpointEvery == 0 ? 10 : checkpointEvery)
                .save(folder.toString());
        return new SparkCommits(session, folder.toString());
    }

    @Override
    public void commit(int number) {
        session.createDataFrame(rows(number), SCHEMA)
                .coalesce(1)
                .write()
                .format("delta")
                .mode(SaveMode.Append)
                .save(table);
    }

    @Override
    public void close() {
        DeltaLog.clearCache();
    }

    private static List<Row> rows(int commit) {
        return IntStream.range(0, ROWS)
                .mapToObj(row -> RowFactory.create(
                        SampleRow.key(row),
                        Instant.EPOCH.plus(SampleRow.observedAt(commit, row), ChronoUnit.MICROS),
                        (long) commit,
                        SampleRow.phase(commit, row),
                        SampleRow.altitude(commit, row),
                        row % 2 == 0))
                .toList();
    }
}
