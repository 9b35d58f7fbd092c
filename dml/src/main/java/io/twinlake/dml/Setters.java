package io.twinlake.dml;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.Vectors;
import io.twinlake.twin.ExpressionException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/** The assignments of a clause, compiled for rows that SQL sees by one schema. */
final class Setters {

    private final Schema table;
    private final Map<Integer, Assignment.Setter> byColumn = new HashMap<>();

    /** @throws IllegalArgumentException naming a column that is not there, or an expression that is not understood */
    Setters(Clause clause, Schema table, Sight seen) {
        this.table = table;
        clause.assignments().forEach((column, value) -> {
            OptionalInt position = table.indexOf(column);
            if (position.isEmpty()) {
                throw table.unknown(column);
            }
            Assignment.Setter twice = byColumn.put(
                    position.getAsInt(),
                    value.over(seen, table.field(position.getAsInt()).type()));
            if (twice != null) {
                throw new IllegalArgumentException(
                        "column '" + table.field(position.getAsInt()).name()
                                + "' is assigned two values, names of columns being the same whatever their case; assign one");
            }
        });
    }

    /** The names of the columns that get a value. */
    Set<String> columns() {
        Set<String> names = new HashSet<>();
        byColumn.keySet().forEach(column -> names.add(table.field(column).name()));
        return names;
    }

    /** The rows with their new values; {@code seen} is what expressions see. */
    RowBatch updated(RowBatch rows, RowBatch seen) {
        List<ColumnVector> columns = new ArrayList<>();
        for (int column = 0; column < table.size(); column++) {
            columns.add(byColumn.containsKey(column) ? values(column, seen) : rows.column(column));
        }
        return RowBatch.of(table, columns, rows.rows());
    }

    /** Rows of the columns that get a value, and no others. */
    RowBatch rows(RowBatch seen) {
        List<Field> fields = new ArrayList<>();
        List<ColumnVector> columns = new ArrayList<>();
        for (int column = 0; column < table.size(); column++) {
            if (byColumn.containsKey(column)) {
                fields.add(table.field(column));
                columns.add(values(column, seen));
            }
        }
        return RowBatch.of(new Schema(fields), columns, seen.rows());
    }

    private ColumnVector values(int column, RowBatch seen) {
        ColumnVector vector = Vectors.of(table.field(column).type());
        Assignment.Setter setter = Objects.requireNonNull(byColumn.get(column));
        for (int row = 0; row < seen.rows(); row++) {
            try {
                setter.append(seen, row, vector);
            } catch (ExpressionException | ArithmeticException e) {
                throw new ConstraintViolationException("row " + Cells.show(seen, row) + " gives no value for column '"
                        + table.field(column).name() + "': " + e.getMessage() + "; nothing was written");
            }
        }
        return vector;
    }
}
