package io.twinlake.twin;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** State images of one plan's twins. */
final class Images {

    private static final long FORMAT = 3;

    /** It did not say what was not in the last row: what {@code emit} held back. */
    private static final long FORMAT_WITHOUT_HIDDEN = 2;

    /** Nor what a change of the definition had reset. */
    private static final long FORMAT_WITHOUT_RESETS = 1;

    private final Plan plan;
    private final Layout heldLayout;
    private final List<String> heldMeanings;

    Images(Plan plan) {
        this.plan = plan;
        this.heldLayout = plan.definition.heldLayout();
        this.heldMeanings = heldLayout.slots().stream().map(this::meaning).toList();
    }

    StateImage write(TwinMap twins) {
        ImageWriter out = new ImageWriter();
        out.unsigned(FORMAT);
        out.text(name());
        writeNames(rulesWhere(rule -> !rule.emission().isVisible()), out);
        ImageSlots memory = ImageSlots.describe(plan.memory.layout(), plan.memory.meanings(), out);
        ImageSlots held = ImageSlots.describe(heldLayout, heldMeanings, out);
        out.unsigned(twins.size());
        twins.forEachByKey(twin -> {
            out.plain(twin.key);
            memory.write(twin.memory, out);
            held.write(twin.held, out);
            writeNames(twin.reset == null ? new BitSet() : twin.reset, out);
            writeNames(rulesWhere(rule -> rule.emission().differsFromRow(twin.memory)), out);
        });
        return StateImage.of(out.finish());
    }

    /** Gives each twin of the image, its timers not yet set. */
    void read(StateImage image, Consumer<Twin> each) {
        ImageReader in = new ImageReader(image.bytes());
        long format = in.unsigned();
        if (format < FORMAT_WITHOUT_RESETS || format > FORMAT) {
            throw new IllegalArgumentException("a state image of format " + format + ", this version reads " + FORMAT
                    + "; use the version of Twinlake that wrote it, or replay from the first epoch");
        }
        String name = in.text();
        if (!name.equals(name())) {
            throw new IllegalArgumentException("a state image of twin type " + name + " can't be restored into "
                    + name() + "; give each twin type its own image");
        }
        Set<String> hidden = format > FORMAT_WITHOUT_HIDDEN ? Set.copyOf(readNames(in)) : Set.of();
        ImageSlots memory = ImageSlots.match(plan.memory.layout(), plan.memory.meanings(), in)
                .resetting(property -> hidden.contains(property) ? OptionalInt.empty() : visibleRule(property));
        ImageSlots held = ImageSlots.match(heldLayout, heldMeanings, in);
        int count = in.count();
        for (int i = 0; i < count; i++) {
            Twin twin = new Twin(in.plain(), plan.memory.layout().newSlots(), heldLayout.newSlots());
            BitSet unsaid = memory.read(twin.memory, in);
            held.read(twin.held, in);
            if (format > FORMAT_WITHOUT_RESETS) {
                readNames(in).forEach(reset -> visibleRule(reset).ifPresent(unsaid::set));
            }
            if (format > FORMAT_WITHOUT_HIDDEN) {
                readUnwritten(new LastRow(hidden, memory), twin, unsaid, in);
            }
            boolean hasRow = !twin.memory.isNull(plan.memory.seq.at());
            twin.reset = hasRow && !unsaid.isEmpty() ? unsaid : null;
            each.accept(twin);
        }
    }

    /** What the definition of an image says of the rows before it: properties that had no column, values that it kept. */
    private record LastRow(Set<String> hidden, ImageSlots memory) {}

    /**
     * Sees to it that the first row under another {@code emit} names what differs from the row before, and no more: what
     * is now shown at once, and was not in that row, is remembered; what is now kept beside the value begins with that
     * row's.
     */
    private void readUnwritten(LastRow last, Twin twin, BitSet unsaid, ImageReader in) {
        List<String> unwritten = readNames(in);
        for (int i = 0; i < plan.rules.length && !twin.memory.isNull(plan.memory.seq.at()); i++) {
            Emission emission = plan.rules[i].emission();
            boolean wasHidden = last.hidden().contains(plan.rules[i].property());
            if (emission.isShownAtOnce()) {
                boolean differs =
                        wasHidden ? emission.hasValue(twin.memory) : unwritten.contains(plan.rules[i].property());
                unsaid.set(i, differs || unsaid.get(i));
            } else if (!wasHidden && emission.written().stream().noneMatch(last.memory()::has)) {
                emission.remember(twin.memory);
            }
        }
    }

    private BitSet rulesWhere(Predicate<Rule> condition) {
        BitSet found = new BitSet();
        for (int i = 0; i < plan.rules.length; i++) {
            found.set(i, condition.test(plan.rules[i]));
        }
        return found;
    }

    private void writeNames(BitSet rules, ImageWriter out) {
        out.unsigned(rules.cardinality());
        rules.stream().forEach(rule -> out.text(plan.rules[rule].property()));
    }

    private static List<String> readNames(ImageReader in) {
        List<String> names = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            names.add(in.text());
        }
        return names;
    }

    private OptionalInt visibleRule(String property) {
        return IntStream.range(0, plan.rules.length)
                .filter(rule -> plan.rules[rule].property().equals(property))
                .filter(rule -> plan.rules[rule].emission().isVisible())
                .findFirst();
    }

    private String name() {
        return plan.definition.namespace() + "." + plan.definition.name();
    }

    private String meaning(Layout.Slot slot) {
        String stream = plan.definition.held().fields().stream()
                .filter(field -> field.held().equals(slot))
                .map(field -> plan.definition.streams().get(field.stream()).name() + "."
                        + field.telemetry().name())
                .findFirst()
                .orElse(slot.name());
        return "held " + stream + " " + slot.type().word();
    }
}
