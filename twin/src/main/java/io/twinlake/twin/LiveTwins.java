package io.twinlake.twin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The live twins of one model, or of one shard of its keys. One thread. */
public final class LiveTwins {

    private final Plan plan;
    private final Gate gate;
    private final Life life;
    private final TwinMap twins = new TwinMap();
    private final DueHeap timers = new DueHeap();

    /** Rows of timers that are due before an event of which it is not yet known whether it is dead. */
    private final StateChanges early;

    LiveTwins(Plan plan, RowLayout rows) {
        this.plan = plan;
        this.gate = new Gate(plan.definition);
        this.life = new Life(plan, new RowWriter(rows, plan));
        this.early = StateChanges.of(rows.schema());
    }

    static LiveTwins restored(Plan plan, RowLayout rows, StateImage image) {
        LiveTwins table = new LiveTwins(plan, rows);
        new Images(plan).read(image, table::restore);
        return table;
    }

    /** Finds the event's twin, or makes it, and applies the event; rows that are due go to {@code changes}. */
    public Outcome apply(Event event, StateChanges changes) {
        return gate.admits(event.stream(), event.telemetry()) ? apply(gate.key(), event, changes) : gate.outcome();
    }

    /** Applies an event whose key a {@link Gate} has found. */
    public Outcome apply(String key, Event event, StateChanges changes) {
        Twin twin = twins.get(key);
        try {
            if (twin == null) {
                life.begin(key);
            } else {
                life.resume(twin);
                if (twin.due <= event.timeMicros()) {
                    life.fireUntil(event.timeMicros(), early);
                }
            }
            life.evaluate(event);
        } catch (ExpressionException e) {
            early.clear();
            return new Outcome.Dead(Outcome.Reason.EXPRESSION, String.valueOf(e.getMessage()));
        }
        changes.takeAll(early);
        life.writeRow(event, changes);
        settle(twin, event);
        return Outcome.APPLIED;
    }

    /** Fires all timers that are due at the watermark or before. Cheap when there is none. */
    public void advance(long watermarkMicros, StateChanges changes) {
        while (timers.firstDue() <= watermarkMicros && !timers.isEmpty()) {
            Twin twin = timers.first();
            if (twin.due > watermarkMicros) {
                timers.correctFirst();
                continue;
            }
            life.resume(twin);
            life.fireUntil(watermarkMicros, changes);
            leave(twin);
        }
    }

    /**
     * At the end of input, where that is wanted: fires all pending timers and closes all windows. What comes afterwards for
     * a twin whose life ended so begins another, which is born later than that one, whatever the event's time.
     *
     * @param watermarkMicros no event older than this will come
     */
    public void close(long watermarkMicros, StateChanges changes) {
        List<Twin> all = new ArrayList<>(twins.size());
        twins.forEachByKey(all::add);
        for (Twin twin : all) {
            life.resume(twin);
            life.fireAll(changes);
            if (life.isTrace()) {
                twin.held.clear();
            }
            leave(twin);
        }
        advance(watermarkMicros, changes);
    }

    /** All twins as they are now. */
    public StateImage image() {
        return new Images(plan).write(twins);
    }

    /** Live twins, and those that a close ended while events may come that are older. */
    public int size() {
        return twins.size();
    }

    private void settle(@Nullable Twin known, Event event) {
        long due = life.due();
        Twin twin;
        if (known == null) {
            twin = life.born();
            twins.add(twin);
        } else {
            twin = known;
            life.commit(twin);
            if (life.isExpired()) {
                twin.held.clear();
            }
        }
        for (TwinDefinition.HeldField field : plan.held[event.stream()]) {
            twin.held.copy(field.held(), event.telemetry(), field.telemetry());
        }
        twin.due = due;
        timers.schedule(twin);
    }

    /** After timers: the twin goes on, or it is forgotten. */
    private void leave(Twin twin) {
        if (life.isExpired()) {
            timers.remove(twin);
            twins.remove(twin);
            return;
        }
        twin.due = life.due();
        life.commit(twin);
        timers.schedule(twin);
    }

    private void restore(Twin twin) {
        twins.add(twin);
        life.resume(twin);
        twin.due = life.due();
        timers.schedule(twin);
    }
}
