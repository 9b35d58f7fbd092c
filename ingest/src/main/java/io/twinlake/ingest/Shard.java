package io.twinlake.ingest;

import io.twinlake.twin.Event;
import io.twinlake.twin.LiveTwins;
import io.twinlake.twin.Outcome;
import io.twinlake.twin.Slots;
import io.twinlake.twin.StateChanges;
import io.twinlake.twin.StateImage;
import io.twinlake.twin.StreamDefinition;
import io.twinlake.twin.TimerFailure;
import io.twinlake.twin.TwinModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/** The twins of one definition whose keys fall into one shard, and the events that wait for them. One thread at a time. */
final class Shard {

    /** Shards of each definition, whatever the threads: the state checkpoint is cut by them. */
    static final int COUNT = 16;

    private static final Outcome.Cases<String> MESSAGE = new Outcome.Cases<>() {
        @Override
        public String applied() {
            return "";
        }

        @Override
        public String dead(Outcome.Dead outcome) {
            return outcome.message();
        }
    };

    private final int definition;
    private final int index;
    private final TwinModel model;
    private final LiveTwins twins;
    private final String table;
    private final PriorityQueue<HeldEvent> held = new PriorityQueue<>(HeldEvent.ORDER);
    private final List<DeadLetter> dead = new ArrayList<>();

    /** @param definition its index in the pipeline */
    Shard(int definition, int index, TwinModel model, LiveTwins twins, Collection<HeldEvent> waiting) {
        this.definition = definition;
        this.index = index;
        this.model = model;
        this.twins = twins;
        this.table = model.definition().table().qualifiedName();
        held.addAll(waiting);
    }

    /**
     * The shards of a model as a state has them; new ones if it does not know the table.
     *
     * @throws CorruptPipelineException if its twins can't be restored
     */
    static Shard[] of(PipelineState state, TwinModel model, int definition) {
        List<PipelineState.ShardState> saved =
                state.twins().get(model.definition().table().qualifiedName());
        Shard[] shards = new Shard[COUNT];
        for (int i = 0; i < shards.length; i++) {
            if (saved == null) {
                shards[i] = new Shard(definition, i, model, model.table(), List.of());
            } else {
                LiveTwins table = twins(state, model, saved.get(i).twins());
                shards[i] = new Shard(
                        definition, i, model, table, restored(saved.get(i).held(), model));
            }
        }
        return shards;
    }

    private static LiveTwins twins(PipelineState state, TwinModel model, byte[] image) {
        try {
            return model.table(StateImage.of(image));
        } catch (IllegalArgumentException e) {
            throw new CorruptPipelineException(
                    "the twins of table " + model.definition().table().qualifiedName()
                            + " in the state checkpoint of epoch " + state.epoch() + " can't be restored: "
                            + e.getMessage()
                            + ". If it is damaged, delete it: an older one and the epoch records behind it will do where"
                            + " they are there. If the definition has another name now, give it another table too",
                    e);
        }
    }

    private static Collection<HeldEvent> restored(List<PipelineState.SavedEvent> saved, TwinModel model) {
        List<HeldEvent> restored = new ArrayList<>();
        for (PipelineState.SavedEvent event : saved) {
            for (int i = 0; i < model.streams().size(); i++) {
                if (model.streams().get(i).name().equals(event.stream())) {
                    restored.add(event.restored(i, model.streams().get(i)));
                }
            }
        }
        return restored;
    }

    /** What changes of these twins are written to. */
    StateChanges noChanges() {
        return StateChanges.of(model.schema());
    }

    /** Takes an event at its turn: applies it, or holds it until the watermark has passed it. */
    void take(String key, Event event, EventBatch batch, int record, StateChanges changes) {
        StreamDefinition stream = model.streams().get(event.stream());
        if (stream.time().reorder() == StreamDefinition.Reorder.WITHIN_LATENESS) {
            held.add(new HeldEvent(key, copyOf(event, stream), batch.maskedBytes(record)));
            return;
        }
        Outcome outcome = twins.apply(key, event, changes);
        if (outcome != Outcome.APPLIED) {
            refuse(event, outcome, batch.maskedBytes(record));
        }
        takeFailures(changes);
    }

    /** Applies held events that nothing can precede any more: those older than the watermark. */
    void release(long watermark, StateChanges changes) {
        for (HeldEvent next = held.peek(); next != null && next.event().timeMicros() < watermark; next = held.peek()) {
            held.remove();
            Outcome outcome = twins.apply(next.key(), next.event(), changes);
            if (outcome != Outcome.APPLIED) {
                refuse(next.event(), outcome, next.bytes());
            }
        }
    }

    /** Fires the timers that the watermark has reached. */
    void advance(long watermark, StateChanges changes) {
        release(watermark, changes);
        twins.advance(watermark, changes);
        takeFailures(changes);
    }

    /** Applies what waits and fires all timers: nothing will come any more, or in another run nothing older than that. */
    void close(long watermark, StateChanges changes) {
        release(Long.MAX_VALUE, changes);
        twins.close(watermark, changes);
        takeFailures(changes);
    }

    boolean hasDead() {
        return !dead.isEmpty();
    }

    /** The dead letters since the last call. */
    List<DeadLetter> takeDead() {
        List<DeadLetter> taken = List.copyOf(dead);
        dead.clear();
        return taken;
    }

    int definition() {
        return definition;
    }

    int index() {
        return index;
    }

    PipelineState.ShardState state() {
        List<PipelineState.SavedEvent> saved = held.stream()
                .sorted(HeldEvent.ORDER)
                .map(event -> PipelineState.SavedEvent.of(event, model))
                .toList();
        return new PipelineState.ShardState(twins.image().bytes(), saved);
    }

    /** Timers that failed become dead letters without an event. */
    private void takeFailures(StateChanges changes) {
        changes.takeTimerFailures().forEach(failure -> dead.add(letter(failure)));
    }

    private DeadLetter letter(TimerFailure failure) {
        String detail = "timer of property '" + failure.property() + "' of '" + failure.key() + "' due at "
                + Clocks.instant(failure.dueMicros()) + ": " + failure.message();
        return new DeadLetter(table, Optional.empty(), OptionalLong.empty(), Reason.EXPRESSION, detail, new byte[0]);
    }

    private static Event copyOf(Event event, StreamDefinition stream) {
        Slots copy = stream.layout().newSlots();
        copy.copyFrom(event.telemetry());
        return new Event(event.stream(), copy, event.timeMicros(), event.sourcePartition(), event.offset());
    }

    private void refuse(Event event, Outcome outcome, byte[] bytes) {
        dead.add(new DeadLetter(
                table,
                Optional.of(event.sourcePartition()),
                OptionalLong.of(event.offset()),
                Reason.EXPRESSION,
                outcome.match(MESSAGE),
                bytes));
    }
}
