package io.twinlake.twin;

import io.twinlake.format.Nearest;
import io.twinlake.twin.StreamDefinition.Reorder;
import io.twinlake.twin.Telemetry.Range;
import io.twinlake.twin.Telemetry.TimeFormat;
import io.twinlake.twin.Telemetry.WireType;
import io.twinlake.twin.YamlValue.YamlEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads what feeds a twin: streams, their telemetry, keys, times and privacy. */
final class StreamParser {

    private static final Map<String, TimeFormat> FORMATS = Map.of(
            "iso8601", new TimeFormat.Iso8601(),
            "epoch_s", new TimeFormat.Epoch(Times.SECOND),
            "epoch_ms", new TimeFormat.Epoch(1000),
            "epoch_us", new TimeFormat.Epoch(1));

    /** A stream as written, its formulas not yet compiled. */
    record Draft(
            String name,
            String stream,
            List<Telemetry> telemetry,
            Layout layout,
            Optional<YamlValue> key,
            Optional<YamlValue> time) {}

    private StreamParser() {}

    /** The streams of a definition, whose own key and time are what a stream without has. */
    static List<Draft> streams(YamlParts definition) {
        Optional<YamlValue> one = definition.get("source");
        Optional<YamlValue> several = definition.get("sources");
        if (one.isPresent() && several.isPresent()) {
            several.get().problem("source and sources stand side by side", "take one away");
        }
        if (several.isPresent()) {
            return several.get().entries().stream()
                    .filter(entry -> entry.key().checkIdentifier(entry.name()))
                    .map(entry -> entry(entry, definition))
                    .toList();
        }
        Optional<YamlValue> source = definition.required("source", "{stream: …, telemetry: {…}}");
        if (source.isEmpty()) {
            return List.of();
        }
        if (source.get().isScalar()) {
            source.get().later("source without a stream");
            return List.of();
        }
        YamlParts parts = source.get().parts(YamlWords.SOURCE);
        String name =
                parts.required("stream", "events").flatMap(YamlValue::text).orElse("events");
        return List.of(draft(name, name, parts, definition.get("key"), definition.get("time")));
    }

    private static Draft entry(YamlEntry entry, YamlParts definition) {
        YamlParts parts = entry.value().parts(YamlWords.SOURCES_ENTRY);
        String stream = parts.get("stream").flatMap(YamlValue::text).orElse(entry.name());
        return draft(
                entry.name(),
                stream,
                parts,
                parts.get("key").or(() -> definition.get("key")),
                parts.get("time").or(() -> definition.get("time")));
    }

    private static Draft draft(
            String name, String stream, YamlParts parts, Optional<YamlValue> key, Optional<YamlValue> time) {
        var layout = Layout.builder();
        List<Telemetry> telemetry = new ArrayList<>();
        parts.required("telemetry", "{field: {type: string}}")
                .ifPresent(fields -> fields.entries()
                        .forEach(field -> telemetry(field, layout).ifPresent(telemetry::add)));
        return new Draft(name, stream, telemetry, layout.build(), key, time);
    }

    private static Optional<Telemetry> telemetry(YamlEntry field, Layout.Builder layout) {
        if (field.value().isScalar()) {
            return type(field.value())
                    .map(type -> new Telemetry(
                            field.name(),
                            type,
                            new TimeFormat.Iso8601(),
                            Optional.empty(),
                            Optional.empty(),
                            layout.add(field.name(), type.value())));
        }
        YamlParts parts = field.value().parts(YamlWords.TELEMETRY);
        Optional<WireType> type = parts.required("type", "string").flatMap(StreamParser::type);
        if (type.isEmpty()) {
            layout.add(field.name(), ValueType.STRING);
            return Optional.empty();
        }
        return Optional.of(new Telemetry(
                field.name(),
                type.get(),
                parts.get("format").flatMap(f -> format(f, type.get())).orElseGet(TimeFormat.Iso8601::new),
                parts.get("range").flatMap(r -> range(r, type.get())),
                parts.get("unit").flatMap(YamlValue::text),
                layout.add(field.name(), type.get().value())));
    }

    private static Optional<WireType> type(YamlValue value) {
        return value.oneOf(Arrays.asList(WireType.values()));
    }

    private static Optional<TimeFormat> format(YamlValue value, WireType type) {
        if (type != WireType.TIMESTAMP && type != WireType.DATE) {
            value.problem("a " + type.name().toLowerCase(Locale.ROOT) + " has no format", "take format away");
            return Optional.empty();
        }
        return value.text().flatMap(word -> {
            TimeFormat known = FORMATS.get(word);
            if (known instanceof TimeFormat.Epoch && type == WireType.DATE) {
                value.problem("a date is not written as " + word, "make it a timestamp");
                return Optional.empty();
            }
            return known != null ? Optional.of(known) : pattern(value, word);
        });
    }

