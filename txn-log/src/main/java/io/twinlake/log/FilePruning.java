package io.twinlake.log;

import io.twinlake.format.ColumnMapping;
import io.twinlake.format.ColumnStatistics;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.Field;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Literal;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.StatisticsColumns;
import io.twinlake.format.Tri;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which files may hold rows that match a predicate. A partition value is a statistic as well: the least and the greatest
 * value of its column in that file.
 */
record FilePruning(Action.Metadata metadata, ColumnMapping mapping, Predicate predicate) {

    /** Whether every file may hold a matching row. */
    boolean keepsAll() {
        return predicate.equals(Predicate.TRUE);
    }

    /** The rows of a checkpoint, in columns as {@link CheckpointSchema#statistics} has them, whose file is kept. */
    int[] candidates(RowBatch checkpoint) {
        ColumnVector files = checkpoint.column(0);
        FilePruning narrow = narrowed();
        return IntStream.range(0, checkpoint.rows())
                .filter(row -> !files.isNull(row)
                        && narrow.keeps(CheckpointRows.statistics(StructRow.of(CheckpointSchema.ADD, files, row))))
                .toArray();
    }

    /** The same for files of which nothing is to be known but what the predicate needs. */
    FilePruning narrowed() {
        if (keepsAll()) {
            return this;
        }
        Set<String> needed = new HashSet<>(metadata.partitionColumns());
        StatisticsColumns named = (part, path) -> {
            needed.add(path.get(0));
            return Optional.empty();
        };
        named.mayMatch(predicate, metadata.schema());
        Schema schema = new Schema(metadata.schema().fields().stream()
                .filter(field -> needed.stream().anyMatch(field.name()::equalsIgnoreCase))
                .toList());
        return new FilePruning(metadata.withSchema(schema), mapping, predicate);
    }

    boolean keeps(Action.AddFile file) {
        return predicate.equals(Predicate.TRUE) || predicate.on(statistics(file), metadata.schema()) != Tri.NO;
    }

    /** What the log says of a file's rows. */
    FileStatistics statistics(Action.AddFile file) {
        FileStatistics written = file.stats()
                .map(text -> FileStatistics.parse(text, metadata.schema(), mapping))
                .orElse(FileStatistics.NONE);
        if (metadata.partitionColumns().isEmpty()) {
            return written;
        }
        Map<List<String>, ColumnStatistics> columns = new HashMap<>(written.columns());
        for (String name : metadata.partitionColumns()) {
            Field field = partitionField(name);
            columns.put(
                    List.of(field.name()),
                    partitionValue(file, name).map(ColumnStatistics::exactly).orElseGet(ColumnStatistics::allNull));
        }
        return new FileStatistics(written.rows(), columns, written.tightBounds());
    }

    /** The value that a partition column has in all rows of a file; empty means null. */
    Optional<Literal> partitionValue(Action.AddFile file, String name) {
        Field field = partitionField(name);
        String physicalName = mapping.physicalName(field);
        return file.partitionValues().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(physicalName))
                .findFirst()
                .flatMap(Map.Entry::getValue)
                .flatMap(text -> literal(field, text));
    }

    private static Optional<Literal> literal(Field field, String text) {
        try {
            return Literal.ofPartition(text, field.type());
        } catch (IllegalArgumentException e) {
            throw new CorruptLogException("column '" + field.name() + "': " + e.getMessage(), e);
        }
    }

    private Field partitionField(String name) {
        OptionalInt position = metadata.schema().indexOf(name);
        if (position.isEmpty()) {
            throw new CorruptLogException("partition column '" + name + "' is not in the schema");
        }
        return metadata.schema().field(position.getAsInt());
    }
}
