package io.twinlake.log;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Changes of a table's columns, one after the other, each giving the next schema; whether a table takes it is seen when it
 * is committed ({@link Transaction#metadata}). Columns are named by their path, ignoring case: {@code List.of("a", "b")} is
 * field b of struct a; {@code element}, {@code key} and {@code value} go into arrays and maps.
 */
public final class SchemaChange {

    private final Action.Metadata metadata;

    private SchemaChange(Action.Metadata metadata) {
        this.metadata = metadata;
    }

    public static SchemaChange of(Action.Metadata metadata) {
        return new SchemaChange(metadata);
    }

    /** The metadata with the changes made so far. */
    public Action.Metadata metadata() {
        return metadata;
    }

    /** Adds a column behind the others of a struct; the empty path is the table itself. */
    public SchemaChange add(List<String> struct, Field column) {
        return fields(struct, fields -> {
            find(fields, column.name()).ifPresent(there -> {
                throw new IllegalArgumentException("column '" + there.name() + "' is there already");
            });
            List<Field> more = new ArrayList<>(fields);
            more.add(column);
            return more;
        });
    }

    public SchemaChange drop(List<String> column) {
        return fields(parent(column), fields -> {
            Field dropped = existing(fields, last(column));
            return fields.stream().filter(field -> !field.equals(dropped)).toList();
        });
    }

    /** Calls a column otherwise; the partition columns follow. */
    public SchemaChange rename(List<String> column, String name) {
        SchemaChange renamed =
                replace(column, field -> new Field(name, field.type(), field.nullable(), field.metadata()));
        if (column.size() > 1) {
            return renamed;
        }
        Action.Metadata now = renamed.metadata;
        List<String> partitions = now.partitionColumns().stream()
                .map(partition -> partition.equalsIgnoreCase(column.get(0)) ? name : partition)
                .toList();
        return new SchemaChange(now.withPartitionColumns(partitions));
    }

    /** Moves a column to a position among its siblings, from 0. */
    public SchemaChange move(List<String> column, int position) {
        return fields(parent(column), fields -> {
            List<Field> moved = new ArrayList<>(fields);
            Field field = existing(fields, last(column));
            moved.remove(field);
            moved.add(Math.min(position, moved.size()), field);
            return moved;
        });
    }

    /** Gives a column, an element, a key or a value a wider type. */
    public SchemaChange widen(List<String> column, DataType type) {
        return types(column, old -> type);
    }

    /** Lets a column be null. */
    public SchemaChange loosen(List<String> column) {
        return replace(column, field -> new Field(field.name(), field.type(), true, field.metadata()));
    }

    public SchemaChange comment(List<String> column, String text) {
        return noted(column, "comment", text);
    }

    /** The value, an SQL expression, of rows to come that state none. */
    public SchemaChange defaultValue(List<String> column, String sql) {
        return noted(column, ColumnRules.DEFAULT, sql);
    }

    private SchemaChange noted(List<String> column, String key, String text) {
        return replace(column, field -> {
            Map<String, String> notes = new HashMap<>(field.metadata());
            notes.put(key, CommitDescription.quoted(text));
            return new Field(field.name(), field.type(), field.nullable(), notes);
        });
    }

    private SchemaChange replace(List<String> column, UnaryOperator<Field> change) {
        return fields(parent(column), fields -> {
            Field old = existing(fields, last(column));
            return fields.stream()
                    .map(field -> field.equals(old) ? change.apply(field) : field)
                    .toList();
        });
    }

    private SchemaChange fields(List<String> struct, UnaryOperator<List<Field>> change) {
        if (struct.isEmpty()) {
            return with(change.apply(metadata.schema().fields()));
        }
        return types(struct, type -> {
            if (type instanceof DataType.Struct group) {
                return new DataType.Struct(change.apply(group.fields()));
            }
            throw new IllegalArgumentException("'" + String.join(".", struct) + "' is no struct");
        });
    }

    private SchemaChange types(List<String> path, UnaryOperator<DataType> change) {
        var root = new DataType.Struct(metadata.schema().fields());
        var changed = (DataType.Struct) at(root, path, path, change);
        return with(changed.fields());
    }

    private SchemaChange with(List<Field> fields) {
        return new SchemaChange(metadata.withSchema(new Schema(fields)));
    }

    private static DataType at(DataType type, List<String> rest, List<String> path, UnaryOperator<DataType> change) {
        if (rest.isEmpty()) {
            return change.apply(type);
        }
        List<String> below = rest.subList(1, rest.size());
        String part = rest.get(0).toLowerCase(Locale.ROOT);
        if (type instanceof DataType.Struct struct) {
            Field old = existing(struct.fields(), rest.get(0));
            return new DataType.Struct(struct.fields().stream()
                    .map(field -> !field.equals(old)
                            ? field
                            : new Field(
                                    field.name(),
                                    at(field.type(), below, path, change),
                                    field.nullable(),
                                    field.metadata()))
                    .toList());
        }
        if (type instanceof DataType.Array array && part.equals("element")) {
            return new DataType.Array(at(array.element(), below, path, change), array.containsNull());
        }
        if (type instanceof DataType.MapOf map && part.equals("key")) {
            return new DataType.MapOf(at(map.key(), below, path, change), map.value(), map.valueContainsNull());
        }
        if (type instanceof DataType.MapOf map && part.equals("value")) {
            return new DataType.MapOf(map.key(), at(map.value(), below, path, change), map.valueContainsNull());
        }
        throw new IllegalArgumentException("no column '" + String.join(".", path) + "'");
    }

    private static List<String> parent(List<String> column) {
        if (column.isEmpty()) {
            throw new IllegalArgumentException("no column is named");
        }
        return column.subList(0, column.size() - 1);
    }

    private static Field existing(List<Field> fields, String name) {
        return find(fields, name)
                .orElseThrow(() -> new IllegalArgumentException("no column '" + name + "' among "
                        + fields.stream().map(Field::name).toList()));
    }

    private static String last(List<String> column) {
        return column.get(column.size() - 1);
    }

    private static Optional<Field> find(List<Field> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
