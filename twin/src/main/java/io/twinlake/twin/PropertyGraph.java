package io.twinlake.twin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Which property reads which: the order of evaluation, and the streams that touch each. */
final class PropertyGraph {

    private final int streams;
    private final Map<String, Set<Reference>> reads = new HashMap<>();
    private final Map<String, String> ownerOfColumn = new HashMap<>();

    PropertyGraph(int streams) {
        this.streams = streams;
    }

    /** Adds a property or an attribute with what its formulas read. */
    void add(String name, Set<Reference> itsReads, List<String> columns) {
        reads.put(name, itsReads);
        columns.forEach(column -> ownerOfColumn.put(column, name));
    }

    /** The names, each after those that it reads now (not by {@code prev}); takes them in the given order else. */
    List<String> ordered(List<String> all) {
        Set<String> done = new LinkedHashSet<>();
        all.forEach(name -> visit(name, done));
        return done.stream().filter(all::contains).toList();
    }

    private void visit(String name, Set<String> done) {
        if (!done.contains(name)) {
            readsNow(name).forEach(read -> visit(read, done));
            done.add(name);
        }
    }

    /** A way from the property over those that it reads back to itself, its name first and last. */
    Optional<List<String>> cycle(String name) {
        return path(name, name, new HashSet<>()).map(path -> {
            List<String> cycle = new ArrayList<>(List.of(name));
            cycle.addAll(path);
            return cycle;
        });
    }

    private Optional<List<String>> path(String from, String to, Set<String> seen) {
        for (String read : readsNow(from)) {
            if (read.equals(to)) {
                return Optional.of(List.of(to));
            }
            if (seen.add(read)) {
                Optional<List<String>> rest = path(read, to, seen);
                if (rest.isPresent()) {
                    List<String> path = new ArrayList<>(List.of(read));
                    path.addAll(rest.get());
                    return Optional.of(path);
                }
            }
        }
        return Optional.empty();
    }

    private List<String> readsNow(String name) {
        return read(name, false);
    }

    private List<String> read(String name, boolean previousToo) {
        return reads.getOrDefault(name, Set.of()).stream()
                .filter(Reference.State.class::isInstance)
                .map(Reference.State.class::cast)
                .filter(state -> previousToo || !state.previous())
                .map(state -> ownerOfColumn.getOrDefault(state.column(), state.column()))
                .distinct()
                .sorted()
                .toList();
    }

    /** The streams whose events touch it. */
    Set<Integer> streamsOf(String name) {
        Set<Integer> found = new HashSet<>();
        gather(name, found, new HashSet<>());
        return found.isEmpty() ? Set.copyOf(IntStream.range(0, streams).boxed().toList()) : found;
    }

    private void gather(String name, Set<Integer> found, Set<String> seen) {
        if (!seen.add(name)) {
            return;
        }
        for (Reference read : reads.getOrDefault(name, Set.of())) {
            if (read instanceof Reference.Telemetry telemetry) {
                found.add(telemetry.stream());
            }
        }
        boolean readsNothing = reads.getOrDefault(name, Set.of()).stream().allMatch(Reference.Time.class::isInstance);
        if (readsNothing) {
            IntStream.range(0, streams).forEach(found::add);
        }
        read(name, true).forEach(read -> gather(read, found, seen));
    }
}
