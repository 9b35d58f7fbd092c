package io.twinlake.twin;

import java.util.List;
import java.util.function.Consumer;

/** State images of one plan's twins. */
final class Images {

    private static final long FORMAT = 1;

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
        });
        return StateImage.of(out.finish());
    }

    /** Gives each twin of the image, its timers not yet set. */
    void read(StateImage image, Consumer<Twin> each) {
        ImageReader in = new ImageReader(image.bytes());
        long format = in.unsigned();
        if (format != FORMAT) {
            throw new IllegalArgumentException("a state image of format " + format + ", this version reads " + FORMAT
                    + "; use the version of Twinlake that wrote it, or replay from the first epoch");
        }
        String name = in.text();
        if (!name.equals(name())) {
            throw new IllegalArgumentException("a state image of twin type " + name + " can't be restored into "
                    + name() + "; give each twin type its own image");
        }
        ImageSlots memory = ImageSlots.match(plan.memory.layout(), plan.memory.meanings(), in);
        ImageSlots held = ImageSlots.match(heldLayout, heldMeanings, in);
        int count = in.count();
        for (int i = 0; i < count; i++) {
            Twin twin = new Twin(in.plain(), plan.memory.layout().newSlots(), heldLayout.newSlots());
            memory.read(twin.memory, in);
            held.read(twin.held, in);
            each.accept(twin);
        }
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
