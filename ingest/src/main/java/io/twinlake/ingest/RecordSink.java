package io.twinlake.ingest;

import io.twinlake.twin.Evaluation;
import io.twinlake.twin.ExpressionException;
import io.twinlake.twin.FieldPath;
import io.twinlake.twin.Slots;
import io.twinlake.twin.StreamDefinition;
import io.twinlake.twin.Telemetry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes the fields of one record after the other, checks them and puts them into the slots of every definition that
 * declares them. Unknown fields are not asked for. For one thread.
 */
final class RecordSink {

    /** A declared field: where it goes, and whether it is private. */
    static final class Field {
        private final FieldPath path;
        private final byte[] name;
        private final FieldTarget[] targets;
        private final int[] bindings;
        private final boolean isPrivate;

        private Field(FieldPath path, List<FieldTarget> targets, List<Integer> bindings, boolean isPrivate) {
            this.path = path;
            this.name = path.column().getBytes(StandardCharsets.UTF_8);
            this.targets = targets.toArray(new FieldTarget[0]);
            this.bindings = bindings.stream().mapToInt(Integer::intValue).toArray();
            this.isPrivate = isPrivate;
        }
    }

    private final StreamPlan plan;
    private final Field[] fields;
    private final Map<String, Field> byColumn = new LinkedHashMap<>();
    private final FieldTree tree = new FieldTree();
    private final EventTimeReader[] times;
    private final Evaluation evaluation = new Evaluation();
    private final DecimalText number = new DecimalText();
    private final Slots[] slots;
    private final @Nullable Reason[] reasons;
    private final String[] problems;
    private int expected;

    RecordSink(StreamPlan plan) {
        this.plan = plan;
        this.slots = new Slots[plan.bindings().size()];
        this.reasons = new @Nullable Reason[slots.length];
        this.problems = new String[slots.length];
        Map<FieldPath, List<FieldTarget>> targets = new LinkedHashMap<>();
        Map<FieldPath, List<Integer>> bindings = new LinkedHashMap<>();
        for (int i = 0; i < slots.length; i++) {
            for (Telemetry telemetry : plan.bindings().get(i).streamDefinition().telemetry()) {
                targets.computeIfAbsent(telemetry.path(), path -> new ArrayList<>())
                        .add(new FieldTarget(telemetry, plan.text().csv(), new Texts()));
                bindings.computeIfAbsent(telemetry.path(), path -> new ArrayList<>())
                        .add(i);
            }
        }
        targets.forEach((path, to) -> {
            String column = path.column();
            Field field = new Field(
                    path,
                    to,
                    bindings.getOrDefault(path, List.of()),
                    plan.privacy().covers(column));
            byColumn.put(column, field);
            tree.add(path, field);
        });
        this.fields =
                byColumn.values().stream().filter(field -> field.path.isName()).toArray(Field[]::new);
        this.times = plan.bindings().stream()
                .map(binding ->
                        new EventTimeReader(binding.streamDefinition().time().eventTime()))
                .toArray(EventTimeReader[]::new);
    }

    /** Begins a record: all its fields are null. */
    void begin(EventBatch batch, int record) {
        for (int i = 0; i < slots.length; i++) {
            slots[i] = batch.events(i).slots[record];
            slots[i].clear();
            reasons[i] = null;
        }
        expected = 0;
    }

    /** The declared field of that name; fields mostly come in the same order, so the next one is tried first. */
    @Nullable
    Field find(byte[] data, int from, int to) {
        for (int i = 0; i < fields.length; i++) {
            int candidate = expected + i < fields.length ? expected + i : expected + i - fields.length;
            byte[] name = fields[candidate].name;
            if (name.length == to - from && Arrays.equals(name, 0, name.length, data, from, to)) {
                expected = candidate + 1 < fields.length ? candidate + 1 : 0;
                return fields[candidate];
            }
        }
        return null;
    }

    /** The declared field that a flat record has in the column of that name. */
    @Nullable
    Field find(String column) {
        return byColumn.get(column);
    }

    /** The declared fields of nested records. */
    FieldTree tree() {
        return tree;
    }

    /** Whether a record that lies flat has all declared fields in it. */
    boolean isFlat() {
        return fields.length == byColumn.size();
    }

    void setNull(Field field) {
        for (int i = 0; i < field.targets.length; i++) {
            field.targets[i].setNull(slots[field.bindings[i]]);
        }
    }

    void setBoolean(Field field, boolean value) {
        if (field.isPrivate) {
            setPrivate(field, String.valueOf(value));
            return;
        }
        for (int i = 0; i < field.targets.length; i++) {
            note(field, i, field.targets[i].setBoolean(value, slots[field.bindings[i]]));
        }
    }

