package io.twinlake.twin;

import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** State images of one plan's twins. */
final class Images {

    private static final long FORMAT = 2;

    /** It did not say what a change of the definition had reset. */
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
        ImageSlots memory = ImageSlots.describe(plan.memory.layout(), plan.memory.meanings(), out);
        ImageSlots held = ImageSlots.describe(heldLayout, heldMeanings, out);
        out.unsigned(twins.size());
        twins.forEachByKey(twin -> {
            out.plain(twin.key);
            memory.write(twin.memory, out);
            held.write(twin.held, out);
            writeReset(twin.reset, out);
        });
        return StateImage.of(out.finish());
    }

    /** Gives each twin of the image, its timers not yet set. */
    void read(StateImage image, Consumer<Twin> each) {
        ImageReader in = new ImageReader(image.bytes());
        long format = in.unsigned();
        if (format != FORMAT && format != FORMAT_WITHOUT_RESETS) {
            throw new IllegalArgumentException("a state image of format " + format + ", this version reads " + FORMAT
                    + "; use the version of Twinlake that wrote it, or replay from the first epoch");
        }
        String name = in.text();
        if (!name.equals(name())) {
            throw new IllegalArgumentException("a state image of twin type " + name + " can't be restored into "
                    + name() + "; give each twin type its own image");
        }
        ImageSlots memory = ImageSlots.match(plan.memory.layout(), plan.memory.meanings(), in)
                .resetting(this::visibleRule);
        ImageSlots held = ImageSlots.match(heldLayout, heldMeanings, in);
        int count = in.count();
        for (int i = 0; i < count; i++) {
            Twin twin = new Twin(in.plain(), plan.memory.layout().newSlots(), heldLayout.newSlots());
            BitSet reset = memory.read(twin.memory, in);
            held.read(twin.held, in);
            if (format != FORMAT_WITHOUT_RESETS) {
                readReset(reset, in);
            }
            boolean hasRow = !twin.memory.isNull(plan.memory.seq.at());
            twin.reset = hasRow && !reset.isEmpty() ? reset : null;
            each.accept(twin);
        }
    }

    private void writeReset(@Nullable BitSet reset, ImageWriter out) {
        out.unsigned(reset == null ? 0 : reset.cardinality());
        if (reset != null) {
            reset.stream().forEach(rule -> out.text(plan.rules[rule].property()));
        }
    }

    /** Adds what was reset when the image was taken, as far as it is still there. */
    private void readReset(BitSet reset, ImageReader in) {
        for (int left = in.count(); left > 0; left--) {
            visibleRule(in.text()).ifPresent(reset::set);
        }
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
