package io.twinlake.ingest;

import io.twinlake.ingest.RecordSink.Field;
import io.twinlake.twin.FieldPath;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The declared fields of a nested record, by the way to them. */
final class FieldTree {

    private final Map<String, FieldTree> members = new HashMap<>();
    private final Map<Integer, FieldTree> elements = new HashMap<>();
    private @Nullable Field field;

    void add(FieldPath path, Field declared) {
        FieldTree at = this;
        for (FieldPath.Step step : path.steps()) {
            at = step.match(new Child(at));
        }
        at.field = declared;
    }

    /** What lies at that member, or null. */
    @Nullable
    FieldTree member(String name) {
        return members.get(name);
    }

    /** What lies at that element, or null. */
    @Nullable
    FieldTree element(int index) {
        return elements.get(index);
    }

    /** The field that lies here, or null. */
    @Nullable
    Field field() {
        return field;
    }

    /** Whether fields lie further inwards. */
    boolean hasInner() {
        return !members.isEmpty() || !elements.isEmpty();
    }

    private record Child(FieldTree of) implements FieldPath.Step.Cases<FieldTree> {
        @Override
        public FieldTree member(FieldPath.Member step) {
            return of.members.computeIfAbsent(step.name(), any -> new FieldTree());
        }

        @Override
        public FieldTree element(FieldPath.Element step) {
            return of.elements.computeIfAbsent(step.index(), any -> new FieldTree());
        }
    }
}
