package io.twinlake.twin;

import io.twinlake.format.Schema;
import java.util.List;

/** A definition compiled into what runs: immutable, shared by any number of tables and threads. */
public final class TwinModel {

    private final TwinDefinition definition;
    private final RowLayout rowLayout;
    private final Plan plan;

    private TwinModel(TwinDefinition definition) {
        this.definition = definition;
        this.rowLayout = RowLayout.of(definition);
        this.plan = new Plan(definition);
    }

    public static TwinModel compile(TwinDefinition definition) {
        return new TwinModel(definition);
    }

    public TwinDefinition definition() {
        return definition;
    }

    /** The table's columns. */
    public Schema schema() {
        return rowLayout.schema();
    }

    /** What feeds the twins, each with its telemetry's layout, its time and its privacy. */
    public List<StreamDefinition> streams() {
        return definition.streams();
    }

    /** A judge of keys, for one thread. */
    public Gate gate() {
        return new Gate(definition);
    }

    /** A table without twins. */
    public LiveTwins table() {
        return new LiveTwins(plan, rowLayout);
    }

    /**
     * A table with the twins of an image of this definition or of another version of it: what is described in the same
     * words goes on, the rest begins anew.
     *
     * @throws IllegalArgumentException if the image is damaged or of another twin type
     */
    public LiveTwins table(StateImage image) {
        return LiveTwins.restored(plan, rowLayout, image);
    }
}
