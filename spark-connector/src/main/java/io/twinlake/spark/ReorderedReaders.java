package io.twinlake.spark;

import java.io.IOException;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.ProjectingInternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Gives the columns in the order of the table, where the reader underneath puts those of a partition last. Streams need
 * it: Spark takes their columns by position.
 */
final class ReorderedReaders implements PartitionReaderFactory {

    private static final long serialVersionUID = 1L;

    private final PartitionReaderFactory readers;
    private final StructType columns;
    private final int[] positions;

    ReorderedReaders(PartitionReaderFactory readers, StructType columns, int[] positions) {
        this.readers = readers;
        this.columns = columns;
        this.positions = positions.clone();
    }

    @Override
    public boolean supportColumnarReads(InputPartition partition) {
        return readers.supportColumnarReads(partition);
    }

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
        var ordinals = CollectionConverters.asScala(
                        IntStream.of(positions).mapToObj(i -> (Object) i).toList())
                .toIndexedSeq();
        var projection = new ProjectingInternalRow(columns, ordinals);
        return new Mapped<>(readers.createReader(partition), row -> {
            projection.project(row);
            return projection;
        });
    }

    @Override
    public PartitionReader<ColumnarBatch> createColumnarReader(InputPartition partition) {
        return new Mapped<>(readers.createColumnarReader(partition), this::reordered);
    }

    private ColumnarBatch reordered(ColumnarBatch batch) {
        ColumnVector[] vectors = IntStream.of(positions).mapToObj(batch::column).toArray(ColumnVector[]::new);
        return new ColumnarBatch(vectors, batch.numRows());
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
