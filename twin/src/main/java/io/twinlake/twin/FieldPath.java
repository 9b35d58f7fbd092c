package io.twinlake.twin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a field lies in an event: its name, or the way to it through objects and arrays, as {@code readings[0].v}. In
 * CSV and Parquet, whose fields lie flat, it is the column of that {@link #column name}.
 *
 * @param steps from the outside inwards, one or more, the first a name
 */
public record FieldPath(List<Step> steps) {

    private static final Pattern STEP = Pattern.compile("\\.?(?:([^.\\[\\]\"]+)|\"([^\"]+)\")|\\[(\\d{1,9})]");

    /** One step inwards. */
    public sealed interface Step {

        /** One method a case. */
        interface Cases<R> {
            R member(Member step);

            R element(Element step);
        }

        <R> R match(Cases<R> cases);
    }

    /** The member of an object. */
    public record Member(String name) implements Step {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.member(this);
        }

        @Override
        public String toString() {
            return name.matches("[^.\\[\\]\"]+") ? name : '"' + name + '"';
        }
    }

    /** The element of an array, from 0. */
    public record Element(int index) implements Step {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.element(this);
        }

        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    public FieldPath {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || !(steps.get(0) instanceof Member)) {
            throw new IllegalArgumentException("a path begins with a name, not with " + steps);
        }
    }

    /** The field of that name, whatever is in it. */
    public static FieldPath of(String name) {
        return new FieldPath(List.of(new Member(name)));
    }

    /** Reads {@code data.temp}, {@code readings[0].v}, {@code "a.b".c}; empty if it is no path. */
    public static Optional<FieldPath> parse(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        int at = 0;
        while (at < text.length()) {
            step.region(at, text.length());
            boolean dotted = text.charAt(at) == '.';
            if (!step.lookingAt() || (dotted == steps.isEmpty() && step.group(3) == null)) {
                return Optional.empty();
            }
            String name = step.group(1) != null ? step.group(1) : step.group(2);
            steps.add(name != null ? new Member(name) : new Element(Integer.parseInt(step.group(3))));
            at = step.end();
        }
        return steps.isEmpty() || !(steps.get(0) instanceof Member)
                ? Optional.empty()
                : Optional.of(new FieldPath(steps));
    }

    /** Whether it is a name alone. */
    public boolean isName() {
        return steps.size() == 1;
    }

    /** What a flat record calls it. */
    public String column() {
        return isName() ? ((Member) steps.get(0)).name() : toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append(step instanceof Member && text.length() > 0 ? "." : "").append(step);
        }
        return text.toString();
    }
}
