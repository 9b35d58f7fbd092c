package io.twinlake.server;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The circles among source files: sets of files each of which needs every other, by whatever its classes mention but for the
 * cases that a sealed type permits. A file is named by its outermost class.
 */
final class FileCircles {

    private final Map<String, Set<String>> needs = new TreeMap<>();
    private final Map<String, Integer> order = new HashMap<>();
    private final Map<String, Integer> lowest = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final List<Set<String>> circles = new ArrayList<>();

    private FileCircles() {}

    /** The circles, largest first. */
    static List<Set<String>> among(Stream<JavaClass> classes) {
        var graph = new FileCircles();
        classes.forEach(graph::add);
        Set<String> files = new HashSet<>(graph.needs.keySet());
        graph.needs.values().forEach(needed -> needed.retainAll(files));
        graph.needs.keySet().stream()
                .filter(file -> !graph.order.containsKey(file))
                .forEach(graph::visit);
        graph.circles.sort(
                Comparator.comparing((Set<String> circle) -> circle.size()).reversed());
        return graph.circles;
    }

    private void add(JavaClass type) {
        Set<String> needed = needs.computeIfAbsent(file(type), file -> new TreeSet<>());
        type.getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .map(target -> file(target.getBaseComponentType()))
                .filter(target -> !target.equals(file(type)))
                .forEach(needed::add);
    }

    private static String file(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    /** Tarjan's algorithm of strongly connected components. */
    private void visit(String file) {
        int number = order.size();
        order.put(file, number);
        lowest.put(file, number);
        open.push(file);
        for (String needed : needs.getOrDefault(file, Set.of())) {
            if (!order.containsKey(needed)) {
                visit(needed);
                lowest.merge(file, lowest.getOrDefault(needed, 0), Math::min);
            } else if (open.contains(needed)) {
                lowest.merge(file, order.getOrDefault(needed, 0), Math::min);
            }
        }
        if (Objects.equals(lowest.get(file), order.get(file))) {
            close(file);
        }
    }

    private void close(String root) {
        Set<String> circle = new TreeSet<>();
        String file;
        do {
            file = open.pop();
            circle.add(file);
        } while (!file.equals(root));
        if (circle.size() > 1) {
            circles.add(circle);
        }
    }
}
