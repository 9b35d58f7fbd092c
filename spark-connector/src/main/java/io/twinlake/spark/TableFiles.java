package io.twinlake.spark;

import io.twinlake.format.ColumnMapping;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import io.twinlake.log.UnsupportedTableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/** How data files of a table become rows of the columns asked for, in their order. */
final class TableFiles {

    private final Snapshot snapshot;
    private final StructType columns;
    private final StructType inFiles;
    private final StructType constant;

    /** @param columns a selection of the table's, nested fields left out where nobody reads them */
    TableFiles(Snapshot snapshot, StructType columns) {
        if (snapshot.columnMapping() != ColumnMapping.NONE) {
            throw new UnsupportedTableException(snapshot.table() + " maps its columns (columnMapping, mode "
                    + snapshot.columnMapping().word() + "), which the Spark connector does not read yet");
        }
        this.snapshot = snapshot;
        this.columns = columns;
        Set<String> partitionColumns = snapshot.metadata().partitionColumns().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        List<StructField> data = new ArrayList<>();
        List<StructField> perFile = new ArrayList<>();
        for (StructField field : columns.fields()) {
            boolean isConstant = partitionColumns.contains(field.name().toLowerCase(Locale.ROOT))
                    || field.dataType().equals(DataTypes.NullType);
            (isConstant ? perFile : data).add(field);
        }
        this.inFiles = new StructType(data.toArray(StructField[]::new));
        this.constant = new StructType(perFile.toArray(StructField[]::new));
    }

    /** Splits large files and packs small ones, as Spark's own file sources do ({@code spark.sql.files.*}). */
    InputPartition[] partitions(List<AddFile> files) {
        var session = SessionAccess.session();
        long openCost = session.sessionState().conf().filesOpenCostInBytes();
        long bytes = files.stream().mapToLong(file -> file.size() + openCost).sum();
        long maxSplit = FilePartition.maxSplitBytes(session, () -> (Object) bytes);
        List<PartitionedFile> splits = new ArrayList<>();
        for (AddFile file : files) {
            split(file, maxSplit, splits);
        }
        splits.sort(Comparator.comparingLong(PartitionedFile::length).reversed());
        var packed = FilePartition.getFilePartitions(
                session, CollectionConverters.asScala(splits).toSeq(), maxSplit);
        return CollectionConverters.asJava(packed).toArray(InputPartition[]::new);
    }

    private void split(AddFile file, long maxSplit, List<PartitionedFile> splits) {
        if (file.deletionVector().isPresent()) {
            throw new UnsupportedTableException("file " + file.path() + " of " + snapshot.table()
                    + " has a deletion vector, which the Spark connector does not read yet; rewrite the table "
                    + "without (REORG TABLE … APPLY (PURGE) in Delta Spark)");
        }
        SparkPath path = SparkPath.fromPath(SessionAccess.path(snapshot.locate(file.path())));
        InternalRow values = PartitionValues.row(constant, file.partitionValues(), file.path());
        for (long start = 0; start < file.size(); start += maxSplit) {
            splits.add(new PartitionedFile(
                    values,
                    path,
                    start,
                    Math.min(maxSplit, file.size() - start),
                    new String[0],
                    file.modificationTime(),
                    file.size(),
                    Map$.MODULE$.empty()));
        }
    }

    /**
     * Spark's own Parquet reader, vectorized where the types allow.
     *
     * @param filters for row groups; those on a column that files don't have are left out, since to Parquet it is null
     */
    PartitionReaderFactory readers(List<Filter> filters) {
        Filter[] ofRowGroups = filters.stream()
                .filter(filter -> Arrays.stream(filter.references()).noneMatch(this::isConstant))
                .toArray(Filter[]::new);
        PartitionReaderFactory parquet = ParquetReaders.create(inFiles, constant, ofRowGroups);
        List<StructField> produced = new ArrayList<>(List.of(inFiles.fields()));
        produced.addAll(List.of(constant.fields()));
        return produced.equals(List.of(columns.fields()))
                ? parquet
                : new ReorderedReaders(parquet, columns, positions(produced));
    }

    private boolean isConstant(String column) {
        return Arrays.stream(constant.fieldNames()).anyMatch(column::equalsIgnoreCase);
    }

    private int[] positions(List<StructField> produced) {
        int[] positions = new int[columns.length()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = produced.indexOf(columns.fields()[i]);
        }
        return positions;
    }
}
