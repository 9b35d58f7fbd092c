package io.twinlake.twin;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Nearest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a formula over rows sees: columns of one relation or several, and fields of structs as {@code a.b}. */
final class TableScope implements Scope {

    private final List<Relation> relations;
    private final Predicate<String> calculatedFloats;
    private final Predicate<String> calculatedDecimals;
    private final Layout.Builder layout = Layout.builder();
    private final Map<String, RowColumn> columns = new HashMap<>();

    /** A scope for lookups of names and for expressions without decimals. */
    TableScope(List<Relation> relations) {
        this(relations, name -> false, name -> true);
    }

    /** The predicates take names in lower case: which columns must not be floats, and which not decimals ({@link ColumnUse}). */
    TableScope(List<Relation> relations, Predicate<String> calculatedFloats, Predicate<String> calculatedDecimals) {
        this.relations = relations;
        this.calculatedFloats = calculatedFloats;
        this.calculatedDecimals = calculatedDecimals;
    }

    Layout layout() {
        return layout.build();
    }

    List<RowColumn> columns() {
        return List.copyOf(columns.values());
    }

    @Override
    public boolean knows(String word) {
        return names().stream().anyMatch(name -> name.equalsIgnoreCase(word))
                || relations.stream().anyMatch(relation -> relation.qualifiers().contains(word));
    }

    @Override
    public Collection<String> names() {
        Set<String> names = new TreeSet<>();
        relations.forEach(relation -> collect(relation.columns().fields(), names));
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
        return access(name, positions(name));
    }

    @Override
    public int mostParts() {
        return Integer.MAX_VALUE;
    }

    /** Where the column of a name is in a row. */
    List<Integer> positions(Name name) throws FormulaMistake {
        List<List<Integer>> found = found(name.parts());
        if (found.size() > 1) {
            throw new FormulaMistake(
                    name.offset(),
                    "'" + name + "' is a column of several tables",
                    "write "
                            + relations.stream()
                                    .flatMap(relation ->
                                            relation.qualifiers().stream().limit(1))
                                    .map(qualifier -> qualifier + "." + name)
                                    .collect(Collectors.joining(" or ")));
        }
        if (found.isEmpty()) {
            throw new FormulaMistake(
                    name.offset(),
                    "no column '" + name + "'",
                    Nearest.to(name.name(), Set.copyOf(names()))
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("name a column of the table"));
        }
        return found.get(0);
    }

    /** A qualified name comes before a field of a struct, that before a column whose own name has dots. */
    private List<List<Integer>> found(List<String> parts) {
        List<List<Integer>> qualified = relations.stream()
                .flatMap(relation -> relation.behindQualifier(parts).flatMap(relation::find).stream())
                .toList();
        if (!qualified.isEmpty()) {
            return qualified;
        }
        List<List<Integer>> plain = relations.stream()
                .flatMap(relation -> relation.find(parts).stream())
                .toList();
        return plain.isEmpty() && parts.size() > 1 ? found(List.of(String.join(".", parts))) : plain;
    }

    private Field top(List<Integer> positions) {
        return relations.stream()
                .filter(relation -> relation.holds(positions.get(0)))
                .findFirst()
                .orElseThrow()
                .field(positions.get(0));
    }

    private Expression access(Name name, List<Integer> positions) throws FormulaMistake {
        Field top = top(positions);
        DataType type = positions.size() == 1
                ? top.type()
                : ((DataType.Struct) top.type()).fields().get(positions.get(1)).type();
        Optional<ValueType> value = RowColumn.valueType(type);
        String written = name.toString().toLowerCase(Locale.ROOT);
        if (value.isEmpty() || (type instanceof DataType.Decimal && calculatedDecimals.test(written))) {
            throw new FormulaMistake(
                    name.offset(),
                    "column '" + name + "' of type " + type + " can't be used like this",
                    "decimals of at most 15 digits may be compared; other types have no place in formulas");
        }
        if (type == DataType.Primitive.FLOAT && calculatedFloats.test(written)) {
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
