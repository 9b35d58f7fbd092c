package io.twinlake.twin;

import io.twinlake.format.Nearest;
import io.twinlake.twin.YamlValue.YamlEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code privacy}: a field, or {@code stream.field}, and what happens to it; {@code unknown} and that it is dropped. */
final class PrivacyParser {

    private static final String UNKNOWN = "unknown";

    private final List<StreamParser.Draft> drafts;
    private final List<Map<String, Privacy>> byStream = new ArrayList<>();
    private boolean dropsUnknown;

    private PrivacyParser(List<StreamParser.Draft> drafts) {
        this.drafts = drafts;
        drafts.forEach(draft -> byStream.add(new HashMap<>()));
    }

    /** What is private of each stream. */
    static List<StreamPrivacy> read(Optional<YamlValue> part, List<StreamParser.Draft> drafts) {
        PrivacyParser parser = new PrivacyParser(drafts);
        part.ifPresent(value -> value.entries().forEach(parser::read));
        return parser.byStream.stream()
                .map(fields -> new StreamPrivacy(fields, parser.dropsUnknown))
                .toList();
    }

    private void read(YamlEntry entry) {
        if (entry.name().equals(UNKNOWN) && entry.value().isScalar()) {
            dropsUnknown = entry.value().text().filter("drop"::equals).isPresent();
            if (!dropsUnknown) {
                entry.value().problem("fields that are not declared can only be dropped", "write unknown: drop");
            }
            return;
        }
        String name = StreamPrivacy.known(entry.name());
        List<Integer> streams = new ArrayList<>();
        List<Telemetry> fields = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            for (Telemetry field : drafts.get(i).telemetry()) {
                if (StreamPrivacy.known(field.name()).equals(name)
                        || StreamPrivacy.known(drafts.get(i).name() + "." + field.name())
                                .equals(name)) {
                    streams.add(i);
                    fields.add(field);
                }
            }
        }
        if (fields.isEmpty()) {
            unknown(entry);
            return;
        }
        action(entry.value()).ifPresent(privacy -> {
            for (int i = 0; i < fields.size(); i++) {
                if (isPossible(entry, privacy, fields.get(i))) {
                    byStream.get(streams.get(i)).put(fields.get(i).name(), privacy);
                }
            }
        });
    }

    private void unknown(YamlEntry entry) {
        if (entry.name().equals("detect")) {
            entry.key().later("detect");
            return;
        }
        List<String> names = drafts.stream()
                .flatMap(d -> d.telemetry().stream())
                .map(Telemetry::name)
                .toList();
        String remedy = entry.name().equals(UNKNOWN)
                ? "write unknown: drop, for all fields that are not declared"
                : Nearest.remedy(entry.name(), names);
        entry.key().problem("no field '" + entry.name() + "' to keep private", remedy);
    }

    private static boolean isPossible(YamlEntry entry, Privacy privacy, Telemetry field) {
        boolean possible = privacy instanceof Privacy.Drop || field.type() == Telemetry.WireType.STRING;
        if (!possible) {
            entry.value().problem("'" + field.name() + "' is no string: it can only be dropped", "write action: drop");
        }
        return possible;
    }

    private static Optional<Privacy> action(YamlValue value) {
        YamlParts parts = value.parts(YamlWords.PRIVACY);
        Optional<YamlValue> action = parts.required("action", "mask");
        Optional<String> word = action.flatMap(YamlValue::text);
        if (word.isEmpty()) {
            return Optional.empty();
        }
        return switch (word.get()) {
            case "drop" -> Optional.of(new Privacy.Drop());
            case "mask" -> Optional.of(new Privacy.Mask());
            case "hash" -> hash(parts);
            case "generalise", "generalize" -> {
                action.get().later(word.get());
                yield Optional.empty();
            }
            default -> {
                action.get()
                        .problem(
                                "unknown action '" + word.get() + "'",
                                Nearest.remedy(word.get(), Set.of("drop", "mask", "hash")));
                yield Optional.empty();
            }
        };
    }

    private static Optional<Privacy> hash(YamlParts parts) {
        parts.get("with")
                .ifPresent(with -> with.text()
                        .filter(w -> !w.equals("hmac_sha256"))
                        .ifPresent(w -> with.problem("unknown hash '" + w + "'", "write with: hmac_sha256")));
        Optional<YamlValue> key = parts.required("key_ref", "\"env:VARIABLE\"");
        return key.flatMap(k -> k.text().flatMap(text -> {
            if (text.matches("env:[A-Za-z_][A-Za-z0-9_]*")) {
                return Optional.of((Privacy) new Privacy.Hash(text.substring(4)));
            }
            k.problem("key_ref '" + text + "' is no environment variable", "write key_ref: \"env:VARIABLE\"");
            return Optional.empty();
        }));
    }
}
