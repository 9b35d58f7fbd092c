package io.twinlake.twin;

import io.twinlake.twin.StreamDefinition.Reorder;
import io.twinlake.twin.YamlValue.YamlEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads what feeds a twin: streams, their telemetry, keys, times and privacy. */
final class StreamParser {

    /** A stream as written, its formulas not yet compiled. */
    record Draft(
            String name,
            String stream,
            List<Telemetry> telemetry,
            Layout layout,
            StreamText text,
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
                        .forEach(field -> TelemetryParser.read(field, layout).ifPresent(telemetry::add)));
        return new Draft(name, stream, telemetry, layout.build(), StreamTextParser.read(parts), key, time);
    }

    /** The stream with its formulas compiled, as far as it has no mistake. */
    static Optional<StreamDefinition> compiled(
            int index, Draft draft, Names names, StreamPrivacy privacy, OnError.Action lateByDefault) {
        var key = new KeyParser(index, draft, names);
        Optional<Formula> keyFormula = key.key();
        Optional<StreamDefinition.Time> time =
                draft.time().flatMap(t -> time(t, new EventTimeParser(index, draft, names), lateByDefault));
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
                privacy,
                draft.text()));
    }

    private static Optional<StreamDefinition.Time> time(
            YamlValue value, EventTimeParser eventTimes, OnError.Action lateByDefault) {
        YamlParts parts = value.parts(YamlWords.TIME);
        Optional<StreamDefinition.EventTime> eventTime =
                parts.required("event_time", "at").flatMap(e -> eventTimes.read(e, parts));
        Duration lateness = parts.get("lateness").flatMap(YamlValue::duration).orElse(Duration.ZERO);
        Optional<Duration> idleAfter = parts.get("idle_after").flatMap(YamlValue::positiveDuration);
        Reorder reorder = parts.get("reorder")
                .flatMap(r -> r.oneOf(Arrays.asList(Reorder.values())))
                .orElse(Reorder.ARRIVAL);
        OnError.Action late = parts.get("late").flatMap(OnErrorParser::late).orElse(lateByDefault);
        Optional<Duration> skew = parts.get("max_future_skew").flatMap(YamlValue::duration);
        return eventTime.map(of -> new StreamDefinition.Time(of, lateness, idleAfter, reorder, late, skew));
    }
}
