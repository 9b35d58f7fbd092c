package io.twinlake.twin;

import io.twinlake.format.Nearest;
import io.twinlake.twin.Reducer.Aggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;

/** Gives the parsed nodes of a formula their names, types and evaluators. */
final class Binder {

    private final Scope scope;
    private final FormulaText text;
    private final boolean inAggregate;
    private boolean previous;

    Binder(Scope scope, FormulaText text) {
        this(scope, text, false);
    }

    private Binder(Scope scope, FormulaText text, boolean inAggregate) {
        this.scope = scope;
        this.text = text;
        this.inAggregate = inAggregate;
    }

    Expression bind(SqlNode node) throws FormulaMistake {
        if (node instanceof SqlIdentifier identifier) {
            return name(identifier);
        }
        if (node instanceof SqlLiteral literal) {
            return Literals.bind(literal, offset(node));
        }
        if (node instanceof SqlCase choice) {
            return choice(choice);
        }
        if (node instanceof SqlCall call) {
            return call(call);
        }
        throw unsupported(node, node.toString());
    }

    int offset(SqlNode node) {
        var at = node.getParserPosition();
        return text.offset(at.getLineNum(), at.getColumnNum());
    }

    private Expression name(SqlIdentifier identifier) throws FormulaMistake {
        List<String> names = identifier.names;
        if (names.size() > scope.mostParts()) {
            throw new FormulaMistake(
                    offset(identifier),
                    "'" + String.join(".", names) + "' has too many parts",
                    "write field, stream.field, in.field or state.property");
        }
        String name = names.get(names.size() - 1);
        if (scope.aggregates().isPresent() && !inAggregate) {
            throw new FormulaMistake(
                    offset(identifier),
                    "'" + name + "' stands outside an aggregate function",
                    "write last(" + name + ") or another of " + String.join(", ", Aggregates.names()));
        }
        return scope.resolve(new Scope.Name(names, previous, offset(identifier)));
    }

    private Expression call(SqlCall call) throws FormulaMistake {
        return switch (call.getKind()) {
            case OTHER_FUNCTION -> function(call);
            case CAST, SAFE_CAST -> cast(call);
            case EXTRACT -> extract(call);
            case AND, OR, NOT, IN, NOT_IN, BETWEEN, LIKE, RLIKE -> Operators.condition(this, call);
            case EQUALS,
                    NOT_EQUALS,
                    LESS_THAN,
                    LESS_THAN_OR_EQUAL,
                    GREATER_THAN,
                    GREATER_THAN_OR_EQUAL,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM,
                    IS_NULL,
                    IS_NOT_NULL,
                    IS_TRUE,
                    IS_NOT_TRUE,
                    IS_FALSE,
                    IS_NOT_FALSE -> Operators.condition(this, call);
            case PLUS, MINUS, TIMES, DIVIDE, MOD, MINUS_PREFIX, PLUS_PREFIX -> Operators.arithmetic(this, call);
            default -> Operators.other(this, call);
        };
    }

    private Expression function(SqlCall call) throws FormulaMistake {
        String name = call.getOperator().getName().toLowerCase(Locale.ROOT);
        FunctionTable.refuseLater(name, offset(call));
        if (scope.aggregates().isPresent()
                && !inAggregate
                && Aggregates.named(name).isPresent()) {
            return aggregate(
                    call, Aggregates.named(name).get(), scope.aggregates().get());
        }
        return switch (name) {
            case "prev" -> previous(call);
            case "elapsed", "event_time" -> time(call, name);
            default -> FunctionTable.bind(name, new Arguments(name, bindAll(call), offsets(call), offset(call)));
        };
    }

    private Expression aggregate(SqlCall call, Aggregate function, Aggregates into) throws FormulaMistake {
        if (call.operandCount() == 0 || isStar(call.operand(0))) {
            if (function != Aggregate.COUNT) {
                throw new FormulaMistake(
                        offset(call), function + " needs an argument", "write it between the brackets");
            }
            return into.add(function, Optional.empty());
        }
        if (call.operandCount() > 1) {
            throw new FormulaMistake(offset(call), function + " has one argument", "take the others away");
        }
        Expression of = new Binder(scope, text, true).bind(call.operand(0));
        Optional<ValueType> wanted = Aggregates.inputType(function, of.type());
        if (wanted.isPresent()) {
            of = Types.wanted(of, wanted.get(), offset(call.operand(0)));
        }
        String source = call.operand(0).toString().replace("`", "");
        return into.add(function, Optional.of(new Formula(source, "window", of, scope.reads())));
    }

    private static boolean isStar(SqlNode node) {
        return node instanceof SqlIdentifier identifier && identifier.isStar();
    }

