package io.twinlake.twin;

import io.twinlake.format.Nearest;
import io.twinlake.twin.Names.StreamFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What one formula sees: the fields of one stream or of all, and the twin's state, or not. */
final class RowScope implements Scope {

    private static final int ALL = -1;

    private final Names names;
    private final int onlyStream;
    private final boolean withState;
    private final Optional<Aggregates> aggregates;
    private final Set<Reference> reads = new HashSet<>();

    private RowScope(Names names, int onlyStream, boolean withState, Optional<Aggregates> aggregates) {
        this.names = names;
        this.onlyStream = onlyStream;
        this.withState = withState;
        this.aggregates = aggregates;
    }

    /** For keys: an event before its twin is known. */
    static Scope event(Names names, int stream) {
        return new RowScope(names, stream, false, Optional.empty());
    }

    /** For attributes: events of all streams, and times. */
    static Scope events(Names names) {
        return new RowScope(names, ALL, false, Optional.empty());
    }

    /** For properties. */
    static Scope twin(Names names) {
        return new RowScope(names, ALL, true, Optional.empty());
    }

    /** For the columns of a window. */
    static Scope window(Names names, Aggregates aggregates) {
        return new RowScope(names, ALL, true, Optional.of(aggregates));
    }

    @Override
    public boolean knows(String word) {
        return !fields(word).isEmpty() || names.state(word).isPresent() || names.isRefused(word);
    }

    @Override
    public Collection<String> names() {
        Set<String> all = new TreeSet<>();
        for (int i = 0; i < names.streams().size(); i++) {
            if (sees(i)) {
                names.streams().get(i).layout().slots().forEach(slot -> all.add(slot.name()));
            }
        }
        if (withState) {
            all.addAll(names.stateNames());
        }
        return all;
    }

    @Override
    public Set<Reference> reads() {
        return Set.copyOf(reads);
    }

    @Override
    public Optional<Aggregates> aggregates() {
        return aggregates;
    }

    @Override
    public Optional<String> noTime() {
        return onlyStream == ALL ? Optional.empty() : Optional.of("the twin is not known before its key");
    }

    @Override
    public void readsTime() {
        reads.add(new Reference.Time());
    }

    @Override
    public Expression resolve(Name name) throws FormulaMistake {
        return switch (name.qualifier().toLowerCase(Locale.ROOT)) {
            case "" -> bare(name);
            case "in" -> telemetry(name, fields(name.name()));
            case "state" -> state(name);
            default -> telemetry(name, qualified(name));
        };
    }

    private Expression bare(Name name) throws FormulaMistake {
        List<Field> fields = fields(name.name());
        if (!fields.isEmpty()) {
            return telemetry(name, fields);
        }
        return withState ? state(name) : telemetry(name, fields);
    }

    private Expression state(Name name) throws FormulaMistake {
        Optional<Layout.Slot> slot = withState ? names.state(name.name()) : Optional.empty();
        if (slot.isEmpty()) {
            throw unknown(name);
        }
        reads.add(new Reference.State(slot.get().name(), name.previous()));
        return Access.of(slot.get(), name.previous() ? Evaluation::before : Evaluation::state);
    }

    private Expression telemetry(Name name, List<Field> fields) throws FormulaMistake {
        if (fields.isEmpty()) {
            throw unknown(name);
        }
        if (fields.size() > 1) {
            List<String> choices = fields.stream()
                    .map(f -> names.streams().get(f.stream()).name() + "." + name.name())
                    .toList();
            throw new FormulaMistake(
                    name.offset(),
                    "'" + name.name() + "' is in several streams",
                    "write " + String.join(" or ", choices));
        }
        Field field = fields.get(0);
        reads.add(new Reference.Telemetry(field.stream(), field.slot().name(), name.previous()));
        if (name.previous()) {
            if (onlyStream != ALL) {
                throw new FormulaMistake(name.offset(), "prev() can't stand in a key", "use the event's own fields");
            }
            return Access.of(names.hold(field.stream(), field.slot()), Evaluation::held);
        }
        if (onlyStream == ALL && names.holdsReadings()) {
            return new TelemetryAccess(field.stream(), field.slot(), names.hold(field.stream(), field.slot()));
        }
        return Access.of(field.slot(), Evaluation::in);
    }

    private record Field(int stream, Layout.Slot slot) {}

    private boolean sees(int stream) {
        return onlyStream == ALL || onlyStream == stream;
    }

    private List<Field> fields(String name) {
        List<Field> found = new ArrayList<>();
        for (int i = 0; i < names.streams().size(); i++) {
            int stream = i;
            if (sees(i)) {
                names.streams().get(i).layout().find(name).ifPresent(slot -> found.add(new Field(stream, slot)));
            }
        }
        return found;
    }

    private List<Field> qualified(Name name) throws FormulaMistake {
        for (int i = 0; i < names.streams().size(); i++) {
            StreamFields stream = names.streams().get(i);
            if (stream.name().equalsIgnoreCase(name.qualifier()) && sees(i)) {
                int index = i;
                return stream.layout()
                        .find(name.name())
                        .map(slot -> List.of(new Field(index, slot)))
                        .orElse(List.of());
            }
        }
        if (names.isRefused(name.qualifier())) {
            throw FormulaMistake.consequence();
        }
        List<String> qualifiers = new ArrayList<>(List.of("in", "state"));
        names.streams().forEach(s -> qualifiers.add(s.name()));
        throw new FormulaMistake(
                name.offset(),
                "unknown name '" + name + "': no stream '" + name.qualifier() + "'",
                Nearest.remedy(name.qualifier(), qualifiers));
    }

    private FormulaMistake unknown(Name name) {
        if (names.isRefused(name.name())) {
            return FormulaMistake.consequence();
        }
        if (!withState && names.state(name.name()).isPresent()) {
            return new FormulaMistake(
                    name.offset(), "'" + name + "' is a property or attribute", "use telemetry only in this formula");
        }
        return new FormulaMistake(name.offset(), "unknown name '" + name + "'", Nearest.remedy(name.name(), names()));
    }
}
