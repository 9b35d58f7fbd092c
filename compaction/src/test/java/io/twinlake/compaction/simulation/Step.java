package io.twinlake.compaction.simulation;

import io.twinlake.storage.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one process does in one go, what its requests suffer (numbered from 1), and what others do while one of them is
 * on its way. A step draws from its own seed, so that leaving another out does not change it.
 */
record Step(
        int number,
        int process,
        Kind kind,
        long seed,
        SortedMap<Integer, Fault> faults,
        SortedMap<Integer, List<Step>> meanwhile) {

    /** What processes do. */
    enum Kind {
        APPEND,
        APPEND_WITH_PROGRESS,
        SET_DOMAIN,
        INSERT_WHAT_WAS_READ,
        DELETE,
        OVERWRITE,
        DELETE_BY_VECTOR,
        ADD_COLUMN,
        SET_PROPERTY,
        COMPACT,
        CHECKPOINT,
        VACUUM,
        READ,
        READ_OLD,
        SUBSCRIBE,
        DAMAGE_HINT,
        PASS_TIME
    }

    Step {
        faults = new TreeMap<>(faults);
        meanwhile = new TreeMap<>(meanwhile);
    }

    /** This step, each time with one thing less. */
    List<Step> shorter() {
        List<Step> shorter = new ArrayList<>();
        for (Integer request : meanwhile.keySet()) {
            Scenario.shorter(meanwhile.get(request))
                    .forEach(fewer -> shorter.add(new Step(number, process, kind, seed, faults, with(request, fewer))));
        }
        for (Integer request : faults.keySet()) {
            SortedMap<Integer, Fault> fewer = new TreeMap<>(faults);
            fewer.remove(request);
            shorter.add(new Step(number, process, kind, seed, fewer, meanwhile));
        }
        return shorter;
    }

    private SortedMap<Integer, List<Step>> with(int request, List<Step> steps) {
        SortedMap<Integer, List<Step>> other = new TreeMap<>(meanwhile);
        if (steps.isEmpty()) {
            other.remove(request);
        } else {
            other.put(request, steps);
        }
        return other;
    }

    int size() {
        return 1
                + faults.size()
                + meanwhile.values().stream()
                        .flatMap(List::stream)
                        .mapToInt(Step::size)
                        .sum();
    }

    void print(String indent, StringBuilder to) {
        to.append(indent)
                .append("%d. process %d: %s (seed %d)".formatted(number, process, kind, seed))
                .append(faults.isEmpty() ? "" : ", requests suffer " + faults)
                .append('\n');
        for (Map.Entry<Integer, List<Step>> during : meanwhile.entrySet()) {
            to.append(indent)
                    .append("   while request ")
                    .append(during.getKey())
                    .append(" is on its way\n");
            during.getValue().forEach(step -> step.print(indent + "      ", to));
        }
    }
}
