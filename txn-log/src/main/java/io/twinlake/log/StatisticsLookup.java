package io.twinlake.log;

import io.twinlake.format.DataFileSource;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Predicate;
import io.twinlake.format.Schema;
import io.twinlake.format.StatisticsColumns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the typed statistics and partition values that a predicate needs among the columns of a checkpoint's object, and
 * remembers which they were: nothing else of the checkpoint is read to find the files that may match.
 */
final class StatisticsLookup implements StatisticsColumns {

    private final DataFileSource checkpoint;
    private final FilePruning pruning;
    private final Group used = new Group();

    /** Fields by name, groups in groups. */
    private static final class Group {
        private final Map<String, Group> groups = new LinkedHashMap<>();
        private final Map<String, DataType> leaves = new LinkedHashMap<>();

        private void put(List<String> path, DataType type) {
            if (path.size() == 1) {
                leaves.put(path.get(0), type);
            } else {
                groups.computeIfAbsent(path.get(0), name -> new Group()).put(path.subList(1, path.size()), type);
            }
        }

        private List<Field> fields() {
            List<Field> fields = new ArrayList<>();
            groups.forEach((name, group) -> fields.add(Field.nullable(name, new DataType.Struct(group.fields()))));
            leaves.forEach((name, type) -> fields.add(Field.nullable(name, type)));
            return fields;
        }
    }

    StatisticsLookup(DataFileSource checkpoint, FilePruning pruning) {
        this.checkpoint = checkpoint;
        this.pruning = pruning;
    }

    /** What can be said of the predicate by typed columns alone; {@link Predicate#TRUE} if nothing. */
    Predicate mayMatch() {
        return mayMatch(pruning.predicate(), pruning.metadata().schema());
    }

    /** The columns that {@link #mayMatch()} speaks of. */
    Schema schema() {
        return new Schema(used.fields());
    }

    @Override
    public Optional<String> column(Part part, List<String> path) {
        Optional<StatisticsPath> found = StatisticsPath.of(pruning, part, path)
                .filter(column -> column.names().stream().noneMatch(name -> name.contains(".")))
                .filter(column -> checkpoint.has(column.names()));
        found.ifPresent(column -> used.put(column.names(), column.type()));
        return found.map(column -> String.join(".", column.names()));
    }
}
