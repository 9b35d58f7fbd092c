package io.twinlake.twin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A definition, events for it and what comes of them: tests in a few lines. */
final class Script {

    static final long SECOND = 1_000_000;

    private final TwinModel model;
    private LiveTwins table;
    private StateChanges changes;
    private final List<Outcome> outcomes = new ArrayList<>();
    private long offset;

    private Script(TwinModel model) {
        this.model = model;
        this.table = model.table();
        this.changes = StateChanges.of(model.schema());
    }

    /** A twin fed by stream {@code s} with fields k, t, x (double), n (long), c (text), b (boolean), y, z (double). */
    static Script of(String parts) {
        return new Script(TwinModel.compile(definition(parts)));
    }

    /** A whole document. */
    static Script ofDocument(String yaml) {
        return new Script(
                TwinModel.compile(TwinDefinition.parse("test.yaml", yaml).get(0)));
    }

    static TwinDefinition definition(String parts) {
        return TwinDefinition.parse("test.yaml", HEAD + parts.stripIndent()).get(0);
    }

    static final String HEAD = """
            twinlake: v1alpha1
            kind: TwinType
            namespace: test
            name: thing
            version: 1
            source:
              stream: s
              telemetry:
                k: {type: string}
                t: {type: timestamp, format: epoch_s}
                x: {type: double}
                y: {type: double}
                z: {type: double}
                n: {type: long}
                c: {type: string}
                b: {type: boolean}
            key: {expr: k}
            time: {event_time: t, lateness: 10s}
            """;

    TwinModel model() {
        return model;
    }

    LiveTwins table() {
        return table;
    }

    /** An event of twin "a" at a second; {@code fields}: name, value, name, value … */
    Script at(double second, @Nullable Object... fields) {
        return event("a", 0, second, fields);
    }

    Script of(String key, double second, @Nullable Object... fields) {
        return event(key, 0, second, fields);
    }

    Script event(String key, int stream, double second, @Nullable Object... fields) {
        outcomes.add(table.apply(eventOf(model, key, stream, second, offset++, fields), changes));
        return this;
    }

    static Event eventOf(
            TwinModel model, String key, int stream, double second, long offset, @Nullable Object... fields) {
        Layout layout = model.streams().get(stream).layout();
        Slots slots = layout.newSlots();
        long micros = Math.round(second * SECOND);
        Values.put(slots, layout.slot("k"), key);
        Values.put(slots, layout.slot("t"), micros);
        for (int i = 0; i < fields.length; i += 2) {
            Values.put(slots, layout.slot((String) fields[i]), fields[i + 1]);
        }
        return new Event(stream, slots, micros, "p", offset);
    }

    Script watermark(double second) {
        table.advance(Math.round(second * SECOND), changes);
        return this;
    }

    /** Input ends, and what comes afterwards is not older than that second. */
    Script closeAt(double watermark) {
        table.close(Math.round(watermark * SECOND), changes);
        return this;
    }

    Script close() {
        table.close(Long.MIN_VALUE, changes);
        return this;
    }

    /** Goes on with what an image of the table holds. */
    Script restart() {
        table = model.table(StateImage.of(table.image().bytes()));
        return this;
    }

    /** Goes on with what an image of another definition's table holds. */
    Script takeOver(Script other) {
        table = model.table(other.table.image());
        return this;
    }

    List<Row> rows() {
        return Row.of(changes);
    }

    List<String> brief() {
        return rows().stream().map(Row::brief).toList();
    }

    List<Outcome> outcomes() {
        return outcomes;
    }

    List<TimerFailure> failures() {
        return changes.timerFailures();
    }

    /** Forgets the rows so far. */
    Script forget() {
        changes = StateChanges.of(model.schema());
        return this;
    }
}
