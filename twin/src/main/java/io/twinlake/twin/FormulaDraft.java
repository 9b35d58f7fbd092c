package io.twinlake.twin;

import java.util.Optional;

/** A formula in a file: compiled, or its mistake is told to the file. */
final class FormulaDraft {

    private FormulaDraft() {}

    /** Takes the {@code type} that is wanted; numbers widen to it. */
    static Optional<Formula> compile(YamlValue value, String where, Scope scope, Optional<ValueType> type) {
        return value.formula().flatMap(node -> {
            try {
                return Optional.of(
                        type.isPresent()
                                ? FormulaParser.compile(node.getValue(), where, scope, type.get())
                                : FormulaParser.compile(node.getValue(), where, scope));
            } catch (FormulaMistake e) {
                value.file().problem(node, e, where);
                return Optional.empty();
            }
        });
    }
}
