package io.twinlake.twin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a function's call.
 *
 * @param offsets where each stands in the formula
 * @param offset where the call stands
 */
record Arguments(String function, List<Expression> all, List<Integer> offsets, int offset) {

    int size() {
        return all.size();
    }

    Expression get(int i) {
        return all.get(i);
    }

    /** The argument as that type, if it widens to it. */
    Expression as(int i, ValueType type) throws FormulaMistake {
        Expression e = all.get(i);
        return Types.widened(e, type)
                .orElseThrow(() -> mistake(
                        i,
                        "argument " + (i + 1) + " of " + function + " is of type "
                                + e.type().word() + ", expected " + type.word(),
                        Casts.isPossible(e.type(), type)
                                ? "write CAST(… AS " + Casts.sqlName(type) + ")"
                                : "give a value of type " + type.word()));
    }

    Expression number(int i) throws FormulaMistake {
        return as(i, ValueType.DOUBLE);
    }

    Expression text(int i) throws FormulaMistake {
        return as(i, ValueType.STRING);
    }

    Expression whole(int i) throws FormulaMistake {
        return as(i, ValueType.LONG);
    }

    /** All as their common type. */
    List<Expression> unified() throws FormulaMistake {
        return Binder.unified(all, offset);
    }

    List<Expression> unifiedFrom(int first) throws FormulaMistake {
        return Binder.unified(all.subList(first, all.size()), offset);
    }

    /** A text that must be written as a literal. */
    String literal(int i) throws FormulaMistake {
        @Nullable String text = get(i).isConstant() ? text(i).evalText(new Evaluation()) : null;
        if (text == null) {
            throw mistake(i, "argument " + (i + 1) + " of " + function + " is not a literal", "write a text in quotes");
        }
        return text;
    }

    FormulaMistake mistake(int i, String problem, String remedy) {
        return new FormulaMistake(offsets.get(i), problem, remedy);
    }
}
