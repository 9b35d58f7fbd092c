package io.twinlake.twin;

import io.twinlake.twin.Reducer.Aggregate;
import io.twinlake.twin.Reducer.AggregateCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The aggregate functions of one window, gathered while its formulas are bound. */
final class Aggregates {

    private static final Map<String, Aggregate> BY_NAME = Map.ofEntries(
            Map.entry("count", Aggregate.COUNT),
            Map.entry("count_if", Aggregate.COUNT_IF),
            Map.entry("sum", Aggregate.SUM),
            Map.entry("avg", Aggregate.AVG),
            Map.entry("mean", Aggregate.AVG),
            Map.entry("min", Aggregate.MIN),
            Map.entry("max", Aggregate.MAX),
            Map.entry("first", Aggregate.FIRST),
            Map.entry("last", Aggregate.LAST),
            Map.entry("bool_and", Aggregate.BOOL_AND),
            Map.entry("every", Aggregate.BOOL_AND),
            Map.entry("bool_or", Aggregate.BOOL_OR),
            Map.entry("any", Aggregate.BOOL_OR));

    private final List<AggregateCall> calls = new ArrayList<>();
    private final Layout.Builder results = Layout.builder();

    static Optional<Aggregate> named(String function) {
        return Optional.ofNullable(BY_NAME.get(function.toLowerCase(Locale.ROOT)));
    }

    static List<String> names() {
        return BY_NAME.keySet().stream().sorted().toList();
    }

    List<AggregateCall> calls() {
        return calls;
    }

    Layout layout() {
        return results.build();
    }

    /** Adds a call and gives the expression that reads its result. */
    Expression add(Aggregate function, Optional<Formula> of) {
        ValueType type = resultType(function, of);
        Layout.Slot slot = results.add("call_" + calls.size(), type);
        calls.add(new AggregateCall(function, of, slot));
        return Access.of(slot, Evaluation::aggregates);
    }

    /** The type that an input must have, if the function wants a certain one. */
    static Optional<ValueType> inputType(Aggregate function, ValueType given) {
        return switch (function) {
            case COUNT_IF, BOOL_AND, BOOL_OR -> Optional.of(ValueType.BOOLEAN);
            case AVG -> Optional.of(ValueType.DOUBLE);
            case SUM ->
                given == ValueType.INT
                        ? Optional.of(ValueType.LONG)
                        : given.isNumeric() || given == ValueType.INTERVAL
                                ? Optional.empty()
                                : Optional.of(ValueType.DOUBLE);
            case COUNT, MIN, MAX, FIRST, LAST -> Optional.empty();
        };
    }

    private static ValueType resultType(Aggregate function, Optional<Formula> of) {
        return switch (function) {
            case COUNT, COUNT_IF -> ValueType.LONG;
            case AVG -> ValueType.DOUBLE;
            case SUM, MIN, MAX, FIRST, LAST, BOOL_AND, BOOL_OR ->
                of.orElseThrow().type();
        };
    }
}
