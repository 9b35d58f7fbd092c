package io.twinlake.twin;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/**
 * Where an expression does more with columns than to compare them or to cast them to double. Formulas know no floats and no
 * decimals but read them as doubles. A float is the same number there, and so is a decimal of at most 15 digits, as far as
 * order goes; written as a text, squared or added up, they are other numbers than SQL's.
 */
final class ColumnUse {

    private static final Set<SqlKind> COMPARING = Set.of(
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
            SqlKind.IS_NOT_DISTINCT_FROM);

    private static final Set<SqlKind> CONNECTING = Set.of(SqlKind.AND, SqlKind.OR, SqlKind.NOT);

    private final boolean exact;
    private final Set<String> calculatedWith = new TreeSet<>();

    private ColumnUse(boolean exact) {
        this.exact = exact;
    }

    /**
     * The names of floats that are calculated with, as they are written, in lower case.
     *
     * @param isKept whether the expression's own value may be that of a column
     */
    static Set<String> ofFloats(String sql, TableScope scope, boolean isKept) {
        return calculatedWith(new ColumnUse(false), sql, scope, isKept);
    }

    /** The same of decimals, which are not compared either with what is calculated: SQL calculates it exactly. */
    static Set<String> ofDecimals(String sql, TableScope scope, boolean isKept) {
        return calculatedWith(new ColumnUse(true), sql, scope, isKept);
    }

    private static Set<String> calculatedWith(ColumnUse use, String sql, TableScope scope, boolean isKept) {
        try {
            use.collect(FormulaParser.parse(new FormulaText(sql, scope::knows)), isKept);
        } catch (FormulaMistake told) {
            // Compiling says what is wrong.
            return Set.of();
        }
        return use.calculatedWith;
    }

    private void collect(SqlNode node, boolean isKept) {
        if (node instanceof SqlIdentifier name && !isKept) {
            calculatedWith.add(String.join(".", name.names).toLowerCase(Locale.ROOT));
        } else if (node instanceof SqlNodeList list) {
            list.forEach(each -> collect(each, isKept));
        } else if (node instanceof SqlCall call) {
            boolean keeps =
                    call.getKind() == SqlKind.MINUS_PREFIX ? isKept : isSoundComparison(call) || isCastToDouble(call);
            for (SqlNode operand : call.getOperandList()) {
                if (operand != null) {
                    collect(operand, keeps);
                }
            }
        }
    }

    private boolean isSoundComparison(SqlCall call) {
        return COMPARING.contains(call.getKind())
                && (!exact
                        || CONNECTING.contains(call.getKind())
                        || call.getOperandList().stream().allMatch(ColumnUse::isPlain));
    }

    /** Whether it is a column, a literal, or a list of such. */
    private static boolean isPlain(@Nullable SqlNode node) {
        return node == null
                || node instanceof SqlIdentifier
                || node instanceof SqlLiteral
                || (node instanceof SqlNodeList list && list.stream().allMatch(ColumnUse::isPlain))
                || (node instanceof SqlCall call && call.getKind() == SqlKind.MINUS_PREFIX && isPlain(call.operand(0)));
    }

    private static boolean isCastToDouble(SqlCall call) {
        return call.getKind() == SqlKind.CAST
                && call.operand(1).toString().replace("`", "").equalsIgnoreCase("double");
    }
}
