package io.twinlake.twin;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/**
 * Where an expression does more with columns than to compare them or to cast them to double. Formulas know no float but read
 * it as a double, which is the same number there; written as a text, or squared, it is another than SQL's.
 */
final class FloatUse {

    private final Set<String> calculatedWith = new TreeSet<>();

    private FloatUse() {}

    /** The names of such columns, in lower case. */
    static Set<String> calculatedWith(String sql, TableScope scope, ValueType wanted) {
        var use = new FloatUse();
        try {
            use.collect(FormulaParser.parse(new FormulaText(sql, scope::knows)), wanted == ValueType.DOUBLE);
        } catch (FormulaMistake told) {
            // Compiling says what is wrong.
            return Set.of();
        }
        return use.calculatedWith;
    }

    private void collect(SqlNode node, boolean isSame) {
        if (node instanceof SqlIdentifier name && !isSame) {
            calculatedWith.add(String.join(".", name.names).toLowerCase(Locale.ROOT));
        } else if (node instanceof SqlNodeList list) {
            list.forEach(each -> collect(each, isSame));
        } else if (node instanceof SqlCall call) {
            boolean staysSame = call.getKind() == SqlKind.MINUS_PREFIX
                    ? isSame
                    : DecimalUse.COMPARING.contains(call.getKind()) || isCastToDouble(call);
            for (SqlNode operand : call.getOperandList()) {
                if (operand != null) {
                    collect(operand, staysSame);
                }
            }
        }
    }

    private static boolean isCastToDouble(SqlCall call) {
        return call.getKind() == SqlKind.CAST
                && call.operand(1).toString().replace("`", "").equalsIgnoreCase("double");
    }
}
