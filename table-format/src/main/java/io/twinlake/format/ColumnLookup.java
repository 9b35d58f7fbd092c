package io.twinlake.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Where the columns of a table are found in one of its files.
 *
 * @param mapping how they are called there
 * @param outside top columns that are never looked for in the file, whatever it holds: partition columns, whose values
 *     are in the log
 */
public record ColumnLookup(ColumnMapping mapping, Set<String> outside) {

    /** All columns are in the file, by their names. */
    public static final ColumnLookup BY_NAME = new ColumnLookup(ColumnMapping.NONE, Set.of());

    public ColumnLookup {
        outside = Set.copyOf(outside);
    }

    /** The file's type for a top column. */
    Optional<Type> top(MessageType file, Field field) {
        return outside.contains(field.name()) ? Optional.empty() : child(file, field);
    }

    /** The file's type for a field of a struct. Names match ignoring case where none matches exactly; ids never give way to names. */
    Optional<Type> child(GroupType group, Field field) {
        if (mapping == ColumnMapping.ID && !isOutsideTheSchema(field)) {
            OptionalInt id = mapping.fieldId(field);
            return group.getFields().stream()
                    .filter(type -> type.getId() != null
                            && id.isPresent()
                            && type.getId().intValue() == id.getAsInt())
                    .findFirst();
        }
        String name = mapping.physicalName(field);
        if (group.containsField(name)) {
            return Optional.of(group.getType(name));
        }
        return group.getFields().stream()
                .filter(type -> type.getName().equalsIgnoreCase(name))
                .findFirst();
    }

    /** A column that the schema does not have, of row tracking: it has a name of its own and no id. */
    private static boolean isOutsideTheSchema(Field field) {
        return field.metadata().isEmpty();
    }

    /** The path in the file of a column that is in no array or map; empty where the file lacks it. */
    Optional<List<String>> path(MessageType file, Schema wanted, ColumnRef column) {
        Field field = wanted.field(column.positions().get(0));
        Optional<Type> found = top(file, field);
        List<String> path = new ArrayList<>();
        found.ifPresent(type -> path.add(type.getName()));
        for (int position : column.positions().subList(1, column.positions().size())) {
            field = ((DataType.Struct) field.type()).fields().get(position);
            Field below = field;
            found = found.filter(type -> !type.isPrimitive()).flatMap(type -> child(type.asGroupType(), below));
            found.ifPresent(type -> path.add(type.getName()));
        }
        return found.map(type -> path);
    }
}
