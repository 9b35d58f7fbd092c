package io.twinlake.dml;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.ListVector;
import io.twinlake.format.MapVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.StructVector;
import java.util.Optional;

/** Finds nulls where a schema allows none, at whatever depth. */
final class NotNull {

    private final Schema schema;

    NotNull(Schema schema) {
        this.schema = schema;
    }

    /** @throws ConstraintViolationException naming column and row */
    void check(RowBatch batch, String table) {
        for (int column = 0; column < schema.size(); column++) {
            Field field = schema.field(column);
            for (int row = 0; row < batch.rows(); row++) {
                Optional<String> path = missing(field, batch.column(column), row);
                if (path.isPresent()) {
                    throw new ConstraintViolationException("row " + Cells.show(batch, row) + " has no '" + path.get()
                            + "', which is NOT NULL in " + table + "; nothing was written");
                }
            }
        }
    }

    /** The path of what is null in a row of a column and must not be. */
    private static Optional<String> missing(Field field, ColumnVector vector, int row) {
        if (vector.isNull(row)) {
            return field.nullable() ? Optional.empty() : Optional.of(field.name());
        }
        return inside(field.type(), vector, row).map(path -> field.name() + "." + path);
    }

    private static Optional<String> inside(DataType type, ColumnVector vector, int row) {
        if (type instanceof DataType.Struct struct) {
            for (int i = 0; i < struct.fields().size(); i++) {
                Optional<String> path = missing(struct.fields().get(i), ((StructVector) vector).field(i), row);
                if (path.isPresent()) {
                    return path;
                }
            }
        } else if (type instanceof DataType.Array array) {
            ListVector list = (ListVector) vector;
            Field element = new Field("element", array.element(), array.containsNull(), java.util.Map.of());
            return among(element, list.elements(), list.start(row), list.end(row));
        } else if (type instanceof DataType.MapOf map) {
            MapVector entries = (MapVector) vector;
            Field value = new Field("value", map.value(), map.valueContainsNull(), java.util.Map.of());
            return among(value, entries.values(), entries.start(row), entries.end(row));
        }
        return Optional.empty();
    }

    private static Optional<String> among(Field field, ColumnVector vector, int from, int to) {
        for (int i = from; i < to; i++) {
            Optional<String> path = missing(field, vector, i);
            if (path.isPresent()) {
                return path;
            }
        }
        return Optional.empty();
    }
}
