package io.twinlake.twin;

import io.twinlake.twin.OnError.Action;
import io.twinlake.twin.OnError.StopIf;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Reads {@code on_error}. */
final class OnErrorParser {

    private OnErrorParser() {}

    static OnError read(Optional<YamlParts> parts) {
        return parts.map(p -> new OnError(
                        action(p, "parse"),
                        action(p, "expression"),
                        p.get("stop_if").flatMap(OnErrorParser::stopIf)))
                .orElseGet(OnError::defaults);
    }

    private static Action action(YamlParts parts, String word) {
        return parts.get(word)
                .flatMap(value -> value.oneOf(Arrays.asList(Action.values())))
                .orElse(Action.DEAD_LETTER);
    }

    /** What happens to late events; {@code correct} comes later. */
    static Optional<Action> late(YamlValue value) {
        if (value.text().filter("correct"::equals).isPresent()) {
            value.later("late: correct");
            return Optional.empty();
        }
        return value.oneOf(Arrays.asList(Action.values()));
    }

    private static Optional<StopIf> stopIf(YamlValue value) {
        YamlParts parts = value.parts(YamlWords.STOP_IF);
        Optional<YamlValue> part = parts.required("dead_letter_ratio", "0.05");
        Optional<Double> ratio = part.flatMap(YamlValue::number);
        Optional<Duration> over = parts.required("over", "5m").flatMap(YamlValue::positiveDuration);
        ratio.filter(r -> r < 0 || r > 1)
                .ifPresent(r -> part.get().problem("the ratio " + r + " is not from 0 to 1", "write 0.05"));
        return ratio.flatMap(r -> over.map(o -> new StopIf(r, o)));
    }
}
