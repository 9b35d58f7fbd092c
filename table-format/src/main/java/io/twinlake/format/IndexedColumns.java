package io.twinlake.format;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Of which leaf columns data files have statistics: the first so many, and those of some names. An array, a map and a
 * variant are a leaf each; a struct stands for all that it has.
 *
 * @param first how many from the first one on
 * @param named paths as a predicate has them; what is not in the schema is passed over
 */
public record IndexedColumns(int first, List<String> named) {

    public IndexedColumns {
        if (first < 0) {
            throw new IllegalArgumentException("statistics of the first " + first + " columns; expected 0 or more");
        }
        named = List.copyOf(named);
    }

    /** The first leaf columns in the order of the schema; {@link Integer#MAX_VALUE} means all. */
    public static IndexedColumns first(int columns) {
        return new IndexedColumns(columns, List.of());
    }

    /** The leaf columns that are, or are in, one of these. */
    public static IndexedColumns named(List<String> columns) {
        return new IndexedColumns(0, columns);
    }

    /** These, and the leaf columns that are, or are in, one of some more. */
    public IndexedColumns and(List<String> columns) {
        List<String> more = new ArrayList<>(named);
        more.addAll(columns);
        return new IndexedColumns(first, more);
    }

    /** The chosen columns' paths in data files of a schema without partition columns. */
    Set<List<String>> in(Schema schema, ColumnMapping mapping) {
        Leaves all = new Leaves(mapping);
        all.add(schema.fields(), List.of(), List.of());
        Set<List<String>> chosen = new LinkedHashSet<>();
        List<List<String>> prefixes = paths(named, schema);
        for (int i = 0; i < all.names.size(); i++) {
            List<String> leaf = all.names.get(i);
            if (i < first || prefixes.stream().anyMatch(prefix -> isBelow(leaf, prefix))) {
                chosen.add(all.physicalNames.get(i));
            }
        }
        return chosen;
    }

    private static List<List<String>> paths(List<String> names, Schema schema) {
        return names.stream()
                .flatMap(name -> ColumnRef.find(name, schema.fields()).stream())
                .map(ColumnRef::path)
                .toList();
    }

    private static boolean isBelow(List<String> leaf, List<String> prefix) {
        return leaf.size() >= prefix.size() && leaf.subList(0, prefix.size()).equals(prefix);
    }

    /** All leaf columns, by both names. */
    private static final class Leaves {
        private final ColumnMapping mapping;
        private final List<List<String>> names = new ArrayList<>();
        private final List<List<String>> physicalNames = new ArrayList<>();

        Leaves(ColumnMapping mapping) {
            this.mapping = mapping;
        }

        void add(List<Field> fields, List<String> parents, List<String> physicalParents) {
            for (Field field : fields) {
                List<String> path = child(parents, field.name());
                List<String> physicalPath = child(physicalParents, mapping.physicalName(field));
                if (field.type() instanceof DataType.Struct struct) {
                    add(struct.fields(), path, physicalPath);
                } else {
                    names.add(path);
                    physicalNames.add(physicalPath);
                }
            }
        }

        private static List<String> child(List<String> parents, String name) {
            List<String> path = new ArrayList<>(parents);
            path.add(name);
            return path;
        }
    }
}