    void setNumber(Field field, DecimalText value) {
        if (field.isPrivate) {
            setPrivate(field, value.text());
            return;
        }
        for (int i = 0; i < field.targets.length; i++) {
            note(field, i, field.targets[i].setNumber(value, slots[field.bindings[i]]));
        }
    }

    void setText(Field field, byte[] data, int from, int to) {
        if (field.isPrivate) {
            setPrivate(field, new String(data, from, to - from, StandardCharsets.UTF_8));
            return;
        }
        for (int i = 0; i < field.targets.length; i++) {
            note(field, i, field.targets[i].setText(data, from, to, slots[field.bindings[i]]));
        }
    }

    /** A value of CSV, whose type is what the definition says. */
    void setUntyped(Field field, byte[] data, int from, int to) {
        if (field.isPrivate) {
            setPrivate(field, new String(data, from, to - from, StandardCharsets.UTF_8));
            return;
        }
        for (int i = 0; i < field.targets.length; i++) {
            note(field, i, field.targets[i].setUntyped(data, from, to, number, slots[field.bindings[i]]));
        }
    }

    /** A time of Parquet: days for a date, else microseconds. */
    void setTime(Field field, long value) {
        if (field.isPrivate) {
            setPrivate(field, String.valueOf(value));
            return;
        }
        for (int i = 0; i < field.targets.length; i++) {
            note(field, i, field.targets[i].setTimeValue(value, slots[field.bindings[i]]));
        }
    }

    /** A number that is none: NaN or infinite. */
    void setNotFinite(Field field, double value) {
        if (field.isPrivate) {
            setPrivate(field, String.valueOf(value));
            return;
        }
        for (int i = 0; i < field.targets.length; i++) {
            note(field, i, field.targets[i].setNotFinite(value));
        }
    }

    /** A value whose bytes are no text: {@code problem} says so. */
    void refuseBytes(Field field, String problem) {
        for (int i = 0; i < field.targets.length; i++) {
            note(field, i, field.targets[i].refuseBytes(problem));
        }
    }

    /** A value that no field can have: an object or an array. */
    void setNested(Field field) {
        for (int binding : field.bindings) {
            fail(binding, Reason.TYPE, "field '" + nameOf(field) + "' is an object or an array; expected one value");
        }
    }

    /** Ends the record: each definition has an event of it, or a reason why not. */
    void end(EventBatch batch, int record) {
        for (int i = 0; i < slots.length; i++) {
            if (reasons[i] == null) {
                route(batch, record, i);
            }
            Reason reason = reasons[i];
            if (reason != null) {
                batch.refuse(new Refusal(record, i, reason, problems[i]));
            }
        }
    }

    private void route(EventBatch batch, int record, int binding) {
        Binding bound = plan.bindings().get(binding);
        StreamDefinition stream = bound.streamDefinition();
        try {
            evaluation.event(bound.stream(), slots[binding]);
            String key = stream.key().evalText(evaluation);
            long time = times[binding].micros(evaluation);
            if (key == null) {
                fail(binding, Reason.KEY, "the key " + stream.key().text() + " is null");
            } else if (stream.require().isPresent() && !stream.require().get().evalBoolean(evaluation)) {
                fail(
                        binding,
                        Reason.KEY,
                        "require " + stream.require().get().text() + " is not true for key '" + key + "'");
            } else if (time == IsoTime.INVALID) {
                fail(binding, Reason.TIME, times[binding].problem());
            } else {
                batch.accept(record, binding, key, time);
            }
        } catch (ExpressionException e) {
            fail(binding, Reason.EXPRESSION, String.valueOf(e.getMessage()));
        }
    }

    private void setPrivate(Field field, String value) {
        String masked = plan.privacy().masked(nameOf(field), value);
        for (int i = 0; i < field.targets.length; i++) {
            Slots into = slots[field.bindings[i]];
            boolean kept = masked != null && field.targets[i].setString(masked, into);
            if (!kept) {
                field.targets[i].setNull(into);
            }
        }
    }

    private void note(Field field, int target, boolean accepted) {
        if (!accepted) {
            fail(field.bindings[target], field.targets[target].reason(), field.targets[target].problem());
        }
    }

    private void fail(int binding, Reason reason, String problem) {
        if (reasons[binding] == null) {
            reasons[binding] = reason;
            problems[binding] = problem;
        }
    }

    private static String nameOf(Field field) {
        return field.path.column();
    }
}
