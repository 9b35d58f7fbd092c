package io.twinlake.ingest;

import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How programs that rotate logs name what they rename: {@code a.log.1}, {@code a.log.2}, … (a greater number is older) or
 * with a date ({@code a.log-20240131}, {@code a-20240131.log}; a greater one is newer), compressed or not.
 */
final class Rotation {

    private static final Pattern NUMBER = Pattern.compile("\\.(\\d{1,3})");
    private static final Pattern DATE = Pattern.compile("[-._]?\\d{4}.*");

    private final String stem;
    private final String ending;
    private final String whole;

    /** @param active the name under which a file is written */
    Rotation(Location active) {
        this.whole = active.name();
        int dot = whole.lastIndexOf('.');
        this.stem = dot <= 0 ? whole : whole.substring(0, dot);
        this.ending = dot <= 0 ? "" : whole.substring(dot);
    }

    /** The files among {@code others} that were written after the one that has been renamed to {@code renamed}, in order. */
    List<ObjectInfo> after(Location renamed, Collection<ObjectInfo> others) {
        Optional<Turn> found = turn(renamed);
        if (found.isEmpty()) {
            return List.of();
        }
        List<ObjectInfo> between = new ArrayList<>();
        for (ObjectInfo other : others) {
            boolean inFolder = other.location().parent().equals(renamed.parent());
            boolean isLater = inFolder
                    && turn(other.location())
                            .map(turn -> turn.isComparableTo(found.get()) && turn.compareTo(found.get()) > 0)
                            .orElse(false);
            if (isLater) {
                between.add(other);
            }
        }
        between.sort(Comparator.comparing(other -> turn(other.location()).orElseThrow()));
        return between;
    }

    /** Which file it was, the oldest first. */
    private record Turn(boolean counted, int number, String date) implements Comparable<Turn> {
        boolean isComparableTo(Turn other) {
            return counted == other.counted;
        }

        @Override
        public int compareTo(Turn other) {
            return counted ? Integer.compare(other.number, number) : date.compareTo(other.date);
        }
    }

    private Optional<Turn> turn(Location of) {
        String name = Compression.nameWithin(of.name());
        if (name.startsWith(whole)) {
            return turn(name.substring(whole.length()));
        }
        boolean dated =
                name.startsWith(stem) && name.endsWith(ending) && name.length() > stem.length() + ending.length();
        return dated ? turn(name.substring(stem.length(), name.length() - ending.length())) : Optional.empty();
    }

    private static Optional<Turn> turn(String tag) {
        Matcher number = NUMBER.matcher(tag);
        if (number.matches()) {
            return Optional.of(new Turn(true, Integer.parseInt(number.group(1)), ""));
        }
        return DATE.matcher(tag).matches() ? Optional.of(new Turn(false, 0, tag)) : Optional.empty();
    }
}
