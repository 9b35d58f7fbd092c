package io.twinlake.twin;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Nearest;
import io.twinlake.format.Schema;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a formula over the rows of a table sees: its columns, and fields of structs as {@code a.b}. */
final class TableScope implements Scope {

    private final Schema schema;
    private final boolean decimals;
    private final Set<String> calculatedWith;
    private final Layout.Builder layout = Layout.builder();
    private final Map<String, RowColumn> columns = new HashMap<>();

    /** For who only asks for names. */
    TableScope(Schema schema) {
        this(schema, false, Set.of());
    }

    /** Takes whether decimals may be read, as doubles, and which columns may be no floats. */
    TableScope(Schema schema, boolean decimals, Set<String> calculatedWith) {
        this.schema = schema;
        this.decimals = decimals;
        this.calculatedWith = calculatedWith;
    }

    Layout layout() {
        return layout.build();
    }

    List<RowColumn> columns() {
        return List.copyOf(columns.values());
    }

    @Override
    public boolean knows(String word) {
        return names().stream().anyMatch(name -> name.equalsIgnoreCase(word));
    }

    @Override
    public Collection<String> names() {
        Set<String> names = new TreeSet<>();
        collect(schema.fields(), names);
        return names;
    }

    private static void collect(List<Field> fields, Set<String> names) {
        for (Field field : fields) {
            names.add(field.name());
            if (field.type() instanceof DataType.Struct struct) {
                collect(struct.fields(), names);
            }
        }
    }

    @Override
    public Expression resolve(Name name) throws FormulaMistake {
        if (name.previous()) {
            throw new FormulaMistake(name.offset(), "prev(x) has no meaning for rows of a table", "write the column");
        }
        Optional<List<Integer>> inStruct = name.qualifier().isEmpty() ? Optional.empty() : nested(name);
        Optional<List<Integer>> found = inStruct.or(() -> find(schema.fields(), name.toString()));
        List<Integer> positions = found.orElseThrow(() -> new FormulaMistake(
                name.offset(),
                "no column '" + name + "'",
                Nearest.to(name.name(), Set.copyOf(names()))
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("name a column of the table")));
        return access(name, positions);
    }

    private Optional<List<Integer>> nested(Name name) {
        return find(schema.fields(), name.qualifier()).flatMap(outer -> {
            Field struct = schema.field(outer.get(0));
            if (!(struct.type() instanceof DataType.Struct group)) {
                return Optional.empty();
            }
            return find(group.fields(), name.name()).map(inner -> List.of(outer.get(0), inner.get(0)));
        });
    }

    private static Optional<List<Integer>> find(List<Field> fields, String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equalsIgnoreCase(name)) {
                return Optional.of(List.of(i));
            }
        }
        return Optional.empty();
    }

    private Expression access(Name name, List<Integer> positions) throws FormulaMistake {
        Field top = schema.field(positions.get(0));
        DataType type = positions.size() == 1
                ? top.type()
                : ((DataType.Struct) top.type()).fields().get(positions.get(1)).type();
        Optional<ValueType> value = RowColumn.valueType(type);
        if (value.isEmpty() || (type instanceof DataType.Decimal && !decimals)) {
            throw new FormulaMistake(
                    name.offset(),
                    "column '" + name + "' of type " + type + " can't be used like this",
                    "decimals of at most 15 digits may be compared; other types have no place in formulas");
        }
        if (type == DataType.Primitive.FLOAT
                && calculatedWith.contains(name.toString().toLowerCase(Locale.ROOT))) {
            throw new FormulaMistake(
                    name.offset(),
                    "column '" + name + "' is a float, which formulas only compare",
                    "write CAST(" + name + " AS DOUBLE)");
        }
        RowColumn column = columns.get(positions.toString());
        if (column == null) {
            column = new RowColumn(top.name(), positions, type, layout.add("c" + columns.size(), value.get()));
            columns.put(positions.toString(), column);
        }
        return Access.of(column.slot(), Evaluation::in);
    }

    @Override
    public Set<Reference> reads() {
        return Set.of();
    }

    @Override
    public Optional<Aggregates> aggregates() {
        return Optional.empty();
    }

    @Override
    public Optional<String> noTime() {
        return Optional.of("a row of a table has no time of its own");
    }

    @Override
    public void readsTime() {
        // noTime() has said that there is none.
    }
}
