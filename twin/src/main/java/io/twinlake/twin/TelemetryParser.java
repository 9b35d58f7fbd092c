package io.twinlake.twin;

import io.twinlake.twin.Telemetry.Range;
import io.twinlake.twin.Telemetry.TimeFormat;
import io.twinlake.twin.Telemetry.WireType;
import io.twinlake.twin.YamlValue.YamlEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads one field of a stream's telemetry: its type alone, or a map. */
final class TelemetryParser {

    private TelemetryParser() {}

    static Optional<Telemetry> read(YamlEntry field, Layout.Builder layout) {
        if (field.value().isScalar()) {
            return type(field.value())
                    .map(type -> new Telemetry(
                            field.name(),
                            type,
                            FieldPath.of(field.name()),
                            TimeFormat.USUAL,
                            Optional.empty(),
                            Optional.empty(),
                            layout.add(field.name(), type.value())));
        }
        YamlParts parts = field.value().parts(YamlWords.TELEMETRY);
        Optional<WireType> type = parts.required("type", "string").flatMap(TelemetryParser::type);
        if (type.isEmpty()) {
            layout.add(field.name(), ValueType.STRING);
            return Optional.empty();
        }
        return Optional.of(new Telemetry(
                field.name(),
                type.get(),
                parts.get("path").flatMap(TelemetryParser::path).orElseGet(() -> FieldPath.of(field.name())),
                TimeFormatParser.ofField(parts, type.get()),
                parts.get("range").flatMap(r -> range(r, type.get())),
                parts.get("unit").flatMap(YamlValue::text),
                layout.add(field.name(), type.get().value())));
    }

    private static Optional<WireType> type(YamlValue value) {
        return value.oneOf(Arrays.asList(WireType.values()));
    }

    private static Optional<FieldPath> path(YamlValue value) {
        return value.text().flatMap(text -> {
            Optional<FieldPath> path = FieldPath.parse(text);
            if (path.isEmpty()) {
                value.problem(
                        "'" + text + "' is no path to a field",
                        "write names and indexes as data.temp or readings[0].v; a name with a point or bracket in"
                                + " double quotes: '\"a.b\".c'");
            }
            return path;
        });
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
}
