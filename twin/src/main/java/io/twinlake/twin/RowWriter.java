package io.twinlake.twin;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.DoubleVector;
import io.twinlake.format.ListVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.StructVector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Appends a twin's state as a row. One thread. */
final class RowWriter {

    private final RowLayout layout;
    private final Memory memory;
    private final Rule[] rules;
    private final String[] names;
    private final Layout.Slot[] values;
    private final int version;

    RowWriter(RowLayout layout, Plan plan) {
        this.layout = layout;
        this.memory = plan.memory;
        this.rules = plan.rules;
        this.version = plan.definition.version();
        this.values = layout.values().toArray(Layout.Slot[]::new);
        this.names = Arrays.stream(plan.rules).map(Rule::property).toArray(String[]::new);
    }

    Schema schema() {
        return layout.schema();
    }

    /** Takes {@code event}, which made the row; a row made by a timer has none. */
    void write(String key, Moment moment, Cause cause, @Nullable Event event, RowBatch rows) {
        Slots state = moment.state;
        rows.bytes(RowLayout.KEY).append(key);
        rows.longs(RowLayout.OBSERVED_AT).append(moment.now);
        rows.longs(RowLayout.RECORDED_AT).append(0);
        rows.longs(RowLayout.BORN_AT).append(state.word(memory.bornAt.at()));
        rows.longs(RowLayout.SEQ).append(state.word(memory.seq.at()));
        rows.bytes(RowLayout.CAUSE).append(cause.word());
        writeChanged(moment, cause, (ListVector) rows.column(RowLayout.CHANGED));
        for (int i = 0; i < values.length; i++) {
            writeValue(state, values[i], rows, RowLayout.FIRST_VALUE + i);
        }
        writeOrigin(event, rows, RowLayout.FIRST_VALUE + values.length);
    }

    private void writeChanged(Moment moment, Cause cause, ListVector changed) {
        if (cause != Cause.EXPIRED) {
            BytesVector elements = (BytesVector) changed.elements();
            for (int i = 0; i < rules.length; i++) {
                if (rules[i].emission().differsFromRow(moment, i) || moment.isReset(i)) {
                    elements.append(names[i]);
                }
            }
        }
        changed.endRow();
    }

    private static void writeValue(Slots state, Layout.Slot slot, RowBatch rows, int column) {
        if (state.isNull(slot)) {
            rows.column(column).appendNull();
            return;
        }
        int at = slot.at();
        switch (slot.type()) {
            case BOOLEAN -> ((BooleanVector) rows.column(column)).append(state.flag(at));
            case INT, DATE -> rows.ints(column).append((int) state.word(at));
            case LONG, TIMESTAMP, INTERVAL -> rows.longs(column).append(state.word(at));
            case DOUBLE -> rows.doubles(column).append(state.decimal(at));
            case STRING -> rows.bytes(column).append(String.valueOf(state.text(at)));
            case GEO_POINT -> {
                StructVector point = (StructVector) rows.column(column);
                ((DoubleVector) point.field(0)).append(state.decimal(at));
                ((DoubleVector) point.field(1)).append(state.decimal(at + 1));
                point.endRow();
            }
        }
    }

    private void writeOrigin(@Nullable Event event, RowBatch rows, int column) {
        rows.ints(column).append(version);
        if (event == null) {
            rows.column(column + 1).appendNull();
            rows.column(column + 2).appendNull();
            return;
        }
        rows.bytes(column + 1).append(event.sourcePartition());
        rows.longs(column + 2).append(event.offset());
    }
}
