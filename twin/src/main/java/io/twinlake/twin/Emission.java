package io.twinlake.twin;

import java.util.ArrayList;
import java.util.List;

/** {@code emit} at work: which changes of a rule make a row. */
final class Emission implements Emit.Cases<Emission.Kind> {

    /** What makes a row. */
    enum Kind {
        CHANGE,
        CLOSE,
        EVERY,
        WITH,
        NEVER
    }

    private final Kind kind;
    private final List<Layout.Slot> columns;
    private final List<Layout.Slot> written = new ArrayList<>();
    private final long periodMicros;
    private final boolean closes;

    /** Takes {@code closes}: whether it is a window or a dwell, whose end makes a row. */
    Emission(Emit emit, List<Layout.Slot> columns, boolean closes, Rule.Place place) {
        this.columns = columns;
        this.closes = closes;
        this.kind = emit.match(this);
        this.periodMicros = emit instanceof Emit.Every every ? place.micros(every.period()) : 0;
        if (kind == Kind.EVERY || kind == Kind.WITH) {
            columns.forEach(column -> written.add(place.slot("written." + column.name(), column.type())));
        }
    }

    boolean isVisible() {
        return kind != Kind.NEVER;
    }

    /** Whether every change of the visible value makes a row, so that the value is always the last row's. */
    boolean isShownAtOnce() {
        return kind == Kind.CHANGE || kind == Kind.CLOSE;
    }

    /** Where the last row's value is kept, as it may be another one; empty where it isn't, or not needed. */
    List<Layout.Slot> written() {
        return List.copyOf(written);
    }

    boolean isPeriodic() {
        return kind == Kind.EVERY;
    }

    /** Whether what happened to that rule at this instant makes a row. */
    boolean makesRow(Moment moment, int rule) {
        return kind == Kind.CLOSE ? moment.closed(rule) : kind == Kind.CHANGE && moment.changed(rule);
    }

    /** Whether the visible value is distinct from the last row's. */
    boolean differsFromRow(Moment moment, int rule) {
        return switch (kind) {
            case NEVER -> false;
            case CHANGE, CLOSE -> moment.changed(rule);
            case EVERY, WITH -> differsFromRow(moment.state);
        };
    }

    /** Whether the visible value is distinct from what is kept of the last row. */
    boolean differsFromRow(Slots state) {
        for (int i = 0; i < written.size(); i++) {
            if (SlotOrder.differ(state, columns.get(i), state, written.get(i))) {
                return true;
            }
        }
        return false;
    }

    boolean hasValue(Slots state) {
        if (kind == Kind.NEVER) {
            return false;
        }
        for (Layout.Slot column : columns) {
            if (!state.isNull(column)) {
                return true;
            }
        }
        return false;
    }

    /** A row has been written. */
    void remember(Slots state) {
        for (int i = 0; i < written.size(); i++) {
            state.copy(written.get(i), state, columns.get(i));
        }
    }

    /** The next multiple of the period, if a row would be due then. */
    long due(Slots state, long now) {
        return differsFromRow(state) ? Twin.later(Times.multiple(now, periodMicros), periodMicros) : Twin.NEVER;
    }

    boolean isDue(Slots state, long now) {
        return Math.floorMod(now, periodMicros) == 0 && differsFromRow(state);
    }

    @Override
    public Kind onChange(Emit.OnChange emit) {
        return Kind.CHANGE;
    }

    @Override
    public Kind onClose(Emit.OnClose emit) {
        return closes ? Kind.CLOSE : Kind.CHANGE;
    }

    @Override
    public Kind every(Emit.Every emit) {
        return Kind.EVERY;
    }

    @Override
    public Kind never(Emit.Never emit) {
        return Kind.NEVER;
    }

    @Override
    public Kind with(Emit.With emit) {
        return Kind.WITH;
    }
}
