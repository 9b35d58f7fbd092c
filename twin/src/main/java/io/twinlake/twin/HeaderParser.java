package io.twinlake.twin;

import io.twinlake.format.FolderName;
import io.twinlake.format.TwinShape;
import io.twinlake.twin.TwinDefinition.Expiry;
import io.twinlake.twin.TwinDefinition.Table;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads what a definition is called, where its rows go, and when its twins end. */
final class HeaderParser {

    private static final String LANGUAGE = "v1alpha1";
    private static final String DEFAULT_SUFFIX = "_state";
    private static final List<String> SORTED_BY = List.of(TwinShape.KEY, TwinShape.OBSERVED_AT);

    private final String namespace;
    private final String name;
    private final int version;
    private final String description;
    private final Table table;

    HeaderParser(YamlParts parts) {
        parts.required("twinlake", LANGUAGE)
                .ifPresent(v -> v.text()
                        .filter(t -> !t.equals(LANGUAGE))
                        .ifPresent(
                                t -> v.problem("the language '" + t + "' is unknown", "write twinlake: " + LANGUAGE)));
        parts.required("kind", "TwinType");
        this.namespace = parts.required("namespace", "plant")
                .flatMap(YamlValue::identifier)
                .orElse("");
        this.name =
                parts.required("name", "thing").flatMap(YamlValue::identifier).orElse("");
        this.version = parts.get("version").flatMap(HeaderParser::positive).orElse(1);
        this.description = parts.get("description").flatMap(YamlValue::text).orElse("");
        this.table = parts.get("table").map(this::table).orElseGet(() -> tableByDefault(parts));
    }

    String namespace() {
        return namespace;
    }

    String name() {
        return name;
    }

    int version() {
        return version;
    }

    String description() {
        return description;
    }

    Table table() {
        return table;
    }

    private static Optional<Integer> positive(YamlValue value) {
        return value.wholeNumber().filter(number -> {
            if (number < 1) {
                value.problem("version " + number + " is less than 1", "count versions from 1");
            }
            return number >= 1;
        });
    }

    private Table tableByDefault(YamlParts parts) {
        parts.get("namespace").ifPresent(at -> checkFolder(at, namespace));
        parts.get("name").filter(at -> !name.isEmpty()).ifPresent(at -> checkFolder(at, name + DEFAULT_SUFFIX));
        return new Table(namespace, name + DEFAULT_SUFFIX, Optional.empty());
    }

    private Table table(YamlValue value) {
        YamlParts parts = value.parts(YamlWords.TABLE);
        parts.get("clustering").ifPresent(HeaderParser::clustering);
        Optional<Duration> retention = parts.get("retention").flatMap(YamlValue::positiveDuration);
        Table byDefault = new Table(namespace, name + DEFAULT_SUFFIX, Optional.empty());
        Optional<YamlValue> qualified = parts.get("name");
        String text = qualified.flatMap(YamlValue::text).orElse(byDefault.qualifiedName());
        String[] names = text.contains(".") ? text.split("\\.", -1) : new String[] {namespace, text};
        boolean valid = names.length == 2
                && List.of(names).stream()
                        .allMatch(n -> n.matches("[A-Za-z_][A-Za-z0-9_]*") || (n.isEmpty() && namespace.isEmpty()));
        if (!valid) {
            qualified.ifPresent(q ->
                    q.problem("'" + text + "' is not the name of a table", "write name: " + byDefault.qualifiedName()));
            return byDefault;
        }
        for (String folder : names) {
            qualified.ifPresent(q -> checkFolder(q, folder));
        }
        return new Table(names[0], names[1], retention);
    }

    /** Namespaces and tables become folders of the lake. */
    private static void checkFolder(YamlValue at, String folder) {
        if (!folder.isEmpty() && !at.file().isRecorded()) {
            FolderName.objection(folder).ifPresent(o -> at.problem(o.problem(), o.remedy()));
        }
    }

    /** Files are sorted by key and time as it is. */
    private static void clustering(YamlValue value) {
        List<String> columns =
                value.list().stream().flatMap(c -> c.text().stream()).toList();
        if (!columns.isEmpty() && !columns.equals(SORTED_BY)) {
            value.later("clustering: " + columns);
        }
    }

    static Optional<Expiry> expiry(YamlValue value) {
        YamlParts parts = value.parts(YamlWords.EXPIRY);
        parts.get("of")
                .ifPresent(of ->
                        of.text().filter(t -> !t.equals("event_time")).ifPresent(t -> of.later("expiry of: " + t)));
        parts.get("emit")
                .ifPresent(emit ->
                        emit.text().filter(t -> !t.equals("expired")).ifPresent(t -> emit.later("expiry emit: " + t)));
        return parts.required("after", "15m")
                .flatMap(YamlValue::positiveDuration)
                .map(Expiry::new);
    }
}
