package io.twinlake.twin;

import java.math.BigDecimal;
import java.util.Locale;
import org.apache.calcite.sql.SqlAbstractDateTimeLiteral;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalLiteral.IntervalValue;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.type.SqlTypeName;

/** The constants of a formula. */
final class Literals {

    private Literals() {}

    static Expression bind(SqlLiteral literal, int offset) throws FormulaMistake {
        try {
            return value(literal);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new FormulaMistake(offset, String.valueOf(e.getMessage()), "correct the literal");
        }
    }

    private static Expression value(SqlLiteral literal) {
        if (literal instanceof SqlUnknownLiteral typed) {
            return time(typed.tag.toUpperCase(Locale.ROOT), String.valueOf(typed.getValue()));
        }
        if (literal instanceof SqlIntervalLiteral) {
            return Constant.word(ValueType.INTERVAL, Intervals.micros(literal.getValueAs(IntervalValue.class)));
        }
        if (literal instanceof SqlAbstractDateTimeLiteral dated) {
            return time(dated.getTypeName() == SqlTypeName.DATE ? "DATE" : "TIMESTAMP", dated.toFormattedString());
        }
        return switch (literal.getTypeName()) {
            case NULL -> Constant.untypedNull();
            case BOOLEAN -> Constant.word(ValueType.BOOLEAN, literal.booleanValue() ? 1 : 0);
            case CHAR, VARCHAR -> Constant.text(literal.getValueAs(String.class));
            case DOUBLE, REAL, FLOAT ->
                Constant.decimal(literal.getValueAs(BigDecimal.class).doubleValue());
            case DECIMAL, BIGINT, INTEGER -> Casts.literal(literal.getValueAs(BigDecimal.class));
            default ->
                throw new IllegalArgumentException(
                        "a literal of type " + literal.getTypeName() + " is not part of formulas");
        };
    }

    private static Expression time(String tag, String text) {
        return switch (tag) {
            case "DATE" -> Constant.word(ValueType.DATE, Times.date(text));
            case "TIMESTAMP" -> Constant.word(ValueType.TIMESTAMP, Times.timestamp(text));
            default -> throw new IllegalArgumentException("a literal " + tag + " is not part of formulas");
        };
    }
}
