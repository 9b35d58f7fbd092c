package io.twinlake.twin;

import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/**
 * Whether an expression only compares. Then decimals of at most 15 digits may be read as doubles: no two of them become the
 * same, and their order stays; sums of them would not.
 */
final class DecimalUse {

    static final Set<SqlKind> COMPARING = Set.of(
            SqlKind.AND,
            SqlKind.OR,
            SqlKind.NOT,
            SqlKind.EQUALS,
            SqlKind.NOT_EQUALS,
            SqlKind.LESS_THAN,
            SqlKind.LESS_THAN_OR_EQUAL,
            SqlKind.GREATER_THAN,
            SqlKind.GREATER_THAN_OR_EQUAL,
            SqlKind.BETWEEN,
            SqlKind.IN,
            SqlKind.NOT_IN,
            SqlKind.IS_NULL,
            SqlKind.IS_NOT_NULL,
            SqlKind.IS_DISTINCT_FROM,
            SqlKind.IS_NOT_DISTINCT_FROM,
            SqlKind.MINUS_PREFIX);

    private DecimalUse() {}

    static boolean isComparedOnly(String sql, TableScope scope) {
        try {
            return compares(FormulaParser.parse(new FormulaText(sql, scope::knows)));
        } catch (FormulaMistake told) {
            // Compiling says what is wrong.
            return false;
        }
    }

    private static boolean compares(SqlNode node) {
        if (node instanceof SqlIdentifier || node instanceof SqlLiteral) {
            return true;
        }
        if (node instanceof SqlNodeList list) {
            return list.stream().allMatch(DecimalUse::compares);
        }
        return node instanceof SqlCall call
                && COMPARING.contains(call.getKind())
                && call.getOperandList().stream().filter(Objects::nonNull).allMatch(DecimalUse::compares);
    }
}
