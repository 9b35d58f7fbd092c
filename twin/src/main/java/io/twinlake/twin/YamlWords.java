package io.twinlake.twin;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The words that a part of a definition knows, and those that come later and are refused by name.
 *
 * @param known in the order that messages name them
 */
record YamlWords(List<String> known, Set<String> later) {

    static final YamlWords DEFINITION = of(
                    "twinlake",
                    "kind",
                    "namespace",
                    "name",
                    "version",
                    "description",
                    "source",
                    "sources",
                    "key",
                    "time",
                    "attributes",
                    "properties",
                    "privacy",
                    "expiry",
                    "on_error",
                    "table")
            .later("components", "events", "relationships", "rollups", "dedupe");
    static final YamlWords SOURCE =
            of("stream", "telemetry", "encoding", "max_record_bytes", "csv").later("dedupe");
    static final YamlWords SOURCES_ENTRY = of(
                    "stream", "telemetry", "key", "time", "encoding", "max_record_bytes", "csv")
            .later("dedupe");
    static final YamlWords CSV = of("delimiter", "decimal", "skip", "null", "columns");
    static final YamlWords TELEMETRY =
            of("type", "unit", "path", "format", "zone", "range", "description").later("enum", "default", "name");
    static final YamlWords KEY = of("expr", "require").later("from");
    static final YamlWords TIME =
            of("event_time", "format", "zone", "lateness", "idle_after", "reorder", "late", "max_future_skew");
    static final YamlWords ATTRIBUTE = of("type", "expr", "unit", "description").later("lookup", "default", "settle");
    static final YamlWords PRIVACY = of("action", "with", "key_ref").later("rotate", "to", "precision");
    static final YamlWords EXPIRY = of("after", "of", "emit").later("when");
    static final YamlWords ON_ERROR = of("parse", "expression", "late", "stop_if");
    static final YamlWords STOP_IF = of("dead_letter_ratio", "over");
    static final YamlWords TABLE = of("name", "clustering", "retention").later("properties", "partitioning");

    static YamlWords of(String... known) {
        return new YamlWords(List.of(known), Set.of());
    }

    /** The same with words that come later. */
    YamlWords later(String... words) {
        return new YamlWords(known, new TreeSet<>(Set.of(words)));
    }
}
