package io.twinlake.twin;

import java.util.Optional;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads {@code key}: a formula, or {@code {expr: …, require: …}}. */
final class KeyParser {

    private final Scope[] scopes;
    private final Optional<YamlValue> whole;
    private final Optional<YamlParts> parts;
    private final String where;

    KeyParser(int stream, StreamParser.Draft draft, Names names) {
        this.scopes = new Scope[] {RowScope.event(names, stream), RowScope.event(names, stream)};
        this.whole = draft.key();
        this.parts = draft.key().filter(key -> !key.isScalar()).map(key -> key.parts(YamlWords.KEY));
        this.where = "key of " + draft.name();
    }

    /** STRING, by a cast if need be. */
    Optional<Formula> key() {
        Optional<YamlValue> expr = parts.isPresent() ? parts.get().required("expr", "id") : whole;
        return expr.flatMap(value -> value.formula().flatMap(node -> compiled(value, node, scopes[0], true)));
    }

    Optional<Formula> require() {
        return parts.flatMap(p -> p.get("require"))
                .flatMap(value -> value.formula().flatMap(node -> compiled(value, node, scopes[1], false)));
    }

    private Optional<Formula> compiled(YamlValue value, ScalarNode node, Scope scope, boolean isKey) {
        try {
            if (!isKey) {
                return Optional.of(
                        FormulaParser.compile(node.getValue(), "require of the " + where, scope, ValueType.BOOLEAN));
            }
            Formula formula = FormulaParser.compile(node.getValue(), where, scope);
            if (!Casts.isPossible(formula.type(), ValueType.STRING)) {
                throw new FormulaMistake(
                        0, "a key is a text, this is " + formula.type().word(), "make a text of it");
            }
            return Optional.of(formula.as(Casts.cast(formula.root(), ValueType.STRING)));
        } catch (FormulaMistake e) {
            value.file().problem(node, e, isKey ? where : "require of the " + where);
            return Optional.empty();
        }
    }
}
