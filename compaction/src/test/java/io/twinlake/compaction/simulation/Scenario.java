package io.twinlake.compaction.simulation;

import io.twinlake.storage.Fault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Steps in order, drawn from a seed; a value that can be printed and made shorter. */
record Scenario(long seed, List<Step> steps) {

    static final int PROCESSES = 5;

    private static final int STEPS = 34;
    private static final int DEEPEST = 2;
    private static final int MOST_RUNS = 3000;

    Scenario {
        steps = List.copyOf(steps);
    }

    static Scenario of(long seed) {
        return new Scenario(seed, new Drawing(new Random(seed)).steps(STEPS, Set.of(), 0));
    }

    /** The shortest that still fails, of those that one gets by leaving out one thing after the other. */
    Scenario shrunk(Predicate<Scenario> fails) {
        Scenario shortest = this;
        int runs = 0;
        for (boolean shorterFound = true; shorterFound && runs < MOST_RUNS; ) {
            shorterFound = false;
            for (List<Step> fewer : shorter(shortest.steps)) {
                Scenario candidate = new Scenario(seed, fewer);
                if (candidate.size() < shortest.size() && ++runs < MOST_RUNS && fails.test(candidate)) {
                    shortest = candidate;
                    shorterFound = true;
                    break;
                }
            }
        }
        return shortest;
    }

    /** Halves and quarters left out first, then single steps, then what is in them. */
    static List<List<Step>> shorter(List<Step> steps) {
        List<List<Step>> all = new ArrayList<>();
        for (int length = Math.max(1, steps.size() / 2); length >= 1; length /= 2) {
            for (int from = steps.size() - length; from >= 0; from -= length) {
                List<Step> fewer = new ArrayList<>(steps);
                fewer.subList(from, from + length).clear();
                all.add(fewer);
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            for (Step shorter : steps.get(i).shorter()) {
                List<Step> changed = new ArrayList<>(steps);
                changed.set(i, shorter);
                all.add(changed);
            }
        }
        return all;
    }

    int size() {
        return steps.stream().mapToInt(Step::size).sum();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        steps.forEach(step -> step.print("  ", text));
        return text.toString();
    }

    /** Draws steps one after the other; of two at the same time no process has both. */
    private static final class Drawing {

        private static final Fault[] FAULTS = Fault.values();

        /** The commoner a kind, the oftener it is here. */
        private static final List<Step.Kind> KINDS = kinds();

        private final Random random;
        private int number;

        Drawing(Random random) {
            this.random = random;
        }

        private static List<Step.Kind> kinds() {
            List<Step.Kind> kinds = new ArrayList<>(List.of(Step.Kind.values()));
            kinds.addAll(List.of(Step.Kind.APPEND, Step.Kind.APPEND_WITH_PROGRESS, Step.Kind.APPEND_WITH_PROGRESS));
            kinds.addAll(List.of(Step.Kind.INSERT_WHAT_WAS_READ, Step.Kind.INSERT_WHAT_WAS_READ));
            kinds.addAll(List.of(Step.Kind.DELETE, Step.Kind.DELETE_BY_VECTOR, Step.Kind.DELETE_BY_VECTOR));
            kinds.addAll(List.of(Step.Kind.COMPACT, Step.Kind.CHECKPOINT, Step.Kind.CHECKPOINT, Step.Kind.VACUUM));
            kinds.addAll(List.of(Step.Kind.READ, Step.Kind.READ_OLD, Step.Kind.PASS_TIME, Step.Kind.PASS_TIME));
            return kinds;
        }

        List<Step> steps(int count, Set<Integer> busy, int depth) {
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                steps.add(step(busy, depth));
            }
            return steps;
        }

        private Step step(Set<Integer> busy, int depth) {
            int at = ++number;
            int process = free(busy);
            Step.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            SortedMap<Integer, Fault> faults = new TreeMap<>();
            if (random.nextInt(3) == 0) {
                faults.put(1 + random.nextInt(5), FAULTS[random.nextInt(FAULTS.length)]);
                if (random.nextBoolean()) {
                    faults.put(1 + random.nextInt(8), FAULTS[random.nextInt(FAULTS.length)]);
                }
            }
            SortedMap<Integer, List<Step>> meanwhile = new TreeMap<>();
            for (int i = random.nextInt(3); i > 0 && depth < DEEPEST; i--) {
                Set<Integer> all = new HashSet<>(busy);
                all.add(process);
                meanwhile.put(1 + random.nextInt(5), steps(1 + random.nextInt(3), all, depth + 1));
            }
            return new Step(at, process, kind, random.nextLong(), faults, meanwhile);
        }

        private int free(Set<Integer> busy) {
            while (true) {
                int process = random.nextInt(PROCESSES);
                if (!busy.contains(process)) {
                    return process;
                }
            }
        }
    }
}
