package io.twinlake.twin;

import io.twinlake.format.Nearest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A map of words of the language, read once: unknown words, later ones and doubled ones are told to the file. */
final class YamlParts {

    private final YamlValue whole;
    private final Map<String, YamlValue> parts;

    /** A part that comes later may stand for one that is missing. */
    private final boolean hasLater;

    private YamlParts(YamlValue whole, Map<String, YamlValue> parts, boolean hasLater) {
        this.whole = whole;
        this.parts = parts;
        this.hasLater = hasLater;
    }

    static YamlParts of(YamlValue whole, YamlWords words) {
        Map<String, YamlValue> parts = new LinkedHashMap<>();
        if (whole.node() instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> read(whole, words, parts, tuple));
        } else {
            whole.problem(
                    whole.what() + " is not a map of " + String.join(", ", words.known()),
                    "write " + whole.what() + ": {" + words.known().get(0) + ": …}");
        }
        boolean hasLater = whole.node() instanceof MappingNode mapping
                && mapping.getValue().stream()
                        .anyMatch(t -> t.getKeyNode() instanceof ScalarNode key
                                && words.later().contains(key.getValue()));
        return new YamlParts(whole, parts, hasLater || !whole.isMapping());
    }

    private static void read(YamlValue whole, YamlWords words, Map<String, YamlValue> parts, NodeTuple tuple) {
        var key = new YamlValue(whole.file(), "a word in " + whole.what(), tuple.getKeyNode());
        Optional<String> word = key.text();
        if (word.isEmpty()) {
            return;
        }
        String name = word.get();
        if (words.later().contains(name)) {
            key.later(name);
        } else if (!words.known().contains(name)) {
            key.problem(
                    "unknown word '" + name + "' in " + whole.what(),
                    name.matches("\\w+")
                            ? Nearest.remedy(name, words.known())
                            : "inside { } put a formula with a comma or a bracket in quotes");
        } else if (parts.putIfAbsent(name, new YamlValue(whole.file(), name, tuple.getValueNode())) != null) {
            key.problem("'" + name + "' is twice in " + whole.what(), "take one away");
        }
    }

    YamlValue whole() {
        return whole;
    }

    boolean has(String word) {
        return parts.containsKey(word);
    }

    Optional<YamlValue> get(String word) {
        return Optional.ofNullable(parts.get(word));
    }

    /** A part that is refused because it comes later. */
    Optional<YamlValue> later(String word) {
        if (!(whole.node() instanceof MappingNode mapping)) {
            return Optional.empty();
        }
        return mapping.getValue().stream()
                .filter(t -> t.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(word))
                .map(t -> new YamlValue(whole.file(), word, t.getValueNode()))
                .findFirst();
    }

    /** Whether there is a word that comes later. */
    boolean hasLater() {
        return hasLater;
    }

    /** The part, which must be there. */
    Optional<YamlValue> required(String word, String example) {
        Optional<YamlValue> part = get(word);
        if (part.isEmpty() && !hasLater) {
            whole.problem(word + " is missing in " + whole.what(), "add " + word + ": " + example);
        }
        return part;
    }
}
