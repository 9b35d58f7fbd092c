package io.twinlake.twin;

import org.jspecify.annotations.Nullable;

/** Makes the parts of a property's rule and gives each its room in memory. */
final class Stages implements Reducer.Cases<Reduction> {

    private final Property property;
    private final Rule.Place place;
    private final long settleMicros;
    private final long dwellMicros;
    private final Reducer.@Nullable Deadband deadband;
    private final Reduction.Kept settled;
    private final Reduction.Kept taken;
    private final Rule.Since since;

    Stages(Property property, Rule.Place place) {
        this.property = property;
        this.place = place;
        this.settleMicros = Rules.micros(property.modifiers().settle());
        this.dwellMicros = Rules.micros(property.modifiers().minDwell());
        this.deadband = property.reducer() instanceof Reducer.Deadband some ? some : null;
        this.taken = kept(dwellMicros > 0 && deadband != null, "taken");
        this.settled = kept(settleMicros > 0 && (dwellMicros > 0 || deadband != null), "settled");
        this.since = sinceSlots();
    }

    Rule.Since since() {
        return since;
    }

    Rule.Parts parts() {
        Reduction reduction = property.reducer().match(this);
        boolean closes = property.reducer() instanceof Reducer.Window || property.reducer() instanceof Reducer.Dwell;
        return new Rule.Parts(
                property.when().orElse(null),
                reduction,
                settling(),
                dwelling(),
                deadband == null ? null : new Distance(deadband.measure(), deadband.amount(), visible()),
                new Emission(property.emit(), property.columns(), closes, place));
    }

    private @Nullable Settling settling() {
        Layout.Slot settledSince = since.settled();
        return settledSince == null ? null : new Settling(place, settleMicros, settled, settledSince);
    }

    private @Nullable Dwelling dwelling() {
        String initial = property.reducer() instanceof Reducer.StateMachine machine
                ? machine.initial().orElse(null)
                : null;
        return dwellMicros == 0 ? null : new Dwelling(place, dwellMicros, initial, taken);
    }

    private Rule.Since sinceSlots() {
        if (settleMicros == 0) {
            return new Rule.Since(null, null);
        }
        Layout.Slot column = property.since().orElse(null);
        Layout.Slot own = settled.isOwn() || column == null ? place.slot("settled_since", ValueType.TIMESTAMP) : column;
        return new Rule.Since(own, column);
    }

    private Layout.Slot visible() {
        return property.columns().get(0);
    }

    private Reduction.Kept kept(boolean isOwn, String part) {
        return new Reduction.Kept(isOwn ? place.slot(part, property.type()) : visible(), isOwn);
    }

    /** Room for what the reducer itself keeps, unless that is what is visible. */
    private Reduction.Kept reduced() {
        return kept(settleMicros > 0 || dwellMicros > 0, "reduced");
    }

    @Override
    public Reduction last(Reducer.Last reducer) {
        return new SimpleReductions.Last(reducer.of());
    }

    @Override
    public Reduction first(Reducer.First reducer) {
        return new SimpleReductions.First(reducer.of(), reduced());
    }

    @Override
    public Reduction min(Reducer.Min reducer) {
        return SimpleReductions.Extreme.least(reducer.of(), reduced());
    }

    @Override
    public Reduction max(Reducer.Max reducer) {
        return SimpleReductions.Extreme.greatest(reducer.of(), reduced());
    }

    @Override
    public Reduction sum(Reducer.Sum reducer) {
        return new SimpleReductions.Sum(reducer.of(), reduced(), place.where());
    }

    @Override
    public Reduction count(Reducer.Count reducer) {
        return new SimpleReductions.Count(reducer.of().orElse(null), reduced(), place.where());
    }

    @Override
    public Reduction band(Reducer.Band reducer) {
        return new Banding(reducer, place.slot("band", ValueType.INT));
    }

    @Override
    public Reduction deadband(Reducer.Deadband reducer) {
        return new SimpleReductions.Last(reducer.of());
    }

    @Override
    public Reduction stateMachine(Reducer.StateMachine reducer) {
        Reduction.Kept kept = kept(settleMicros > 0, "reduced");
        return new StateMachine(reducer, kept, kept.slot());
    }

    @Override
    public Reduction dwell(Reducer.Dwell reducer) {
        return new Stays(reducer.holds(), place.slot("start", ValueType.TIMESTAMP), place.rule());
    }

    @Override
    public Reduction ewma(Reducer.Ewma reducer) {
        return new SimpleReductions.Ewma(
                reducer.of(), place.micros(reducer.halfLife()), reduced(), place.slot("seen_at", ValueType.TIMESTAMP));
    }

    @Override
    public Reduction window(Reducer.Window reducer) {
        return new Panes(reducer, property.columns(), place);
    }

    @Override
    public Reduction computed(Reducer.Computed reducer) {
        return new SimpleReductions.Computed(reducer.formula());
    }
}
