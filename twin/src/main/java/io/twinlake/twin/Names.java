package io.twinlake.twin;

import io.twinlake.twin.TwinDefinition.Held;
import io.twinlake.twin.TwinDefinition.HeldField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names of one definition while its formulas are compiled: fields by stream, columns of the state. */
final class Names {

    /** A stream's name and fields. */
    record StreamFields(String name, Layout layout) {}

    private final List<StreamFields> streams;
    private final boolean holdsReadings;
    private final Layout.Builder state = Layout.builder();
    private final Map<String, Layout.Slot> stateByName = new LinkedHashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final Layout.Builder held = Layout.builder();
    private final List<HeldField> heldFields = new ArrayList<>();

    /** Takes whether readings outlast their event: there are timers or several streams. */
    Names(List<StreamFields> streams, boolean holdsReadings) {
        this.streams = List.copyOf(streams);
        this.holdsReadings = holdsReadings;
    }

    List<StreamFields> streams() {
        return streams;
    }

    boolean holdsReadings() {
        return holdsReadings;
    }

    Layout.Slot addState(String column, ValueType type) {
        Layout.Slot slot = state.add(column, type);
        stateByName.put(column.toLowerCase(Locale.ROOT), slot);
        return slot;
    }

    /** A name whose mistake is told: formulas that use it are not to be told again. */
    void refuse(String name) {
        refused.add(name.toLowerCase(Locale.ROOT));
    }

    boolean isRefused(String name) {
        return refused.contains(name.toLowerCase(Locale.ROOT));
    }

    Optional<Layout.Slot> state(String column) {
        return Optional.ofNullable(stateByName.get(column.toLowerCase(Locale.ROOT)));
    }

    List<String> stateNames() {
        return stateByName.values().stream().map(Layout.Slot::name).toList();
    }

    /** Where the field's last reading is held. */
    Layout.Slot hold(int stream, Layout.Slot telemetry) {
        for (HeldField field : heldFields) {
            if (field.stream() == stream && field.telemetry().equals(telemetry)) {
                return field.held();
            }
        }
        Layout.Slot slot = held.add(streams.get(stream).name() + "." + telemetry.name(), telemetry.type());
        heldFields.add(new HeldField(stream, telemetry, slot));
        return slot;
    }

    Layout stateLayout() {
        return state.build();
    }

    Held held() {
        return new Held(held.build(), heldFields);
    }
}
