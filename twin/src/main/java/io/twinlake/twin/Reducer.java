package io.twinlake.twin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a property keeps of its inputs (the definition's side: formulas and numbers, no state). */
public sealed interface Reducer {

    /** One method a case. */
    interface Cases<R> {
        R last(Last reducer);

        R first(First reducer);

        R min(Min reducer);

        R max(Max reducer);

        R sum(Sum reducer);

        R count(Count reducer);

        R band(Band reducer);

        R deadband(Deadband reducer);

        R stateMachine(StateMachine reducer);

        R dwell(Dwell reducer);

        R ewma(Ewma reducer);

        R window(Window reducer);

        R computed(Computed reducer);
    }

    <R> R match(Cases<R> cases);

    /** The definition language's word for it. */
    String word();

    /** The newest value. The formula has the property's type, as in all that follow unless they say otherwise. */
    record Last(Formula of) implements Reducer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.last(this);
        }

        @Override
        public String word() {
            return "last";
        }
    }

    /** The first value of a life. */
    record First(Formula of) implements Reducer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.first(this);
        }

        @Override
        public String word() {
            return "first";
        }
    }

    /** The least value of a life. */
    record Min(Formula of) implements Reducer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.min(this);
        }

        @Override
        public String word() {
            return "min";
        }
    }

    /** The greatest value of a life. */
    record Max(Formula of) implements Reducer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.max(this);
        }

        @Override
        public String word() {
            return "max";
        }
    }

    /** The sum over a life; INT, LONG, DOUBLE or INTERVAL. */
    record Sum(Formula of) implements Reducer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.sum(this);
        }

        @Override
        public String word() {
            return "sum";
        }
    }

    /**
     * How many events were seen (those that the property's {@code when} lets pass); INT or LONG.
     *
     * @param of only events where it is not null are counted
     */
    record Count(Optional<Formula> of) implements Reducer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.count(this);
        }

        @Override
        public String word() {
            return "count";
        }

        /** What state images know it by. */
        @Override
        public String toString() {
            return of.map(counted -> "Count[of=" + counted + "]").orElse("Count[]");
        }
    }

    /** A band's name and the value from which on it is meant. The first band has no lower bound all the same. */
    record Edge(String band, double from) {}

    /** The name of the band that the value is in; {@code of} is DOUBLE, the property STRING. Edges ascend. */
    record Band(Formula of, List<Edge> edges, double hysteresis) implements Reducer {
        public Band {
            edges = List.copyOf(edges);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.band(this);
        }

        @Override
        public String word() {
            return "band";
        }
    }

    /** How a {@link Deadband} measures. */
    enum Measure {
        /** Absolute difference. */
        ABS,
        /** Difference in per cent of the last written value's absolute. */
        PCT,
        /** Great circle; the property is a GEO_POINT. */
        METRES
    }

    /** The last written value, until the new one is that far away. */
    record Deadband(Formula of, Measure measure, double amount) implements Reducer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.deadband(this);
        }

        @Override
        public String word() {
            return "deadband";
        }
    }

    /** A state and the condition to enter it. */
    record Guard(String state, Formula when) {}

    /** The state whose guard is the first true one; none true: stays. The property is a STRING. */
    record StateMachine(Optional<String> initial, List<Guard> guards) implements Reducer {
        public StateMachine {
            guards = List.copyOf(guards);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.stateMachine(this);
        }

        @Override
        public String word() {
            return "state_machine";
        }
    }

    /** How long the condition held, when it ends; {@code holds} is BOOLEAN, the property INTERVAL. */
    record Dwell(Formula holds) implements Reducer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.dwell(this);
        }

        @Override
        public String word() {
            return "dwell";
        }
    }

    /** Exponentially weighted moving average; {@code of} and the property are DOUBLE. */
    record Ewma(Formula of, Duration halfLife) implements Reducer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.ewma(this);
        }

        @Override
        public String word() {
            return "ewma";
        }
    }

    /** Aggregate functions that stand in a window's formulas. */
    enum Aggregate {
        /** Without input: all events. With one: those where it is not null. LONG. */
        COUNT,
        /** Events where the BOOLEAN input is true. LONG. */
        COUNT_IF,
        /** LONG of INT and LONG (overflow is an error), DOUBLE of DOUBLE, INTERVAL of INTERVAL. */
        SUM,
        /** DOUBLE of a DOUBLE input. */
        AVG,
        MIN,
        MAX,
        /** The first that is not null. */
        FIRST,
        /** The last that is not null. */
        LAST,
        /** BOOLEAN. */
        BOOL_AND,
        /** BOOLEAN. */
        BOOL_OR
    }

    /**
     * One accumulator of a window. Null inputs are not seen; without any input the result is null, but 0 for counts.
     *
     * @param result where its result is expected, in {@link Window#callLayout}
     */
    record AggregateCall(Aggregate function, Optional<Formula> of, Layout.Slot result) {}

    /**
     * One column of a window: a formula over the calls' results ({@link Evaluation#aggregates}).
     *
     * @param name of the column, {@code <property>_<aggregate>}
     */
    record AggregateColumn(String name, Formula result) {}

    /** Panes [start, end) from 1970 UTC, closed by the watermark. The property itself has no column. */
    record Window(Duration size, List<AggregateCall> calls, Layout callLayout, List<AggregateColumn> columns)
            implements Reducer {
        public Window {
            calls = List.copyOf(calls);
            columns = List.copyOf(columns);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.window(this);
        }

        @Override
        public String word() {
            return "window";
        }
    }

    /** The formula's value, whenever an input changes; nulls too. */
    record Computed(Formula formula) implements Reducer {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.computed(this);
        }

        @Override
        public String word() {
            return "formula";
        }
    }
}
