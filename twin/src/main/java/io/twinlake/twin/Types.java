package io.twinlake.twin;

import java.util.List;
import java.util.Optional;

/** Implicit widening, and nothing beyond it. */
final class Types {

    private Types() {}

    /** The expression as that type, if it widens to it. */
    static Optional<Expression> widened(Expression e, ValueType target) {
        if (Constant.isUntypedNull(e)) {
            return Optional.of(Constant.nullOf(target));
        }
        if (e.type() == target) {
            return Optional.of(e);
        }
        if (!target.widensFrom(e.type())) {
            return Optional.empty();
        }
        return Optional.of(
                switch (target) {
                    case DOUBLE -> Nodes.ofDouble(at -> e.evalLong(at));
                    case TIMESTAMP -> Nodes.ofLong(target, at -> Math.multiplyExact(e.evalLong(at), Times.DAY));
                    default -> Nodes.ofLong(target, e::evalLong);
                });
    }

    /** The expression as that type, else a mistake. */
    static Expression wanted(Expression e, ValueType target, int offset) throws FormulaMistake {
        return widened(e, target)
                .orElseThrow(() -> new FormulaMistake(
                        offset,
                        "the formula is of type " + e.type().word() + ", expected " + target.word(),
                        Casts.isPossible(e.type(), target)
                                ? "write CAST(… AS " + Casts.sqlName(target) + ")"
                                : "change the formula or the declared type"));
    }

    /** The narrowest type that all widen to; untyped nulls don't count. */
    static Optional<ValueType> common(List<Expression> all) {
        ValueType common = null;
        for (Expression e : all) {
            if (Constant.isUntypedNull(e)) {
                continue;
            }
            if (common == null || e.type().widensFrom(common)) {
                common = e.type();
            } else if (!common.widensFrom(e.type())) {
                return Optional.empty();
            }
        }
        return Optional.ofNullable(common);
    }
}
