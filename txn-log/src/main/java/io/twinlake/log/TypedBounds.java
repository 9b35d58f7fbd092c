package io.twinlake.log;

import io.twinlake.format.ColumnStatistics;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Literal;
import io.twinlake.format.StructVector;
import io.twinlake.format.Vectors;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bounds of a file as typed columns have them. One that does not fit its type is null, which says nothing.
 *
 * @param upper which ones
 */
record TypedBounds(FileStatistics statistics, boolean upper) {

    void append(StructVector to, DataType.Struct type) {
        append(to, type, List.of());
    }

    private void append(StructVector to, DataType.Struct type, List<String> path) {
        int i = 0;
        for (Field field : type.fields()) {
            List<String> here = new ArrayList<>(path);
            here.add(field.name());
            ColumnVector vector = to.field(i++);
            if (vector instanceof StructVector struct) {
                append(struct, (DataType.Struct) field.type(), here);
            } else {
                ColumnStatistics column = statistics.column(here);
                Optional<Literal> bound = bound(column, field.type()).flatMap(found -> fitted(found, field.type()));
                vector.appendFrom(Vectors.constant(field.type(), bound, 1), 0);
            }
        }
        to.endRow();
    }

    /** An upper bound beside which a NaN may be is none for readers who take it for what it says. */
    private Optional<Literal> bound(ColumnStatistics column, DataType type) {
        boolean isFloating = type == DataType.Primitive.FLOAT || type == DataType.Primitive.DOUBLE;
        if (!upper) {
            return column.min();
        }
        return isFloating && !column.boundsCoverNaN() ? Optional.empty() : column.max();
    }

    /** A bound that is wider than what its column can hold has no use for the next value that it can. */
    private Optional<Literal> fitted(Literal bound, DataType type) {
        if (type instanceof DataType.Decimal decimal && bound.value() instanceof BigDecimal number) {
            return Optional.of(number.setScale(decimal.scale(), upper ? RoundingMode.CEILING : RoundingMode.FLOOR))
                    .filter(rounded -> rounded.precision() <= decimal.precision())
                    .map(Literal::new);
        }
        if (type == DataType.Primitive.FLOAT && bound.value() instanceof Double number) {
            return Optional.of(bound).filter(exact -> number == (double) number.floatValue());
        }
        return Optional.of(bound).filter(whole -> isInRange(whole, type));
    }

    private static boolean isInRange(Literal bound, DataType type) {
        if (bound.value() instanceof LocalDate day) {
            return day.toEpochDay() == (int) day.toEpochDay();
        }
        if (!(bound.value() instanceof Long number)) {
            return true;
        }
        return type == DataType.Primitive.LONG
                || (type == DataType.Primitive.INTEGER && number == number.intValue())
                || (type == DataType.Primitive.SHORT && number == number.shortValue())
                || (type == DataType.Primitive.BYTE && number == number.byteValue());
    }
}
