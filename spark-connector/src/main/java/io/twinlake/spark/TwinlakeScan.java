package io.twinlake.spark;

import io.twinlake.format.Predicate;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Version;
import io.twinlake.storage.Location;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/** A read of some columns of a table at a version, of the files that may hold rows that match. */
final class TwinlakeScan implements Scan, Batch, SupportsReportStatistics {

    private final ResolvedTable table;
    private final StructType columns;
    private final List<org.apache.spark.sql.connector.expressions.filter.Predicate> predicates;
    private final CaseInsensitiveStringMap options;
    private final Predicate condition;
    private final TableFiles reading;
    private @Nullable List<AddFile> matching;

    TwinlakeScan(
            ResolvedTable table,
            StructType columns,
            org.apache.spark.sql.connector.expressions.filter.Predicate[] predicates,
            CaseInsensitiveStringMap options) {
        this.table = table;
        this.columns = columns;
        this.predicates = List.of(predicates);
        this.options = options;
        this.condition = FileConditions.implied(predicates);
        this.reading = new TableFiles(table.snapshot(), columns, ReadOptions.hadoop(options));
    }

    @Override
    public StructType readSchema() {
        return columns;
    }

    @Override
    public Batch toBatch() {
        ReadOptions.requireOfBatch(options);
        return this;
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
        return TwinlakeStream.open(table, reading, StreamOptions.of(options), checkpointLocation);
    }

    @Override
    public InputPartition[] planInputPartitions() {
        return reading.partitions(files().stream().map(FileSlice::whole).toList());
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
        return reading.readers(predicates);
    }

    @Override
    public Statistics estimateStatistics() {
        RowCount count = RowCount.of(table.snapshot(), files().stream());
        return new Statistics() {
            @Override
            public OptionalLong sizeInBytes() {
                return OptionalLong.of(count.bytes());
            }

            @Override
            public OptionalLong numRows() {
                return count.rows();
            }
        };
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
        return new CustomMetric[] {new FilesRead(), new FilesSkipped()};
    }

    @Override
    public CustomTaskMetric[] reportDriverMetrics() {
        int read = files().size();
        return new CustomTaskMetric[] {
            new FilesRead.Value(read),
            new FilesSkipped.Value(table.snapshot().files().count() - read)
        };
    }

    @Override
    public String description() {
        String conditions = predicates.stream().map(Object::toString).collect(Collectors.joining(", "));
        return "twinlake " + table.name() + " version " + version() + " [files: " + files().size() + ", predicates: "
                + conditions + "]";
    }

    private synchronized List<AddFile> files() {
        if (matching == null) {
            try (var files = table.snapshot().files(condition)) {
                matching = files.toList();
            }
        }
        return matching;
    }

    private Version version() {
        return table.snapshot().version();
    }

    /** Equal scans give equal rows, which lets Spark run one of them for both. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TwinlakeScan scan && identity().equals(scan.identity());
    }

    @Override
    public int hashCode() {
        return identity().hashCode();
    }

    private Identity identity() {
        var snapshot = table.snapshot();
        return new Identity(snapshot.table(), snapshot.metadata().id(), snapshot.version(), columns, predicates);
    }

    private record Identity(
            Location table,
            String id,
            Version version,
            StructType columns,
            List<org.apache.spark.sql.connector.expressions.filter.Predicate> predicates) {}
}
