package io.twinlake.log;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.StatisticsColumns.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a checkpoint has a part of a column's typed statistics.
 *
 * @param names from the checkpoint's column on; of the table's columns the physical names
 */
record StatisticsPath(List<String> names, DataType type) {

    /** Empty where there can be none: bounds of a partition column, a value of another. */
    static Optional<StatisticsPath> of(FilePruning pruning, Part part, List<String> column) {
        Action.Metadata metadata = pruning.metadata();
        boolean partition =
                column.size() == 1 && metadata.partitionColumns().stream().anyMatch(column.get(0)::equalsIgnoreCase);
        if (partition != (part == Part.VALUE)) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>(List.of(CheckpointSchema.ADD));
        names.addAll(
                switch (part) {
                    case MIN -> List.of(CheckpointSchema.STATISTICS, "minValues");
                    case MAX -> List.of(CheckpointSchema.STATISTICS, "maxValues");
                    case NULL_COUNT -> List.of(CheckpointSchema.STATISTICS, "nullCount");
                    case BOUNDS_COVER_NAN -> List.of(CheckpointSchema.STATISTICS, TypedStatistics.BOUNDS_COVER_NAN);
                    case VALUE -> List.of(CheckpointSchema.PARTITION_VALUES);
                });
        if (part == Part.BOUNDS_COVER_NAN) {
            return Optional.of(new StatisticsPath(List.copyOf(names), DataType.Primitive.BOOLEAN));
        }
        List<Field> fields = metadata.schema().fields();
        DataType type = DataType.Primitive.VOID;
        for (String name : column) {
            Optional<Field> found =
                    fields.stream().filter(field -> field.name().equals(name)).findFirst();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            type = found.get().type();
            names.add(pruning.mapping().physicalName(found.get()));
            fields = type instanceof DataType.Struct struct ? struct.fields() : List.of();
        }
        return isLeaf(type)
                ? Optional.of(new StatisticsPath(
                        List.copyOf(names), part == Part.NULL_COUNT ? DataType.Primitive.LONG : type))
                : Optional.empty();
    }

    private static boolean isLeaf(DataType type) {
        return type instanceof DataType.Primitive || type instanceof DataType.Decimal;
    }
}
