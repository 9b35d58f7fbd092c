package io.twinlake.dml;

import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.LongVector;
import io.twinlake.twin.RowFormula;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Values for decimal columns: written numbers, columns of numbers, and whole numbers that are calculated; no rounded sums. */
final class DecimalSetter {

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\s*(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?(BD|bd)?");

    private DecimalSetter() {}

    /** @throws IllegalArgumentException if it is not understood, or may be no exact number */
    static Assignment.Setter of(String text, Sight sight, DataType.Decimal type) {
        Optional<BigDecimal> written = number(text.strip());
        if (written.isPresent()) {
            BigDecimal value = written(written.get(), type);
            return (row, at, into) -> append(value, into);
        }
        OptionalInt column = RowFormula.column(text, sight.relations());
        if (column.isPresent() && isNumber(sight.row().field(column.getAsInt()).type())) {
            return (row, at, into) -> appendCell(row.column(column.getAsInt()), at, type, into);
        }
        return calculated(text, sight, type);
    }

    private static BigDecimal written(BigDecimal number, DataType.Decimal type) {
        try {
            return fitted(number, type);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Optional<BigDecimal> number(String text) {
        return NUMBER.matcher(text).matches()
                ? Optional.of(new BigDecimal(text.replaceAll("\\s|[bB][dD]$", "")))
                : Optional.empty();
    }

    private static boolean isNumber(DataType type) {
        if (type instanceof DataType.Decimal) {
            return true;
        }
        return type instanceof DataType.Primitive primitive
                && switch (primitive) {
                    case BYTE, SHORT, INTEGER, LONG, FLOAT, DOUBLE -> true;
                    default -> false;
                };
    }

    private static Assignment.Setter calculated(String text, Sight sight, DataType.Decimal type) {
        RowFormula formula = RowFormula.whole(text, sight.relations());
        return (row, at, into) -> {
            LongVector one = new LongVector(DataType.Primitive.LONG);
            formula.append(row, at, one);
            appendCell(one, 0, type, into);
        };
    }

    private static void appendCell(ColumnVector from, int at, DataType.Decimal type, ColumnVector into) {
        Object cell = Cells.of(from, at);
        if (cell == null) {
            into.appendNull();
            return;
        }
        try {
            append(fitted(new BigDecimal(cell.toString()), type), into);
        } catch (NumberFormatException e) {
            throw new ArithmeticException(cell + " is no " + type);
        }
    }

    /** Rounded half up, as SQL does. */
    private static BigDecimal fitted(BigDecimal value, DataType.Decimal type) {
        BigDecimal fitted = value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (fitted.precision() > type.precision()) {
            throw new ArithmeticException(value.toPlainString() + " does not fit into decimal(" + type.precision() + ","
                    + type.scale() + ")");
        }
        return fitted;
    }

    private static void append(BigDecimal value, ColumnVector into) {
        if (into instanceof LongVector longs) {
            longs.append(value.unscaledValue().longValueExact());
        } else {
            ((BytesVector) into).append(value.unscaledValue().toByteArray());
        }
    }
}
