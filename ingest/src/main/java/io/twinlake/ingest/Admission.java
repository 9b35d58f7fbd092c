package io.twinlake.ingest;

import io.twinlake.twin.OnError;
import io.twinlake.twin.StreamDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides at an event's turn whether it is applied: not if it was refused, is too far ahead of the clock, or late. What
 * it decides depends on the order of the merge, so it is asked by one thread.
 */
final class Admission {

    private final CompiledDefinitions compiled;
    private final Watermarks watermarks;
    private final boolean followed;
    private final List<DeadLetter> dead = new ArrayList<>();
    private long clock;
    /** By definition. */
    private final long[] events;

    private long dropped;
    private @Nullable DeadLetter stopped;
    private @Nullable DeadLetter stop;

    /** @param followed whether the clock counts; of a bounded run the input alone says what its rows are */
    Admission(CompiledDefinitions compiled, Watermarks watermarks, boolean followed) {
        this.compiled = compiled;
        this.watermarks = watermarks;
        this.followed = followed;
        this.events = new long[compiled.size()];
    }

    /** From now on it is that late, microseconds from 1970 UTC: what {@code max_future_skew} is measured from. */
    void setClock(long micros) {
        clock = micros;
    }

    /**
     * Judges records in order; events that are not to be applied lose their time.
     *
     * @return one past the last record that may be taken: {@code until}, or the first where processing must stop
     */
    int admit(SourceMerge.Turn turn) {
        Feed feed = turn.feed();
        EventBatch batch = feed.current();
        List<Refusal> refusals = batch.refusals();
        int refusal = firstAt(refusals, feed.next());
        for (int record = feed.next(); record < turn.until(); record++) {
            long offset = feed.record() + record - feed.next();
            int deadBefore = dead.size();
            long droppedBefore = dropped;
            if (isStop(feed, offset) || !passes(refusals, refusal, feed, record)) {
                dead.subList(deadBefore, dead.size()).clear();
                dropped = droppedBefore;
                return record;
            }
            while (refusal < refusals.size() && refusals.get(refusal).record() == record) {
                refusal++;
            }
            admit(batch, record, feed);
        }
        return turn.until();
    }

    /** The dead letters since the last call. */
    List<DeadLetter> takeDead() {
        List<DeadLetter> taken = List.copyOf(dead);
        dead.clear();
        return taken;
    }

    boolean hasDead() {
        return !dead.isEmpty();
    }

    /** Events admitted since the last call, by definition. */
    List<Long> takeEvents() {
        List<Long> taken = Arrays.stream(events).boxed().toList();
        Arrays.fill(events, 0);
        return taken;
    }

    /** Events refused without a trace since the last call. */
    long takeDropped() {
        long taken = dropped;
        dropped = 0;
        return taken;
    }

    /** Takes nothing from that event on. */
    void stopAt(DeadLetter letter) {
        stop = letter;
    }

    /** The event at which the pipeline has to stop, as {@code on_error} or {@code late} say. */
    Optional<DeadLetter> stopped() {
        return Optional.ofNullable(stopped);
    }

    private boolean isStop(Feed feed, long offset) {
        DeadLetter at = stop;
        boolean here = at != null
                && at.sourceOffset().orElse(-1) == offset
                && at.sourcePartition().orElse("").equals(feed.partition().name());
        stopped = here ? at : stopped;
        return here;
    }

    /** Whether no definition that reads the record says to stop at it. */
    private boolean passes(List<Refusal> refusals, int first, Feed feed, int record) {
        EventBatch batch = feed.current();
        long offset = feed.record() + record - feed.next();
        for (int i = first; i < refusals.size() && refusals.get(i).record() == record; i++) {
            if (!refuse(refusals.get(i), batch, feed, offset)) {
                return false;
            }
        }
        return batch.time(record) == IsoTime.INVALID || isTimely(batch, record, feed, offset);
    }

