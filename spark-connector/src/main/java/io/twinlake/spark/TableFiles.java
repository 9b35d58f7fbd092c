package io.twinlake.spark;

import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import io.twinlake.storage.Location;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.internal.connector.PredicateUtils;
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
    private final Map<String, String> hadoop;
    private final PhysicalColumns physical;
    private final StructType inFiles;
    private final StructType constant;

    /**
     * @param columns a selection of the table's, nested fields left out where nobody reads them
     * @param hadoop settings besides those of the session
     */
    TableFiles(Snapshot snapshot, StructType columns, Map<String, String> hadoop) {
        this.snapshot = snapshot;
        this.columns = columns;
        this.hadoop = hadoop;
        this.physical = PhysicalColumns.of(snapshot);
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
    InputPartition[] partitions(List<FileSlice> files) {
        var session = SessionAccess.session();
        long openCost = session.sessionState().conf().filesOpenCostInBytes();
        long bytes = files.stream()
                .mapToLong(slice -> slice.file().size() + openCost)
                .sum();
        long maxSplit = FilePartition.maxSplitBytes(session, () -> (Object) bytes);
        List<PartitionedFile> splits = new ArrayList<>();
        for (FileSlice slice : files) {
            split(slice, maxSplit, splits);
        }
        splits.sort(Comparator.comparingLong(PartitionedFile::length).reversed());
        var packed = FilePartition.getFilePartitions(
                session, CollectionConverters.asScala(splits).toSeq(), maxSplit);
        return CollectionConverters.asJava(packed).toArray(InputPartition[]::new);
    }

    private void split(FileSlice slice, long maxSplit, List<PartitionedFile> splits) {
        AddFile file = slice.file();
        Location location = snapshot.locate(file.path());
        file.deletionVector().ifPresent(snapshot::locate);
        snapshot.environment().storage().admit(location);
        SparkPath path = SparkPath.fromPath(SessionAccess.path(location));
        List<String> names =
                Arrays.stream(constant.fields()).map(physical::name).toList();
        InternalRow values = PartitionValues.row(constant, names, file.partitionValues(), file.path());
        for (long start = 0; start < file.size(); start += maxSplit) {
            splits.add(new PartitionedFile(
                    values,
                    path,
                    start,
                    Math.min(maxSplit, file.size() - start),
                    new String[0],
                    file.modificationTime(),
                    file.size(),
                    carried(slice)));
        }
    }

    /** What the executor that reads the file must know of it. */
    private scala.collection.immutable.Map<String, Object> carried(FileSlice slice) {
        Map<String, Object> carried = new HashMap<>();
        slice.file()
                .deletionVector()
                .ifPresent(vector -> carried.put(DeletedRows.KEY, DeletedRows.of(snapshot.table(), vector)));
        slice.times().ifPresent(times -> carried.put(EventTimes.KEY, times));
        return Map$.MODULE$.from(CollectionConverters.asScala(carried));
    }

    /**
     * Spark's own Parquet reader, vectorized where the types allow.
     *
     * @param predicates for row groups; those on a column that files don't have are left out, since to Parquet it is null, and
     *     those that Parquet answers in another way
     */
    PartitionReaderFactory readers(List<Predicate> predicates) {
        Filter[] ofRowGroups = predicates.stream()
                .filter(RowGroupConditions::isSound)
                .filter(predicate ->
                        Arrays.stream(predicate.references()).noneMatch(column -> isConstant(column.fieldNames()[0])))
                .flatMap(predicate -> physical.of(predicate).stream())
                .map(PredicateUtils::toV1)
                .filter(scala.Option::isDefined)
                .map(scala.Option::get)
                .toArray(Filter[]::new);
        StructType read = physical.of(inFiles);
        StructType numbered = read.add(ParquetFileFormat.ROW_INDEX_TEMPORARY_COLUMN_NAME(), DataTypes.LongType, true);
        return new TableReaders(
                ParquetReaders.create(read, constant, ofRowGroups, hadoop),
                ParquetReaders.create(numbered, constant, ofRowGroups, hadoop),
                read.length(),
                columns,
                positions(),
                ParquetReaders.broadcast(SessionAccess.hadoop(hadoop)));
    }

    private boolean isConstant(String column) {
        return Arrays.stream(constant.fieldNames()).anyMatch(column::equalsIgnoreCase);
    }

    /** Where a reader, which puts the columns of a whole file last, has each of the columns. */
    private int[] positions() {
        List<StructField> produced = new ArrayList<>(List.of(inFiles.fields()));
        produced.addAll(List.of(constant.fields()));
        return Arrays.stream(columns.fields()).mapToInt(produced::indexOf).toArray();
    }
}