    private Expression previous(SqlCall call) throws FormulaMistake {
        if (previous || call.operandCount() != 1) {
            throw new FormulaMistake(
                    offset(call), "prev(x) has one argument and stands not in another", "write prev(x)");
        }
        previous = true;
        try {
            return bind(call.operand(0));
        } finally {
            previous = false;
        }
    }

    private Expression time(SqlCall call, String name) throws FormulaMistake {
        Optional<String> no = scope.noTime();
        if (no.isPresent() || call.operandCount() > 0) {
            throw new FormulaMistake(
                    offset(call), name + "() can't stand here: " + no.orElse("it has no argument"), "take it away");
        }
        scope.readsTime();
        if (name.equals("event_time")) {
            return Nodes.ofLong(ValueType.TIMESTAMP, at -> {
                at.wasNull(false);
                return at.timeMicros();
            });
        }
        return Nodes.ofLong(ValueType.INTERVAL, at -> {
            at.wasNull(!at.hasElapsed());
            return at.elapsedMicros();
        });
    }

    private Expression cast(SqlCall call) throws FormulaMistake {
        Expression value = bind(call.operand(0));
        SqlNode spec = call.operand(1);
        String typeName =
                spec instanceof SqlDataTypeSpec type ? type.getTypeName().getSimple() : spec.toString();
        ValueType to = Casts.named(typeName)
                .orElseThrow(() -> new FormulaMistake(
                        offset(call),
                        "no type '" + typeName + "' to cast to",
                        Nearest.remedy(typeName, Casts.names())));
        if (!Constant.isUntypedNull(value) && !Casts.isPossible(value.type(), to)) {
            throw new FormulaMistake(
                    offset(call),
                    "can't cast " + value.type().word() + " to " + to.word(),
                    "cast it to another type or by a function");
        }
        boolean tries = call.getOperator().getName().toUpperCase(Locale.ROOT).startsWith("TRY")
                || call.getOperator().getName().toUpperCase(Locale.ROOT).startsWith("SAFE");
        return tries ? Casts.tryCast(value, to) : Casts.cast(value, to);
    }

    private Expression extract(SqlCall call) throws FormulaMistake {
        SqlNode unit = call.operand(0);
        String name = unit instanceof SqlIntervalQualifier qualifier
                ? qualifier.timeUnitRange.name()
                : unit.toString().replace("`", "");
        Arguments argument = new Arguments(
                "extract", List.of(bind(call.operand(1))), List.of(offset(call.operand(1))), offset(call));
        return TimeFunctions.extract(name.toLowerCase(Locale.ROOT), argument);
    }

    private Expression choice(SqlCase node) throws FormulaMistake {
        List<Expression> conditions = new ArrayList<>();
        List<Expression> results = new ArrayList<>();
        for (int i = 0; i < node.getWhenOperands().size(); i++) {
            SqlNode when = node.getWhenOperands().get(i);
            SqlNode operand = node.getValueOperand();
            conditions.add(
                    operand == null
                            ? Types.wanted(bind(when), ValueType.BOOLEAN, offset(when))
                            : Operators.equal(this, operand, when));
            results.add(bind(node.getThenOperands().get(i)));
        }
        SqlNode otherwise = node.getElseOperand();
        results.add(otherwise == null ? Constant.untypedNull() : bind(otherwise));
        List<Expression> same = unified(results, offset(node));
        return Conditionals.choose(conditions, same);
    }

    /** All as their common type. */
    static List<Expression> unified(List<Expression> all, int offset) throws FormulaMistake {
        if (all.stream().allMatch(Constant::isUntypedNull)) {
            return all;
        }
        ValueType common = Types.common(all)
                .orElseThrow(() -> new FormulaMistake(
                        offset,
                        "these have no common type: "
                                + String.join(
                                        ", ",
                                        all.stream()
                                                .map(e -> e.type().word())
                                                .distinct()
                                                .toList()),
                        "cast them to one"));
        List<Expression> same = new ArrayList<>();
        for (Expression e : all) {
            same.add(Types.wanted(e, common, offset));
        }
        return same;
    }

    List<Expression> bindAll(SqlCall call) throws FormulaMistake {
        List<Expression> all = new ArrayList<>();
        for (SqlNode operand : call.getOperandList()) {
            all.add(bind(operand));
        }
        return all;
    }

    List<Expression> bindAll(SqlNodeList list) throws FormulaMistake {
        List<Expression> all = new ArrayList<>();
        for (SqlNode element : list) {
            all.add(bind(element));
        }
        return all;
    }

    private List<Integer> offsets(SqlCall call) {
        return call.getOperandList().stream().map(this::offset).toList();
    }

    FormulaMistake unsupported(SqlNode node, String what) {
        String kind = node instanceof SqlBasicCall call ? call.getOperator().getName() : what;
        return new FormulaMistake(
                offset(node), "not part of formulas: " + kind, "docs/formulas.md lists what formulas can say");
    }
}
