package io.twinlake.spark;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.execution.datasources.FilePartition;

/** What is in the files of a partition, one after the other, each read in its own way. */
final class FileByFile<T> implements PartitionReader<T> {

    private final FilePartition partition;
    private final Function<FilePartition, PartitionReader<T>> readers;
    private int next;
    private Optional<PartitionReader<T>> current = Optional.empty();

    /** @param readers of a partition of one file */
    FileByFile(FilePartition partition, Function<FilePartition, PartitionReader<T>> readers) {
        this.partition = partition;
        this.readers = readers;
    }

    @Override
    public boolean next() throws IOException {
        while (true) {
            if (current.isPresent() && current.get().next()) {
                return true;
            }
            close();
            if (next == partition.files().length) {
                return false;
            }
            var file = partition.files()[next++];
            current = Optional.of(readers.apply(new FilePartition(
                    partition.index(), new org.apache.spark.sql.execution.datasources.PartitionedFile[] {file})));
        }
    }

    @Override
    public T get() {
        return current.orElseThrow().get();
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return current.map(PartitionReader::currentMetricsValues).orElseGet(() -> new CustomTaskMetric[0]);
    }

    @Override
    public void close() throws IOException {
        if (current.isPresent()) {
            current.get().close();
            current = Optional.empty();
        }
    }
}
