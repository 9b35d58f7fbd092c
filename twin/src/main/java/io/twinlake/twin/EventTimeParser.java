package io.twinlake.twin;

import io.twinlake.format.Nearest;
import io.twinlake.twin.StreamDefinition.EventTime;
import io.twinlake.twin.Telemetry.TimeFormat;
import java.util.List;
import java.util.Optional;

/** Reads {@code event_time}: a field, or a formula over fields, with a {@code format} where that is no time yet. */
final class EventTimeParser {

    private final Scope scope;
    private final StreamParser.Draft draft;

    EventTimeParser(int stream, StreamParser.Draft draft, Names names) {
        this.scope = RowScope.event(names, stream);
        this.draft = draft;
    }

    Optional<EventTime> read(YamlValue value, YamlParts time) {
        Optional<YamlValue> format = time.get("format");
        Optional<YamlValue> zone = time.get("zone");
        return value.text().flatMap(text -> {
            if (isName(text) && draft.layout().find(text).isEmpty()) {
                value.problem("no field '" + text + "' in " + draft.name(), Nearest.remedy(text, names()));
                return Optional.empty();
            }
            return compiled(value, text).flatMap(formula -> eventTime(value, formula, format, zone));
        });
    }

    private static boolean isName(String text) {
        return text.matches("[A-Za-z_][A-Za-z0-9_]*");
    }

    private List<String> names() {
        return draft.telemetry().stream()
                .filter(t -> t.type() == Telemetry.WireType.TIMESTAMP)
                .map(Telemetry::name)
                .toList();
    }

    private Optional<Formula> compiled(YamlValue value, String text) {
        String where = "event_time of " + draft.name();
        try {
            return Optional.of(FormulaParser.compile(text, where, scope));
        } catch (FormulaMistake e) {
            value.formula().ifPresent(node -> value.file().problem(node, e, where));
            return Optional.empty();
        }
    }

    private Optional<EventTime> eventTime(
            YamlValue value, Formula formula, Optional<YamlValue> format, Optional<YamlValue> zone) {
        ValueType type = formula.type();
        if (type == ValueType.TIMESTAMP) {
            format.ifPresent(f ->
                    f.problem(formula.text() + " is a timestamp already", "take format away, or give it to the field"));
            zone.ifPresent(z ->
                    z.problem(formula.text() + " is a timestamp already", "take zone away, or give it to the field"));
            return Optional.of(new EventTime(formula, TimeFormat.USUAL));
        }
        boolean isText = type == ValueType.STRING;
        boolean readable =
                (isText && (format.isPresent() || zone.isPresent())) || (type.isNumeric() && format.isPresent());
        if (!readable) {
            value.problem(
                    (isName(formula.text()) ? "the field '" + formula.text() + "'" : "the event time " + formula.text())
                            + " is not of type timestamp but " + type.word(),
                    "declare a field's type: timestamp; or give time a format: epoch_ms, or yyyy-MM-dd HH:mm:ss");
            return Optional.empty();
        }
        TimeFormat as = TimeFormatParser.read(format, zone, true);
        if (!isText && !(as instanceof TimeFormat.Epoch)) {
            format.get()
                    .problem(
                            "the event time " + formula.text() + " is a number",
                            "write format: epoch_s, epoch_ms, epoch_us or epoch_ns");
        }
        return Optional.of(new EventTime(formula, as));
    }
}
