package io.twinlake.dml;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.Literal;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Vectors;
import io.twinlake.twin.RowFormula;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The value that a column is given: an SQL expression over the row, or a constant. */
public final class Assignment {

    /** Appends the value for a row of one schema. */
    @FunctionalInterface
    interface Setter {
        void append(RowBatch row, int at, ColumnVector into);
    }

    private final String text;
    private final Optional<Literal> constant;
    private final boolean isSql;
    private final List<String> table;

    private Assignment(String text, Optional<Literal> constant, boolean isSql, List<String> table) {
        this.table = List.copyOf(table);
        this.text = text;
        this.constant = constant;
        this.isSql = isSql;
    }

    /** The value of an SQL expression; the name of a column alone may be of any type. */
    public static Assignment sql(String expression) {
        return sql(expression, List.of());
    }

    /** An SQL expression in which columns may stand behind these names of the table. */
    static Assignment sql(String expression, List<String> table) {
        return new Assignment(expression, Optional.empty(), true, table);
    }

    public static Assignment value(Literal literal) {
        return new Assignment(literal.toString(), Optional.of(literal), false, List.of());
    }

    /** Null. */
    public static Assignment nothing() {
        return new Assignment("NULL", Optional.empty(), false, List.of());
    }

    /** @throws IllegalArgumentException if it is not understood, or gives no such value */
    Setter over(Sight seen, DataType type) {
        Sight sight = seen.with(table);
        if (!isSql) {
            ColumnVector one = Vectors.constant(type, constant, 1);
            return (row, at, into) -> into.appendFrom(one, 0);
        }
        OptionalInt column = RowFormula.column(text, sight.relations());
        if (column.isPresent()
                && Shape.isSame(sight.row().field(column.getAsInt()).type(), type)) {
            return (row, at, into) -> into.appendFrom(row.column(column.getAsInt()), at);
        }
        if (text.strip().equalsIgnoreCase("NULL")) {
            return (row, at, into) -> into.appendNull();
        }
        if (type instanceof DataType.Decimal decimal) {
            return DecimalSetter.of(text, sight, decimal);
        }
        RowFormula formula = RowFormula.value(text, sight.relations(), type);
        return formula::append;
    }

    @Override
    public String toString() {
        return text;
    }
}
