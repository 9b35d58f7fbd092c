package io.twinlake.log;

import io.twinlake.format.ColumnMapping;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * What may become of a table's schema, at whatever depth: columns are added (nullable, files that lack them read as null),
 * moved, loosened, commented; renamed and dropped where columns are mapped; widened where the table allows it.
 */
final class SchemaEvolution {

    private final Action.Metadata before;
    private final Action.Metadata after;
    private final boolean mapped;
    private final boolean widening;
    private final RuleTexts rules;

    private SchemaEvolution(Action.Metadata before, Action.Metadata after) {
        this.before = before;
        this.after = after;
        this.mapped = before.properties().columnMapping() != ColumnMapping.NONE;
        this.widening = after.properties().typeWidening();
        this.rules = new RuleTexts(ColumnRules.of(after));
    }

    /**
     * The new metadata, with what the schema must remember of the old one: types that became wider.
     *
     * @throws IllegalArgumentException naming the column, what is wrong with its change, and the remedy
     */
    static Action.Metadata evolved(Action.Metadata before, Action.Metadata after) {
        if (!before.id().equals(after.id())) {
            throw new IllegalArgumentException("the table's id is " + before.id() + " and can't become " + after.id());
        }
        return new SchemaEvolution(before, after).evolved();
    }

    private Action.Metadata evolved() {
        checkPartitions();
        if (before.schema().equals(after.schema())) {
            return after;
        }
        return after.withSchema(
                new Schema(fields(before.schema().fields(), after.schema().fields(), List.of())));
    }

    /** The same columns, under whatever names. */
    private void checkPartitions() {
        List<String> expected =
                before.partitionColumns().stream().map(this::nameNow).toList();
        if (!isSame(expected, after.partitionColumns())) {
            throw new IllegalArgumentException("the table is partitioned by " + before.partitionColumns()
                    + ", which can't become " + after.partitionColumns() + "; write the rows to another table");
        }
    }

    private static boolean isSame(List<String> names, List<String> others) {
        return names.size() == others.size()
                && IntStream.range(0, names.size()).allMatch(i -> names.get(i).equalsIgnoreCase(others.get(i)));
    }

    private String nameNow(String partition) {
        return before.schema().fields().stream()
                .filter(field -> field.name().equalsIgnoreCase(partition))
                .findFirst()
                .flatMap(field -> counterpart(field, after.schema().fields()))
                .map(Field::name)
                .orElse(partition);
    }

    private List<Field> fields(List<Field> old, List<Field> now, List<String> parents) {
        old.stream()
                .filter(field -> counterpart(field, now).isEmpty())
                .forEach(field -> checkDropped(field, now, parents));
        List<Field> evolved = new ArrayList<>();
        for (Field field : now) {
            Optional<Field> origin = old.stream()
                    .filter(candidate ->
                            counterpart(candidate, now).filter(field::equals).isPresent())
                    .findFirst();
            if (origin.isPresent()) {
                evolved.add(kept(origin.get(), field, parents));
            } else {
                checkNew(field, parents);
                evolved.add(field);
            }
        }
        return evolved;
    }

    /** The field that goes on under an id, else under a name. */
    private Optional<Field> counterpart(Field old, List<Field> now) {
        OptionalLong id = mapped ? ColumnIds.of(old) : OptionalLong.empty();
        return now.stream()
                .filter(field -> id.isPresent()
                        ? ColumnIds.of(field).equals(id)
                        : field.name().equalsIgnoreCase(old.name()))
                .findFirst();
    }

    private void checkDropped(Field field, List<Field> now, List<String> parents) {
        String name = name(parents, field);
        if (!mapped) {
            throw new IllegalArgumentException("column '" + name + "' can't be dropped or renamed: data files are read"
                    + " by its name. Set delta.columnMapping.mode=name first");
        }
        if (now.isEmpty()) {
            throw new IllegalArgumentException("column '" + name + "' is the last one and can't be dropped");
        }
        if (parents.isEmpty() && before.isPartitionedBy(field.name())) {
            throw new IllegalArgumentException("column '" + name + "' partitions the table and can't be dropped");
        }
        rules.requireUnused(field.name(), name, "dropped");
    }

    private void checkNew(Field field, List<String> parents) {
        String name = name(parents, field);
        if (!field.nullable()) {
            throw new IllegalArgumentException("column '" + name + "' is new and not nullable; files that are there"
                    + " already have no value for it. Add it nullable");
        }
        if (mapped && (ColumnIds.of(field).isPresent() || field.metadata().containsKey(ColumnIds.PHYSICAL_NAME))) {
            throw new IllegalArgumentException("column '" + name + "' is new and brings an id or a physical name of its"
                    + " own; leave these out, the log gives them");
        }
        for (String key : List.of(ColumnRules.GENERATION, ColumnRules.DEFAULT, ColumnRules.IDENTITY)) {
            if (field.metadata().containsKey(key)) {
                throw new IllegalArgumentException("column '" + name + "' is new and has " + key + "; rows that are"
                        + " there already would lack its value. Add it without, then set a default for new rows");
            }
        }
    }

