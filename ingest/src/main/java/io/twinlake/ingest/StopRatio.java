package io.twinlake.ingest;

import io.twinlake.twin.OnError;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether too many events of a period are dead letters, as a definition's {@code stop_if} says. */
final class StopRatio {

    private final CompiledDefinitions compiled;
    private final List<Deque<Count>> counts;

    private record Count(long clockMicros, long dead, long taken) {
        long all() {
            return dead + taken;
        }
    }

    StopRatio(CompiledDefinitions compiled) {
        this.compiled = compiled;
        this.counts = compiled.models().stream()
                .<Deque<Count>>map(model -> new ArrayDeque<>())
                .toList();
    }

    /** What to say if an epoch's dead letters are too many, with those of the epochs before it in the period. */
    Optional<String> exceeded(List<DeadLetter> letters, List<Long> events, long clockMicros) {
        Optional<String> why = Optional.empty();
        for (int i = 0; i < compiled.size(); i++) {
            Optional<OnError.StopIf> rule = compiled.definition(i).onError().stopIf();
            if (rule.isPresent() && why.isEmpty()) {
                why = exceeded(i, rule.get(), new Count(clockMicros, deadOf(i, letters), events.get(i)));
            }
        }
        return why;
    }

    private Optional<String> exceeded(int definition, OnError.StopIf rule, Count now) {
        Deque<Count> window = counts.get(definition);
        window.addLast(now);
        long oldest = Clocks.earlier(now.clockMicros(), Clocks.micros(rule.over()));
        while (window.getFirst().clockMicros() < oldest) {
            window.removeFirst();
        }
        long dead = window.stream().mapToLong(Count::dead).sum();
        long all = window.stream().mapToLong(Count::all).sum();
        double ratio = all == 0 ? 0 : (double) dead / all;
        if (ratio <= rule.deadLetterRatio()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%d of %d events of %s within %s are dead letters, more than stop_if allows (%.4f > %.4f); look at the"
                        + " dead letters, correct the source or the definition, and start again",
                dead,
                all,
                compiled.nameOf(definition),
                rule.over(),
                ratio,
                rule.deadLetterRatio()));
    }

    private long deadOf(int definition, List<DeadLetter> letters) {
        String name = compiled.nameOf(definition);
        return letters.stream()
                .filter(letter -> letter.definition().equals(name))
                .count();
    }
}
