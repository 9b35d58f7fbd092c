package io.twinlake.twin;

import io.twinlake.format.Nearest;
import java.util.List;
import java.util.Optional;

/** Reads {@code emit}: a word, {@code {every: 10m}} or {@code with X}. */
final class EmitParser {

    static final YamlWords WORDS = YamlWords.of("every", "with");

    private EmitParser() {}

    static Emit byDefault(String reducer) {
        return reducer.equals("window") ? new Emit.OnClose() : new Emit.OnChange();
    }

    static Optional<Emit> read(YamlValue value) {
        if (value.isMapping()) {
            YamlParts parts = value.parts(WORDS);
            if (parts.has("with")) {
                return parts.get("with").flatMap(YamlValue::text).map(Emit.With::new);
            }
            return parts.required("every", "10m")
                    .flatMap(YamlValue::positiveDuration)
                    .map(Emit.Every::new);
        }
        return value.text().flatMap(text -> word(value, text.strip()));
    }

    private static Optional<Emit> word(YamlValue value, String text) {
        if (text.startsWith("with ")) {
            return Optional.of(new Emit.With(text.substring(5).strip()));
        }
        return switch (text) {
            case "on_change" -> Optional.of(new Emit.OnChange());
            case "on_close" -> Optional.of(new Emit.OnClose());
            case "never" -> Optional.of(new Emit.Never());
            default -> {
                value.problem(
                        "emit '" + text + "' is unknown",
                        Nearest.remedy(text, List.of("on_change", "on_close", "never", "{every: 10m}", "with X")));
                yield Optional.empty();
            }
        };
    }
}
