package io.twinlake.twin;

import io.twinlake.twin.Names.StreamFields;
import io.twinlake.twin.TwinDefinition.Expiry;
import io.twinlake.twin.YamlValue.YamlEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one document of kind {@code TwinType}. */
final class TwinTypeParser {

    private final DefinitionFile file;
    private final YamlParts parts;
    private final String text;

    TwinTypeParser(DefinitionFile file, YamlValue document, String text) {
        this.file = file;
        this.parts = document.parts(YamlWords.DEFINITION);
        this.text = text;
    }

    /** The definition, if it has no mistake. */
    Optional<TwinDefinition> definition() {
        int before = file.problemCount();
        var header = new HeaderParser(parts);
        List<StreamParser.Draft> streams = StreamParser.streams(parts);
        checkStreams(streams);
        List<YamlEntry> entries =
                parts.get("properties").map(YamlValue::entries).orElse(List.of());
        List<PropertyDraft> drafts =
                entries.stream().flatMap(e -> PropertyDraft.read(e).stream()).toList();
        Names names = names(streams, entries, drafts);
        Optional<YamlParts> onErrorParts = parts.get("on_error").map(v -> v.parts(YamlWords.ON_ERROR));
        OnError onError = OnErrorParser.read(onErrorParts);
        OnError.Action late = onErrorParts
                .flatMap(p -> p.get("late"))
                .flatMap(OnErrorParser::late)
                .orElse(OnError.Action.DEAD_LETTER);
        List<StreamDefinition> compiled = streams(streams, names, late);
        var state = new StateParser(file, names, parts.get("attributes"), drafts, streams.size());
        StateParser.State parsed = state.state();
        Optional<Expiry> expiry = parts.get("expiry").flatMap(HeaderParser::expiry);
        if (file.problemCount() > before) {
            return Optional.empty();
        }
        return Optional.of(new TwinDefinition(
                header.namespace(),
                header.name(),
                header.version(),
                header.description(),
                compiled,
                parsed.attributes(),
                parsed.properties(),
                parsed.evaluationOrder(),
                names.stateLayout(),
                names.held(),
                expiry,
                onError,
                header.table(),
                text));
    }

    private void checkStreams(List<StreamParser.Draft> drafts) {
        for (String part : List.of("key", "time")) {
            boolean missing = drafts.stream().anyMatch(d -> (part.equals("key") ? d.key() : d.time()).isEmpty());
            if (missing || drafts.isEmpty()) {
                parts.required(part, part.equals("key") ? "{expr: id}" : "{event_time: at}");
            }
        }
        for (int i = 0; i < drafts.size(); i++) {
            String stream = drafts.get(i).stream();
            if (drafts.subList(0, i).stream().anyMatch(d -> d.stream().equals(stream))) {
                parts.whole()
                        .problem(
                                "the stream '" + stream + "' is in two sources",
                                "make one source of it, with a key that tells the two apart");
            }
        }
        parts.get("key").filter(key -> drafts.isEmpty() && key.isMapping()).ifPresent(key -> key.parts(YamlWords.KEY));
    }

    /** The names that formulas can use: columns of windows are added when their types are known. */
    private Names names(List<StreamParser.Draft> streams, List<YamlEntry> entries, List<PropertyDraft> drafts) {
        boolean holds = streams.size() > 1 || drafts.stream().anyMatch(PropertyDraft::hasTimer);
        List<StreamFields> fields = new ArrayList<>();
        streams.forEach(s -> fields.add(new StreamFields(s.name(), s.layout())));
        var names = new Names(fields, holds);
        for (YamlEntry entry : entries) {
            if (drafts.stream().noneMatch(d -> d.name().equals(entry.name()))) {
                names.refuse(entry.name());
            }
        }
        for (String later : List.of("rollups", "relationships", "components", "events")) {
            laterNames(later).forEach(names::refuse);
        }
        return names;
    }

    private List<String> laterNames(String part) {
        return parts.later(part).filter(YamlValue::isMapping).map(YamlValue::entries).orElse(List.of()).stream()
                .map(YamlEntry::name)
                .toList();
    }

    private List<StreamDefinition> streams(List<StreamParser.Draft> drafts, Names names, OnError.Action late) {
        List<StreamPrivacy> privacy = PrivacyParser.read(parts.get("privacy"), drafts);
        List<StreamDefinition> streams = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            StreamParser.compiled(i, drafts.get(i), names, privacy.get(i), late).ifPresent(streams::add);
        }
        return streams;
    }
}
