package io.twinlake.spark;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.util.SerializableConfiguration;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark's own readers of Parquet files made readers of a table: without the rows that are deleted or of other event times
 * than asked for, and with the columns in the order of the table, where the readers underneath put those of a partition last. Streams need it: Spark takes their
 * columns by position.
 */
final class TableReaders implements PartitionReaderFactory {

    private static final long serialVersionUID = 1L;

    private final PartitionReaderFactory plain;
    private final PartitionReaderFactory numbered;
    private final int numberColumn;
    private final StructType columns;
    private final int[] positions;
    private final Broadcast<SerializableConfiguration> hadoop;

    /**
     * @param plain of files whose rows all live
     * @param numbered gives, in column {@code numberColumn} that {@code plain} does not have, the position of a row in its
     *     file
     * @param positions where {@code plain} has each of the columns
     */
    TableReaders(
            PartitionReaderFactory plain,
            PartitionReaderFactory numbered,
            int numberColumn,
            StructType columns,
            int[] positions,
            Broadcast<SerializableConfiguration> hadoop) {
        this.plain = plain;
        this.numbered = numbered;
        this.numberColumn = numberColumn;
        this.columns = columns;
        this.positions = positions.clone();
        this.hadoop = hadoop;
    }

    /** Spark wants one answer for all partitions of a scan. */
    @Override
    public boolean supportColumnarReads(InputPartition partition) {
        return plain.supportColumnarReads(partition) && numbered.supportColumnarReads(partition);
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        return anyFiltered(partition)
                ? new FileByFile<>((FilePartition) partition, this::rows)
                : inOrder(plain.createReader(partition), positions);
    }

    @Override
    public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
        return anyFiltered(partition)
                ? new FileByFile<>((FilePartition) partition, this::batches)
                : batchesInOrder(plain.createColumnarReader(partition), positions);
    }

    private static boolean anyFiltered(InputPartition partition) {
        return Arrays.stream(((FilePartition) partition).files())
                .anyMatch(file ->
                        DeletedRows.of(file).isPresent() || EventTimes.of(file).isPresent());
    }

    private PartitionReader<InternalRow> rows(FilePartition file) {
        PartitionReader<InternalRow> live = liveRows(file);
        return EventTimes.of(file.files()[0])
                .map(this::within)
                .<PartitionReader<InternalRow>>map(times -> new FilteredInternalRows(live, times))
                .orElse(live);
    }

    private PartitionReader<ColumnarBatch> batches(FilePartition file) {
        PartitionReader<ColumnarBatch> live = liveBatches(file);
        return EventTimes.of(file.files()[0])
                .map(this::within)
                .<PartitionReader<ColumnarBatch>>map(times -> new FilteredBatches(live, times))
                .orElse(live);
    }

    private RowFilter within(EventTimes times) {
        int column = columns.fieldIndex(times.column());
        return new RowsOfTimes(times, column, EventTimeType.of(columns.fields()[column].dataType()));
    }

    private PartitionReader<InternalRow> liveRows(FilePartition file) {
        return DeletedRows.of(file.files()[0])
                .map(this::live)
                .map(live -> inOrder(new FilteredInternalRows(numbered.createReader(file), live), beside()))
                .orElseGet(() -> inOrder(plain.createReader(file), positions));
    }

    private PartitionReader<ColumnarBatch> liveBatches(FilePartition file) {
        return DeletedRows.of(file.files()[0])
                .map(this::live)
                .map(live -> batchesInOrder(new FilteredBatches(numbered.createColumnarReader(file), live), beside()))
                .orElseGet(() -> batchesInOrder(plain.createColumnarReader(file), positions));
    }

    private RowFilter live(DeletedRows deleted) {
        return new LiveRows(deleted.read(hadoop.value().value()), numberColumn);
    }

    /** Where the columns are beside that of the numbers. */
    private int[] beside() {
        return IntStream.of(positions)
                .map(position -> position < numberColumn ? position : position + 1)
                .toArray();
    }

    private PartitionReader<InternalRow> inOrder(PartitionReader<InternalRow> reader, int[] from) {
        if (Arrays.equals(from, IntStream.range(0, from.length).toArray())) {
            return reader;
        }
        var ordinals = CollectionConverters.asScala(
                        IntStream.of(from).mapToObj(i -> (Object) i).toList())
                .toIndexedSeq();
        var projection = new ProjectingInternalRow(columns, ordinals);
        return new Mapped<>(reader, row -> {
            projection.project(row);
            return projection;
        });
    }

    private static PartitionReader<ColumnarBatch> batchesInOrder(PartitionReader<ColumnarBatch> reader, int[] from) {
        return new Mapped<>(reader, batch -> {
            ColumnVector[] vectors = IntStream.of(from).mapToObj(batch::column).toArray(ColumnVector[]::new);
            return new ColumnarBatch(vectors, batch.numRows());
        });
    }

    private record Mapped<T>(PartitionReader<T> reader, UnaryOperator<T> change) implements PartitionReader<T> {

        @Override
        public boolean next() throws IOException {
            return reader.next();
        }

        @Override
        public T get() {
            return change.apply(reader.get());
        }

        @Override
        public CustomTaskMetric[] currentMetricsValues() {
            return reader.currentMetricsValues();
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
