package io.twinlake.twin;

import java.util.ArrayList;
import java.util.List;

/** The formulas that a reducer evaluates on events. */
final class ReducerFormulas implements Reducer.Cases<List<Formula>> {

    @Override
    public List<Formula> last(Reducer.Last reducer) {
        return List.of(reducer.of());
    }

    @Override
    public List<Formula> first(Reducer.First reducer) {
        return List.of(reducer.of());
    }

    @Override
    public List<Formula> min(Reducer.Min reducer) {
        return List.of(reducer.of());
    }

    @Override
    public List<Formula> max(Reducer.Max reducer) {
        return List.of(reducer.of());
    }

    @Override
    public List<Formula> sum(Reducer.Sum reducer) {
        return List.of(reducer.of());
    }

    @Override
    public List<Formula> count(Reducer.Count reducer) {
        return reducer.of().map(List::of).orElse(List.of());
    }

    @Override
    public List<Formula> band(Reducer.Band reducer) {
        return List.of(reducer.of());
    }

    @Override
    public List<Formula> deadband(Reducer.Deadband reducer) {
        return List.of(reducer.of());
    }

    @Override
    public List<Formula> stateMachine(Reducer.StateMachine reducer) {
        return reducer.guards().stream().map(Reducer.Guard::when).toList();
    }

    @Override
    public List<Formula> dwell(Reducer.Dwell reducer) {
        return List.of(reducer.holds());
    }

    @Override
    public List<Formula> ewma(Reducer.Ewma reducer) {
        return List.of(reducer.of());
    }

    @Override
    public List<Formula> window(Reducer.Window reducer) {
        List<Formula> formulas = new ArrayList<>();
        reducer.calls().forEach(call -> call.of().ifPresent(formulas::add));
        return formulas;
    }

    @Override
    public List<Formula> computed(Reducer.Computed reducer) {
        return List.of(reducer.formula());
    }
}