    private Field kept(Field old, Field now, List<String> parents) {
        String name = name(parents, old);
        if (!old.name().equals(now.name())) {
            checkRenamed(old, now, name);
        }
        if (old.nullable() && !now.nullable()) {
            throw new IllegalArgumentException("column '" + name + "' is nullable and must stay so: rows that are there"
                    + " may be null. Add a constraint '" + now.name() + " IS NOT NULL' instead");
        }
        checkSameOrigin(old, now, name);
        List<String> path = new ArrayList<>(parents);
        path.add(now.name());
        List<TypeWidening.Change> changes = new ArrayList<>();
        DataType type = new TypeEvolution(path, changes).evolve(old.type(), now.type(), "");
        if (!changes.isEmpty()) {
            rules.requireUnused(old.name(), name, "widened");
        }
        var kept = new Field(now.name(), type, now.nullable(), now.metadata());
        return TypeWidening.noting(old, kept, changes);
    }

    private void checkRenamed(Field old, Field now, String name) {
        if (!mapped) {
            throw new IllegalArgumentException("column '" + name + "' can't be renamed to '" + now.name()
                    + "': data files are read by its name. Set delta.columnMapping.mode=name first");
        }
        rules.requireUnused(old.name(), name, "renamed");
    }

    private void checkSameOrigin(Field old, Field now, String name) {
        for (String key : List.of(ColumnIds.PHYSICAL_NAME, ColumnRules.GENERATION, ColumnRules.IDENTITY)) {
            boolean mayBegin = key.equals(ColumnIds.PHYSICAL_NAME) && !mapped;
            if (!mayBegin
                    && !java.util.Objects.equals(
                            old.metadata().get(key), now.metadata().get(key))) {
                throw new IllegalArgumentException("column '" + name + "' has other " + key + " than before, "
                        + now.metadata().get(key) + " instead of "
                        + old.metadata().get(key)
                        + "; that can't be changed for rows that are there");
            }
        }
    }

    private static String name(List<String> parents, Field field) {
        return parents.isEmpty() ? field.name() : String.join(".", parents) + "." + field.name();
    }

    /** The types below one field; those that became wider are noted. */
    private final class TypeEvolution {
        private final List<String> path;
        private final List<TypeWidening.Change> changes;

        TypeEvolution(List<String> path, List<TypeWidening.Change> changes) {
            this.path = path;
            this.changes = changes;
        }

        DataType evolve(DataType old, DataType now, String inside) {
            if (old instanceof DataType.Struct from && now instanceof DataType.Struct to) {
                return new DataType.Struct(fields(from.fields(), to.fields(), path));
            }
            if (old instanceof DataType.Array from && now instanceof DataType.Array to) {
                checkNulls(from.containsNull(), to.containsNull());
                return new DataType.Array(
                        evolve(from.element(), to.element(), below(inside, "element")), to.containsNull());
            }
            if (old instanceof DataType.MapOf from && now instanceof DataType.MapOf to) {
                checkNulls(from.valueContainsNull(), to.valueContainsNull());
                return new DataType.MapOf(
                        evolve(from.key(), to.key(), below(inside, "key")),
                        evolve(from.value(), to.value(), below(inside, "value")),
                        to.valueContainsNull());
            }
            if (!old.equals(now)) {
                widen(old, now, inside);
            }
            return now;
        }

        private void widen(DataType old, DataType now, String inside) {
            String change = "column '" + String.join(".", path) + (inside.isEmpty() ? "" : "." + inside) + "' of type "
                    + TypeWidening.word(old) + " can't become " + TypeWidening.word(now);
            if (!TypeWidening.isWidening(old, now)) {
                throw new IllegalArgumentException(
                        change + ": files that are there could not be read. Add a column of that type");
            }
            if (!widening) {
                throw new IllegalArgumentException(change + " in this table. Set delta.enableTypeWidening=true first");
            }
            changes.add(new TypeWidening.Change(old, now, inside));
        }

        private void checkNulls(boolean old, boolean now) {
            if (old && !now) {
                throw new IllegalArgumentException("column '" + String.join(".", path)
                        + "' may hold nulls inside and must stay so: rows that are there may");
            }
        }

        private static String below(String inside, String part) {
            return inside.isEmpty() ? part : inside + "." + part;
        }
    }
}