    private static Optional<TimeFormat> pattern(YamlValue value, String pattern) {
        var format = new TimeFormat.Pattern(pattern);
        try {
            format.formatter();
            return Optional.of(format);
        } catch (IllegalArgumentException e) {
            value.problem(
                    "'" + pattern + "' is neither a format nor a pattern: " + e.getMessage(),
                    "write iso8601, epoch_s, epoch_ms, epoch_us or a pattern as yyyy-MM-dd HH:mm:ss");
            return Optional.empty();
        }
    }

    private static Optional<Range> range(YamlValue value, WireType type) {
        if (!type.value().isNumeric()) {
            value.problem("a " + type.name().toLowerCase(Locale.ROOT) + " has no range", "take range away");
            return Optional.empty();
        }
        List<YamlValue> bounds = value.list();
        if (bounds.size() != 2) {
            value.problem("a range has two bounds", "write range: [0, 100]");
            return Optional.empty();
        }
        double from = bound(bounds.get(0), Double.NEGATIVE_INFINITY);
        double to = bound(bounds.get(1), Double.POSITIVE_INFINITY);
        if (from > to) {
            value.problem("the range's bounds " + from + " and " + to + " are in the wrong order", "swap them");
        }
        return Optional.of(new Range(from, to));
    }

    /** {@code null} and {@code ~} leave the side open. */
    private static double bound(YamlValue value, double open) {
        boolean none = value.node() instanceof ScalarNode scalar
                && List.of("", "~", "null").contains(scalar.getValue());
        return none ? open : value.number().orElse(open);
    }

    /** The stream with its formulas compiled, as far as it has no mistake. */
    static Optional<StreamDefinition> compiled(
            int index, Draft draft, Names names, Map<String, Privacy> privacy, OnError.Action lateByDefault) {
        var key = new KeyParser(index, draft, names);
        Optional<Formula> keyFormula = key.key();
        Optional<StreamDefinition.Time> time = draft.time().flatMap(t -> time(t, draft, lateByDefault));
        if (keyFormula.isEmpty() || time.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StreamDefinition(
                draft.name(),
                draft.stream(),
                draft.telemetry(),
                draft.layout(),
                keyFormula.get(),
                key.require(),
                time.get(),
                privacy));
    }

    private static Optional<StreamDefinition.Time> time(YamlValue value, Draft draft, OnError.Action lateByDefault) {
        YamlParts parts = value.parts(YamlWords.TIME);
        Optional<Layout.Slot> eventTime = parts.required("event_time", "at").flatMap(e -> eventTime(e, draft));
        Duration lateness = parts.get("lateness").flatMap(YamlValue::duration).orElse(Duration.ZERO);
        Optional<Duration> idleAfter = parts.get("idle_after").flatMap(YamlValue::positiveDuration);
        Reorder reorder = parts.get("reorder")
                .flatMap(r -> r.oneOf(Arrays.asList(Reorder.values())))
                .orElse(Reorder.ARRIVAL);
        OnError.Action late = parts.get("late").flatMap(OnErrorParser::late).orElse(lateByDefault);
        Optional<Duration> skew = parts.get("max_future_skew").flatMap(YamlValue::duration);
        return eventTime.map(slot -> new StreamDefinition.Time(slot, lateness, idleAfter, reorder, late, skew));
    }

    private static Optional<Layout.Slot> eventTime(YamlValue value, Draft draft) {
        return value.text().flatMap(name -> {
            Optional<Layout.Slot> slot = draft.layout().find(name);
            List<String> times = draft.telemetry().stream()
                    .filter(t -> t.type() == WireType.TIMESTAMP)
                    .map(Telemetry::name)
                    .toList();
            if (slot.isEmpty()) {
                value.problem("no field '" + name + "' in " + draft.name(), Nearest.remedy(name, times));
            } else if (!times.contains(slot.get().name())) {
                value.problem("the field '" + name + "' is not of type timestamp", "declare its type: timestamp");
                return Optional.empty();
            }
            return slot;
        });
    }

    /** Each stream's private fields. */
    static List<Map<String, Privacy>> privacy(Optional<YamlValue> part, List<Draft> drafts) {
        List<Map<String, Privacy>> byStream = new ArrayList<>();
        drafts.forEach(draft -> byStream.add(new HashMap<>()));
        part.ifPresent(value -> value.entries().forEach(entry -> PrivacyParser.read(entry, drafts, byStream)));
        return byStream;
    }
}
