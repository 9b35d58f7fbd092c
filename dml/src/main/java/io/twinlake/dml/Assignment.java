package io.twinlake.dml;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.Literal;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.twin.RowFormula;
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

    private Assignment(String text, Optional<Literal> constant, boolean isSql) {
        this.text = text;
        this.constant = constant;
        this.isSql = isSql;
    }

    /** The value of an SQL expression; the name of a column alone may be of any type. */
    public static Assignment sql(String expression) {
        return new Assignment(expression, Optional.empty(), true);
    }

    public static Assignment value(Literal literal) {
        return new Assignment(literal.toString(), Optional.of(literal), false);
    }

    /** Null. */
    public static Assignment nothing() {
        return new Assignment("NULL", Optional.empty(), false);
    }

    /** @throws IllegalArgumentException if it is not understood, or gives no such value */
    Setter over(Schema schema, DataType type) {
        if (!isSql) {
            ColumnVector one = ColumnVector.constant(type, constant, 1);
            return (row, at, into) -> into.appendFrom(one, 0);
        }
        OptionalInt column = schema.indexOf(text.strip());
        if (column.isPresent() && Shape.isSame(schema.field(column.getAsInt()).type(), type)) {
            return (row, at, into) -> into.appendFrom(row.column(column.getAsInt()), at);
        }
        RowFormula formula = RowFormula.value(text, schema, type);
        return formula::append;
    }

    @Override
    public String toString() {
        return text;
    }
}
