package io.twinlake.twin;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.FloatVector;
import io.twinlake.format.IntVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlIdentifier;

/**
 * An SQL expression over the columns of one row, compiled once: a constraint, a generated column, a default, an assignment.
 * For use by one thread.
 *
 * <p>Decimals of at most 15 digits may be compared and not calculated with, floats once they are cast to double; longer
 * decimals, binaries, arrays and maps have no place in formulas. What asks for more does not compile.
 */
public final class RowFormula {

    private final Formula formula;
    private final List<RowColumn> columns;
    private final Slots row;
    private final Evaluation evaluation = new Evaluation();

    private RowFormula(Formula formula, TableScope scope) {
        this.formula = formula;
        this.columns = scope.columns();
        this.row = scope.layout().newSlots();
        evaluation.event(0, row);
    }

    /**
     * A condition.
     *
     * @throws FormulaNotUnderstoodException saying what in it is not understood
     */
    public static RowFormula condition(String sql, Schema schema) {
        return condition(sql, List.of(Relation.of(schema)));
    }

    /** A condition over rows that begin with the columns of relations. @throws FormulaNotUnderstoodException likewise */
    public static RowFormula condition(String sql, List<Relation> relations) {
        return compiled(sql, relations, ValueType.BOOLEAN);
    }

    /**
     * What holds of every row for which a condition is true: to pass over files by. It may hold of other rows as well.
     *
     * @throws FormulaNotUnderstoodException saying what in the condition is not understood
     */
    public static Predicate implied(String sql, Schema schema) {
        return implied(sql, Relation.of(schema));
    }

    /** The same of a condition that may qualify the columns. */
    public static Predicate implied(String sql, Relation relation) {
        condition(sql, List.of(relation));
        try {
            var names = new TableScope(List.of(relation));
            return new ImpliedPredicate(relation).of(FormulaParser.parse(new FormulaText(sql, names::knows)));
        } catch (FormulaMistake e) {
            throw new IllegalStateException("'" + sql + "' was understood before", e);
        }
    }

    /**
     * A value for a column of {@code type}; what does not fit into it is an error of the row.
     *
     * @throws FormulaNotUnderstoodException saying what in it is not understood
     */
    public static RowFormula value(String sql, Schema schema, DataType type) {
        return value(sql, List.of(Relation.of(schema)), type);
    }

    /** A value from rows that begin with the columns of relations. @throws FormulaNotUnderstoodException likewise */
    public static RowFormula value(String sql, List<Relation> relations, DataType type) {
        return compiled(
                sql,
                relations,
                RowColumn.valueType(type)
                        .filter(value -> !(type instanceof DataType.Decimal))
                        .orElseThrow(() -> FormulaNotUnderstoodException.of(
                                sql,
                                new FormulaMistake(
                                        0,
                                        "no formula gives a value of type " + type,
                                        "name a column of that type, write NULL or, for a decimal, a number"))));
    }

    /**
     * The position in a row of the top-level column that an expression names, where it is nothing but a name; columns of every type
     * have one.
     *
     * @throws FormulaNotUnderstoodException if it does not parse, or names what is not there
     */
    public static OptionalInt column(String sql, List<Relation> relations) {
        var scope = new TableScope(relations);
        var text = new FormulaText(sql, scope::knows);
        try {
            if (!(FormulaParser.parse(text) instanceof SqlIdentifier name)) {
                return OptionalInt.empty();
            }
            List<Integer> positions = scope.positions(new Scope.Name(name.names, false, 0));
            return positions.size() == 1 ? OptionalInt.of(positions.get(0)) : OptionalInt.empty();
        } catch (FormulaMistake e) {
            throw FormulaNotUnderstoodException.of(sql, e);
        }
    }