    private boolean isTimely(EventBatch batch, int record, Feed feed, long offset) {
        List<Binding> bindings = batch.plan().bindings();
        for (int i = 0; i < bindings.size(); i++) {
            EventBatch.Events of = batch.events(i);
            long time = of.times[record];
            if (time == IsoTime.INVALID) {
                continue;
            }
            Binding binding = bindings.get(i);
            StreamDefinition.Time rule = binding.streamDefinition().time();
            if (isAhead(time, rule)) {
                of.times[record] = IsoTime.INVALID;
                String detail = "event time " + Clocks.instant(time) + " is more than max_future_skew "
                        + rule.maxFutureSkew().orElseThrow() + " ahead of the clock " + Clocks.instant(clock);
                if (!act(parseAction(binding), letter(binding, feed, offset, Reason.TIME, detail), batch, record)) {
                    return false;
                }
            } else if (time < watermarks.lateBefore(binding.definition(), binding.streamDefinition())) {
                of.times[record] = IsoTime.INVALID;
                long watermark = watermarks.lateBefore(binding.definition(), binding.streamDefinition());
                String detail = "event time " + Clocks.instant(time) + " is older than the watermark "
                        + Clocks.instant(watermark) + " (lateness " + rule.lateness() + ")";
                if (!act(rule.late(), letter(binding, feed, offset, Reason.LATE, detail), batch, record)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isAhead(long time, StreamDefinition.Time rule) {
        return followed
                && rule.maxFutureSkew().isPresent()
                && time > Clocks.later(clock, Clocks.micros(rule.maxFutureSkew().get()));
    }

    /** Counts the record for the definitions that will have it, whose watermarks it may move. */
    private void admit(EventBatch batch, int record, Feed feed) {
        List<Binding> bindings = batch.plan().bindings();
        for (int i = 0; i < bindings.size(); i++) {
            EventBatch.Events of = batch.events(i);
            if (of.times[record] != IsoTime.INVALID) {
                Binding binding = bindings.get(i);
                watermarks.reach(binding.definition(), feed.index(), of.times[record]);
                if (of.passesHeld()) {
                    of.watermarks[record] = watermarks.current(binding.definition());
                }
                events[binding.definition()]++;
            }
        }
    }

    private boolean refuse(Refusal refusal, EventBatch batch, Feed feed, long offset) {
        List<Binding> bindings = batch.plan().bindings();
        long line = feed.linesBefore() + offset - feed.record() + 1;
        String place = " (" + batch.chunk().file() + ", record " + line + ")";
        for (int i = 0; i < bindings.size(); i++) {
            if (refusal.binding() == i || refusal.binding() == Refusal.EVERY) {
                Binding binding = bindings.get(i);
                OnError onError = binding.twin().onError();
                OnError.Action action = refusal.reason() == Reason.EXPRESSION ? onError.expression() : onError.parse();
                DeadLetter letter = letter(binding, feed, offset, refusal.reason(), refusal.detail() + place);
                if (!act(action, letter, batch, refusal.record())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether processing goes on. */
    private boolean act(OnError.Action action, DeadLetter letter, EventBatch batch, int record) {
        DeadLetter whole = letter.withBytes(batch.maskedBytes(record));
        switch (action) {
            case DEAD_LETTER -> dead.add(whole);
            case DROP -> dropped++;
            case STOP -> stopped = whole;
        }
        return action != OnError.Action.STOP;
    }

    private DeadLetter letter(Binding binding, Feed feed, long offset, Reason reason, String detail) {
        return new DeadLetter(
                compiled.nameOf(binding.definition()),
                Optional.of(feed.partition().name()),
                OptionalLong.of(offset),
                reason,
                detail,
                new byte[0]);
    }

    private static OnError.Action parseAction(Binding binding) {
        return binding.twin().onError().parse();
    }

    private static int firstAt(List<Refusal> refusals, int record) {
        int first = 0;
        while (first < refusals.size() && refusals.get(first).record() < record) {
            first++;
        }
        return first;
    }
}
