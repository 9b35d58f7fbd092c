package io.twinlake.twin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a definition would store, for people: {@code check} prints it.
 *
 * @param notes what may be otherwise than expected
 * @param columns of the table beyond those that every state table has
 */
public record DefinitionReport(
        String definition,
        String table,
        List<String> streams,
        List<Column> columns,
        List<String> timers,
        List<String> notes) {

    /**
     * A column.
     *
     * @param from what fills it
     * @param row when it makes a row
     */
    public record Column(String name, String type, String from, String row) {}

    public DefinitionReport {
        streams = List.copyOf(streams);
        columns = List.copyOf(columns);
        timers = List.copyOf(timers);
        notes = List.copyOf(notes);
    }

    public static DefinitionReport of(TwinDefinition definition) {
        return new DefinitionReport(
                definition.namespace() + "." + definition.name() + " version " + definition.version(),
                definition.table().qualifiedName(),
                definition.streams().stream().map(DefinitionReport::stream).toList(),
                columns(definition),
                timers(definition),
                notes(definition));
    }

    private static List<String> notes(TwinDefinition definition) {
        List<String> notes = new ArrayList<>();
        boolean hasTimers = !timers(definition).isEmpty();
        for (StreamDefinition stream : definition.streams()) {
            if (hasTimers && stream.time().idleAfter().isEmpty()) {
                notes.add("followed, no timer fires while stream " + stream.stream()
                        + " is silent; give its time idle_after: 1m, and it goes on without it");
            }
            if (stream.time().maxFutureSkew().isPresent()) {
                notes.add(
                        "max_future_skew of stream " + stream.stream() + " counts in followed runs alone: without"
                                + " --follow one event far in the future makes the others late; key: {require: …} can refuse it");
            }
        }
        return notes;
    }

    private static String stream(StreamDefinition stream) {
        String hidden = stream.privacy().fields().entrySet().stream()
                .map(e -> e.getKey() + " "
                        + e.getValue().getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(", "));
        return stream.stream() + ": key " + oneLine(stream.key())
                + stream.require().map(r -> " where " + oneLine(r)).orElse("")
                + ", time " + oneLine(stream.time().eventTime().formula())
                + ", lateness " + text(stream.time().lateness())
                + (hidden.isEmpty() ? "" : ", private " + hidden)
                + (stream.privacy().dropsUnknown() ? ", fields that are not declared dropped from dead letters" : "");
    }

    private static List<Column> columns(TwinDefinition definition) {
        List<Column> columns = new ArrayList<>();
        for (Attribute attribute : definition.attributes()) {
            columns.add(new Column(
                    attribute.name(), attribute.type().word(), "attribute " + oneLine(attribute.expr()), "on change"));
        }
        definition.properties().stream()
                .filter(Property::isVisible)
                .forEach(property -> columns(property).forEach(columns::add));
        return columns;
    }

    private static List<Column> columns(Property property) {
        List<Column> columns = new ArrayList<>();
        String unit = property.modifiers().unit().map(u -> " in " + u).orElse("");
        for (Layout.Slot slot : property.columns()) {
            columns.add(new Column(
                    slot.name(),
                    slot.type().word(),
                    property.reducer().word() + unit,
                    property.emit().match(new EmitText())));
        }
        property.since()
                .ifPresent(since -> columns.add(
                        new Column(since.name(), since.type().word(), "first seen of " + property.name(), "with it")));
        return columns;
    }

    private static List<String> timers(TwinDefinition definition) {
        List<String> timers = new ArrayList<>();
        for (Property property : definition.properties()) {
            var modifiers = property.modifiers();
            timer(property, "settle", modifiers.settle()).ifPresent(timers::add);
            timer(property, "min_dwell", modifiers.minDwell()).ifPresent(timers::add);
            timer(property, "max_silence", modifiers.maxSilence()).ifPresent(timers::add);
            if (property.reducer() instanceof Reducer.Window window) {
                timers.add(property.name() + ": window of " + text(window.size()));
            }
            if (property.emit() instanceof Emit.Every every) {
                timers.add(property.name() + ": every " + text(every.period()));
            }
        }
        definition.expiry().ifPresent(expiry -> timers.add("expiry after " + text(expiry.after())));
        return timers;
    }

    private static Optional<String> timer(Property property, String word, Optional<Duration> after) {
        return after.map(duration -> property.name() + ": " + word + " " + text(duration));
    }

    private static String oneLine(Formula formula) {
        return formula.text().strip().replaceAll("\\s+", " ");
    }

    /** As definitions write it: 90s, 10m, 400d. */
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = duration.toSeconds();
        return seconds % 86_400 == 0 && seconds > 0
                ? seconds / 86_400 + "d"
                : seconds % 3_600 == 0 && seconds > 0
                        ? seconds / 3_600 + "h"
                        : seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static final class EmitText implements Emit.Cases<String> {
        @Override
        public String onChange(Emit.OnChange emit) {
            return "on change";
        }

        @Override
        public String onClose(Emit.OnClose emit) {
            return "on close";
        }

        @Override
        public String every(Emit.Every emit) {
            return "every " + text(emit.period());
        }

        @Override
        public String never(Emit.Never emit) {
            return "never";
        }

        @Override
        public String with(Emit.With emit) {
            return "with " + emit.property();
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(definition).append(" -> table ").append(table).append('\n');
        streams.forEach(stream -> text.append("  stream ").append(stream).append('\n'));
        int name = columns.stream().mapToInt(c -> c.name().length()).max().orElse(0);
        int type = columns.stream().mapToInt(c -> c.type().length()).max().orElse(0);
        columns.forEach(c -> text.append("  column ")
                .append(padded(c.name(), name))
                .append(padded(c.type(), type))
                .append(c.row())
                .append(", by ")
                .append(c.from())
                .append('\n'));
        timers.forEach(timer -> text.append("  timer  ").append(timer).append('\n'));
        notes.forEach(note -> text.append("  note   ").append(note).append('\n'));
        return text.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length() + 2);
    }
}