    /**
     * An exact value for a column of whole numbers: what a cast would round is refused.
     *
     * @throws FormulaNotUnderstoodException if it is no whole number
     */
    public static RowFormula whole(String sql, List<Relation> relations) {
        var scope = new TableScope(relations);
        try {
            Formula any = FormulaParser.compile(sql, sql, scope);
            return new RowFormula(any.as(Types.wanted(any.root(), ValueType.LONG, 0)), scope);
        } catch (FormulaMistake e) {
            throw FormulaNotUnderstoodException.of(sql, e);
        }
    }

    private static RowFormula compiled(String sql, List<Relation> relations, ValueType wanted) {
        var names = new TableScope(relations);
        Set<String> floats = ColumnUse.ofFloats(sql, names, wanted == ValueType.DOUBLE);
        Set<String> decimals = ColumnUse.ofDecimals(sql, names, wanted != ValueType.STRING);
        var scope = new TableScope(relations, floats::contains, decimals::contains);
        try {
            Formula any = FormulaParser.compile(sql, sql, scope);
            return new RowFormula(any.as(as(any.root(), wanted)), scope);
        } catch (FormulaMistake e) {
            throw FormulaNotUnderstoodException.of(sql, e);
        }
    }

    private static Expression as(Expression root, ValueType wanted) throws FormulaMistake {
        boolean storable =
                wanted != ValueType.BOOLEAN && !Constant.isUntypedNull(root) && Casts.isPossible(root.type(), wanted);
        return storable ? Casts.cast(root, wanted) : Types.wanted(root, wanted, 0);
    }

    /** The top-level columns that it reads, as the schema calls them. */
    public Set<String> columns() {
        return columns.stream().map(RowColumn::top).collect(Collectors.toSet());
    }

    /**
     * Whether a condition is true of a row: neither false nor null.
     *
     * @throws ExpressionException if it has no value there
     */
    public boolean isTrue(RowBatch batch, int at) {
        load(batch, at);
        return formula.evalBoolean(evaluation) && !evaluation.wasNull();
    }

    /**
     * Appends the value for a row to a vector of the type that this was compiled for.
     *
     * @throws ExpressionException if it has no value there
     * @throws ArithmeticException if the value does not fit
     */
    public void append(RowBatch batch, int at, ColumnVector into) {
        load(batch, at);
        switch (formula.type()) {
            case STRING -> appendText(into);
            case BOOLEAN -> {
                boolean value = formula.evalBoolean(evaluation);
                if (!appendedNull(into)) {
                    ((BooleanVector) into).append(value);
                }
            }
            case DOUBLE -> appendDouble(into);
            default -> appendLong(into);
        }
    }

    private void load(RowBatch batch, int at) {
        for (RowColumn column : columns) {
            column.load(batch, at, row);
        }
    }

    private boolean appendedNull(ColumnVector into) {
        if (evaluation.wasNull()) {
            into.appendNull();
        }
        return evaluation.wasNull();
    }

    private void appendText(ColumnVector into) {
        String text = formula.evalText(evaluation);
        if (text == null) {
            into.appendNull();
        } else {
            ((BytesVector) into).append(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void appendDouble(ColumnVector into) {
        double value = formula.evalDouble(evaluation);
        if (appendedNull(into)) {
            return;
        }
        if (into instanceof FloatVector floats) {
            floats.append((float) value);
        } else {
            ((DoubleVector) into).append(value);
        }
    }

    private void appendLong(ColumnVector into) {
        long value = formula.evalLong(evaluation);
        if (appendedNull(into)) {
            return;
        }
        if (into instanceof LongVector longs) {
            longs.append(value);
            return;
        }
        long bits = into.type() == DataType.Primitive.BYTE ? 8 : into.type() == DataType.Primitive.SHORT ? 16 : 32;
        if (value >> (bits - 1) != value >> 63) {
            throw new ArithmeticException(value + " does not fit into " + into.type());
        }
        ((IntVector) into).append((int) value);
    }

    @Override
    public String toString() {
        return formula.text();
    }
}
