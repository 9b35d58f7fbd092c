package io.twinlake.twin;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Definitions made by chance: a few properties with reducers and modifiers, some of which read others. */
final class RandomDefinition {

    private static final String ONE_STREAM = Script.HEAD;

    private static final String TWO_STREAMS = """
            twinlake: v1alpha1
            kind: TwinType
            namespace: test
            name: thing
            version: 1
            sources:
              s:
                stream: s
                telemetry:
                  k: {type: string}
                  t: {type: timestamp, format: epoch_s}
                  x: {type: double}
                  n: {type: long}
                  c: {type: string}
                key: {expr: k}
                time: {event_time: t, lateness: 10s}
              r:
                stream: r
                telemetry:
                  k: {type: string}
                  t: {type: timestamp, format: epoch_s}
                  y: {type: double}
                  z: {type: double}
                  b: {type: boolean}
                key: {expr: k}
                time: {event_time: t, lateness: 10s}
            """;

    private final Random random;
    private final StringBuilder yaml = new StringBuilder();
    private final List<String> numbers = new ArrayList<>(List.of("x", "y", "z"));
    private final List<String> texts = new ArrayList<>(List.of("c"));
    private final List<String> flags = new ArrayList<>(List.of("b"));
    private int count;

    /** Nothing is visible: lives go by without a row. */
    private boolean silent;

    private RandomDefinition(Random random) {
        this.random = random;
    }

    static String of(Random random) {
        RandomDefinition definition = new RandomDefinition(random);
        definition.yaml.append(random.nextInt(3) == 0 ? TWO_STREAMS : ONE_STREAM);
        if (random.nextInt(3) == 0) {
            definition.yaml.append("attributes:\n  fact: {type: string, expr: c}\n");
        }
        definition.silent = random.nextInt(20) == 0;
        definition.yaml.append("properties:\n");
        int properties = 1 + random.nextInt(7);
        for (int i = 0; i < properties; i++) {
            definition.property();
        }
        if (random.nextBoolean()) {
            definition.yaml.append("expiry: {after: " + (15 + random.nextInt(30)) + "s}\n");
        }
        return definition.yaml.toString();
    }

    private void property() {
        String name = "p" + count++;
        yaml.append("  ").append(name).append(":\n");
        switch (random.nextInt(14)) {
            case 0 -> simple(name, "string", "last: " + any(texts), texts, true);
            case 1 -> simple(name, "boolean", "last: " + any(flags), flags, true);
            case 2 ->
                simple(
                        name,
                        "double",
                        any(List.of("first", "min", "max", "last")) + ": " + any(numbers),
                        numbers,
                        true);
            case 3 -> simple(name, "double", "sum: " + any(numbers), numbers, false);
            case 4 ->
                simple(
                        name,
                        "long",
                        any(List.of("count: {}", "count: {of: " + any(numbers) + "}")),
                        new ArrayList<>(),
                        false);
            case 5 -> simple(name, "string", band(), texts, true);
            case 6 -> simple(name, "double", "deadband: {of: " + any(numbers) + ", abs: 3}", numbers, true);
            case 7 -> simple(name, "double", "deadband: {of: " + any(numbers) + ", pct: 20}", numbers, true);
            case 8 -> simple(name, "string", machine(), texts, true);
            case 9 -> simple(name, "interval", "dwell: {of: " + any(texts) + ", value: a}", new ArrayList<>(), false);
            case 10 -> simple(name, "double", "ewma: {of: " + any(numbers) + ", half_life: 7s}", numbers, false);
            case 11 -> window();
            case 12 -> simple(name, "double", "formula: " + number(), numbers, true);
            default -> simple(name, "boolean", "formula: " + flag(), flags, true);
        }
    }

    private void simple(String name, String type, String reducer, List<String> pool, boolean holds) {
        line("type: " + type);
        line(reducer);
        if (random.nextInt(5) == 0) {
            line("when: " + flag());
        }
        if (holds && random.nextInt(4) == 0) {
            line("settle: " + (1 + random.nextInt(8)) + "s");
        }
        if (holds && random.nextInt(4) == 0 && !reducer.startsWith("state_machine")) {
            line("min_dwell: " + (1 + random.nextInt(12)) + "s");
        }
        modifiers(reducer.startsWith("dwell"));
        pool.add(name);
    }

    private void modifiers(boolean closes) {
        boolean never = silent || random.nextInt(8) == 0;
        if (!never && random.nextInt(6) == 0) {
            line("max_silence: " + (5 + random.nextInt(20)) + "s");
        }
        switch (never ? 0 : 1 + random.nextInt(7)) {
            case 0 -> line("emit: never");
            case 1 -> line("emit: {every: " + (3 + random.nextInt(15)) + "s}");
            case 2 -> line(count > 1 ? "emit: with p0" : "emit: on_change");
            case 3 -> line(closes ? "emit: on_close" : "emit: on_change");
            default -> {}
        }
    }

    private void window() {
        line("window: {type: tumbling, size: " + (4 + random.nextInt(12)) + "s}");
        line("aggregate:");
        line("  seen: count(*)");
        line("  low: min(x)");
        line("  high: max(x) - min(x)");
        line("  mean: avg(x)");
        line("  total: sum(n)");
        line("  some: count_if(c = 'a')");
        modifiers(true);
    }

    private String band() {
        return "band: {of: " + any(numbers) + ", edges: {low: 0, mid: 4, high: 8}, hysteresis: " + random.nextInt(3)
                + "}";
    }

    private String machine() {
        return "state_machine:\n      states:\n        a: " + flag() + "\n        m: " + flag()
                + (random.nextBoolean() ? "\n      initial: i" : "")
                + (random.nextBoolean() ? "\n      min_dwell: 6s" : "");
    }

    private String number() {
        return any(List.of(
                any(numbers) + " + 1",
                any(numbers) + " - prev(" + any(numbers) + ")",
                "coalesce(" + any(numbers) + ", 0) * 2",
                "10 / " + any(numbers),
                any(numbers) + " + " + any(numbers)));
    }

    private String flag() {
        return any(List.of(
                any(numbers) + " > 4",
                any(texts) + " = 'a'",
                any(flags),
                any(texts) + " <> prev(" + any(texts) + ")",
                "elapsed() < INTERVAL '3' SECOND",
                "NOT " + any(flags),
                any(numbers) + " <= " + any(numbers)));
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void line(String text) {
        yaml.append("    ").append(text).append('\n');
    }
}
