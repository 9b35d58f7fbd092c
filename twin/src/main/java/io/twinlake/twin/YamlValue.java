package io.twinlake.twin;

import io.twinlake.format.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A value of a definition with its place. What is not of the kind asked for is told to the file and empty here.
 *
 * @param what it is, for messages: {@code lateness}
 */
record YamlValue(DefinitionFile file, String what, Node node) {

    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d)");
    /** The parser of formulas takes a time that grows with the square of their length. */
    private static final int LONGEST_FORMULA = 10_000;

    private static final Duration LONGEST = Duration.ofDays(Long.MAX_VALUE / Times.DAY);
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    void problem(String problem, String remedy) {
        file.problem(node.getStartMark(), problem, remedy);
    }

    /** Says that the feature comes later. */
    void later(String feature) {
        problem("not supported yet: " + feature, "leave it out until a later version");
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    Optional<String> text() {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return Optional.of(scalar.getValue());
        }
        problem(what + " is not a text", "write " + what + ": …");
        return Optional.empty();
    }

    /** The text as written, blank or not; empty if it is none, which is told. */
    String scalar() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        problem(what + " is not a text", "write " + what + ": …");
        return "";
    }

    /** The text of a formula, which stays in its place. */
    Optional<ScalarNode> formula() {
        return text().filter(this::isReadable).map(text -> (ScalarNode) node);
    }

    private boolean isReadable(String formula) {
        boolean readable = formula.length() <= LONGEST_FORMULA;
        if (!readable) {
            problem(
                    what + " is a formula of " + formula.length() + " characters, and one has at most "
                            + LONGEST_FORMULA,
                    "make properties of its parts");
        }
        return readable;
    }

    /** A name that columns, tables and formulas can have without quotes. */
    Optional<String> identifier() {
        return text().filter(this::checkIdentifier);
    }

    boolean checkIdentifier(String name) {
        if (name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            return true;
        }
        problem("'" + name + "' is not a name", "use letters, digits and _, not beginning with a digit");
        return false;
    }

    Optional<Double> number() {
        Optional<String> text = text();
        try {
            return text.map(Double::valueOf).filter(Double::isFinite).or(() -> notNumber(text));
        } catch (NumberFormatException e) {
            return notNumber(text);
        }
    }

    private Optional<Double> notNumber(Optional<String> text) {
        text.ifPresent(t -> problem(what + " '" + t + "' is not a number", "write a number as 2.5"));
        return Optional.empty();
    }

    Optional<Integer> wholeNumber() {
        return number().flatMap(number -> {
            if (number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE) {
                return Optional.of((int) (double) number);
            }
            problem(what + " is not a whole number", "write " + what + ": 1");
            return Optional.empty();
        });
    }

    /** {@code 100ms}, {@code 30s}, {@code 10m}, {@code 1h}, {@code 400d}, or 0. */
    Optional<Duration> duration() {
        return text().flatMap(text -> {
            Matcher parts = DURATION.matcher(text.strip());
            if (text.strip().equals("0")) {
                return Optional.of(Duration.ZERO);
            }
            if (!parts.matches() || parts.group(1).length() > 9) {
                problem(what + " '" + text + "' is not a duration", "write a whole number and ms, s, m, h or d: 30s");
                return Optional.empty();
            }
            return Optional.of(duration(parts)).filter(this::isCountable);
        });
    }

    private boolean isCountable(Duration duration) {
        boolean countable = duration.compareTo(LONGEST) <= 0;
        if (!countable) {
            problem(
                    what + " '" + text().orElse("") + "' is longer than " + LONGEST.toDays()
                            + "d, all the time that there is",
                    "write a shorter one: 36500d is a hundred years");
        }
        return countable;
    }

    private static Duration duration(Matcher parts) {
        Duration unit = UNITS.getOrDefault(parts.group(2), Duration.ZERO);
        return unit.multipliedBy(Long.parseLong(parts.group(1)));
    }

    /** A duration longer than nothing. */
    Optional<Duration> positiveDuration() {
        return duration().filter(duration -> {
            if (duration.isZero()) {
                problem(what + " is 0", "write a duration longer than that, or leave " + what + " out");
            }
            return !duration.isZero();
        });
    }

    /** One of the constants, written in lower case. */
    <E extends Enum<E>> Optional<E> oneOf(List<E> constants) {
        return text().flatMap(text -> {
            Optional<E> found = constants.stream()
                    .filter(c -> c.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst();
            if (found.isEmpty()) {
                List<String> words = constants.stream()
                        .map(c -> c.name().toLowerCase(Locale.ROOT))
                        .toList();
                problem(what + " '" + text + "' is unknown", Nearest.remedy(text, words));
            }
            return found;
        });
    }

    List<YamlValue> list() {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream()
                    .map(element -> new YamlValue(file, what, element))
                    .toList();
        }
        problem(what + " is not a list", "write " + what + ": [a, b]");
        return List.of();
    }

    /** The entries of a map whose keys are names of the user; each value is called by its key. */
    List<YamlEntry> entries() {
        if (!(node instanceof MappingNode mapping)) {
            problem(what + " is not a map", "write " + what + ": {name: …}");
            return List.of();
        }
        List<YamlEntry> entries = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            var key = new YamlValue(file, "a name in " + what, tuple.getKeyNode());
            key.text().ifPresent(name -> {
                boolean twice = entries.stream().anyMatch(e -> e.name().equalsIgnoreCase(name));
                if (twice) {
                    key.problem("'" + name + "' is twice in " + what, "take one away or rename it");
                } else {
                    entries.add(new YamlEntry(name, key, new YamlValue(file, name, tuple.getValueNode())));
                }
            });
        }
        return entries;
    }

    /** The parts of a map whose keys are words of the language. */
    YamlParts parts(YamlWords words) {
        return YamlParts.of(this, words);
    }

    /** One entry of a map by names. */
    record YamlEntry(String name, YamlValue key, YamlValue value) {}
}
