package io.twinlake.twin;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Columns that formulas over rows see, and the names that may stand before theirs: {@code t.x}. Names ignore case.
 *
 * @param qualifiers names of the relation; one of several parts is written with dots; none if columns are not qualified
 * @param first the position in a row of the first of the columns; the others follow it
 */
public record Relation(List<String> qualifiers, Schema columns, int first) {

    public Relation {
        qualifiers = List.copyOf(qualifiers);
        if (first < 0) {
            throw new IllegalArgumentException("columns from position " + first + "; positions begin at 0");
        }
    }

    /** The columns of a row under no name but their own. */
    public static Relation of(Schema columns) {
        return new Relation(List.of(), columns, 0);
    }

    /** What is left of a qualified name behind a name of this relation. */
    Optional<List<String>> behindQualifier(List<String> parts) {
        for (int length = parts.size() - 1; length > 0; length--) {
            String qualifier = String.join(".", parts.subList(0, length));
            if (qualifiers.stream().anyMatch(qualifier::equalsIgnoreCase)) {
                return Optional.of(parts.subList(length, parts.size()));
            }
        }
        return Optional.empty();
    }

    /** Where a column, or with two parts a field of a struct, is in a row. */
    Optional<List<Integer>> find(List<String> parts) {
        Optional<Integer> column = position(columns.fields(), parts.get(0));
        if (parts.size() == 1 || column.isEmpty()) {
            return column.map(at -> List.of(first + at));
        }
        return parts.size() == 2 && columns.field(column.get()).type() instanceof DataType.Struct group
                ? position(group.fields(), parts.get(1)).map(inner -> List.of(first + column.get(), inner))
                : Optional.empty();
    }

    Field field(int position) {
        return columns.field(position - first);
    }

    boolean holds(int position) {
        return position >= first && position < first + columns.size();
    }

    private static Optional<Integer> position(List<Field> fields, String name) {
        return IntStream.range(0, fields.size())
                .filter(i -> fields.get(i).name().equalsIgnoreCase(name))
                .boxed()
                .findFirst();
    }
}
