package io.twinlake.log;

import io.twinlake.format.ColumnMapping;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.StructVector;
import io.twinlake.format.Vectors;
import java.util.List;
import java.util.Optional;

/**
 * What a table's checkpoints hold of a live file beside the protocol's texts, and the column by which live files are
 * sorted in them.
 *
 * @param files tells the partition values of files
 * @param add the column of live files
 */
record TypedColumns(FilePruning files, TypedStatistics statistics, Field add) {

    /** As the table's properties want it. */
    static TypedColumns of(Snapshot snapshot) {
        Action.Metadata metadata = snapshot.metadata();
        TableProperties properties = snapshot.properties();
        TypedStatistics statistics = TypedStatistics.of(metadata, snapshot.columnMapping());
        boolean typed = properties.checkpointStatisticsAsStruct();
        Field add = CheckpointSchema.add(
                typed ? Optional.of(statistics.type()) : Optional.empty(),
                typed && !metadata.partitionColumns().isEmpty()
                        ? Optional.of(partitions(metadata, snapshot.columnMapping()))
                        : Optional.empty(),
                properties.checkpointStatisticsAsJson());
        return new TypedColumns(snapshot.pruning(Predicate.TRUE), statistics, add);
    }

    private static DataType.Struct partitions(Action.Metadata metadata, ColumnMapping mapping) {
        return new DataType.Struct(metadata.partitionColumns().stream()
                .map(name -> column(metadata, name))
                .map(field -> Field.nullable(mapping.physicalName(field), field.type()))
                .toList());
    }

    private static Field column(Action.Metadata metadata, String name) {
        return metadata.schema()
                .field(metadata.schema()
                        .indexOf(name)
                        .orElseThrow(
                                () -> new CorruptLogException("partition column '" + name + "' is not in the schema")));
    }

    /** Whether the rows of a checkpoint's object have all that is wanted, so that they can be taken over as they are. */
    boolean areIn(CheckpointPart part) {
        return names().stream().allMatch(part::has) && !part.lacksStatistics(names()) && areBelieved(part);
    }

    /** Typed bounds of others, and of older releases, are as sharp as the texts that they were parsed from. */
    private boolean areBelieved(CheckpointPart part) {
        return !names().contains(CheckpointSchema.STATISTICS) || part.hasBelievedBounds();
    }

    private List<String> names() {
        return ((DataType.Struct) add.type())
                .fields().stream()
                        .map(Field::name)
                        .filter(name -> name.equals("stats")
                                || name.equals(CheckpointSchema.STATISTICS)
                                || name.equals(CheckpointSchema.PARTITION_VALUES))
                        .toList();
    }

    void appendStatistics(StructVector to, Action.AddFile file) {
        statistics.append(to, file.stats());
    }

    void appendPartitions(StructVector to, Action.AddFile file) {
        int i = 0;
        for (String name : files.metadata().partitionColumns()) {
            DataType type = column(files.metadata(), name).type();
            to.field(i++).appendFrom(Vectors.constant(type, value(file, name), 1), 0);
        }
        to.endRow();
    }

    /** A value that is none of its column's type is nobody's business here: it is null, which says nothing. */
    private Optional<Literal> value(Action.AddFile file, String name) {
        try {
            return files.partitionValue(file, name);
        } catch (CorruptLogException otherType) {
            return Optional.empty();
        }
    }
}
