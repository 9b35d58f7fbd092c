package io.twinlake.log;

import io.twinlake.format.ColumnStatistics;
import io.twinlake.format.Field;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.Tri;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which files may hold rows that match a predicate. A partition value is a statistic as well: the least and the greatest
 * value of its column in that file.
 */
record FilePruning(Action.Metadata metadata, Predicate predicate) {

    boolean keeps(Action.AddFile file) {
        return predicate.equals(Predicate.TRUE)
                || predicate.on(statistics(metadata, file), metadata.schema()) != Tri.NO;
    }

    /** What the log says of a file's rows. */
    static FileStatistics statistics(Action.Metadata metadata, Action.AddFile file) {
        FileStatistics written = file.stats()
                .map(text -> FileStatistics.parse(text, metadata.schema()))
                .orElse(FileStatistics.NONE);
        if (metadata.partitionColumns().isEmpty()) {
            return written;
        }
        Map<List<String>, ColumnStatistics> columns = new HashMap<>(written.columns());
        for (String name : metadata.partitionColumns()) {
            Field field = partitionField(metadata, name);
            columns.put(List.of(field.name()), constant(partitionValue(metadata, file, name), written.rows()));
        }
        return new FileStatistics(written.rows(), columns, written.tightBounds());
    }

    /** The value that a partition column has in all rows of a file; empty means null. */
    static Optional<Literal> partitionValue(Action.Metadata metadata, Action.AddFile file, String name) {
        Field field = partitionField(metadata, name);
        return file.partitionValues().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .findFirst()
                .flatMap(Map.Entry::getValue)
                .map(text -> PartitionValue.parse(field.name(), field.type(), text));
    }

    private static Field partitionField(Action.Metadata metadata, String name) {
        OptionalInt position = metadata.schema().indexOf(name);
        if (position.isEmpty()) {
            throw new CorruptLogException("partition column '" + name + "' is not in the schema");
        }
        return metadata.schema().field(position.getAsInt());
    }

    private static ColumnStatistics constant(Optional<Literal> value, OptionalLong rows) {
        return new ColumnStatistics(value, value, value.isPresent() ? OptionalLong.of(0) : rows);
    }
}
