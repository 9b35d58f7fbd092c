package io.twinlake.spark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Where a snapshot's event time may be cut, so that what is before a cut can be read before what is after it. A cut that no
 * file reaches across costs nothing, as the files on either side are others. Where files overlap and are much of the
 * table, it is cut into parts of about the same size, so few that no file is read in more than {@link #SLICES} of them.
 */
final class TimeCuts {

    /** The most slices into which files that overlap are cut, the rows without an event time included. */
    static final int SLICES = 16;

    /** Bounds of times are to the millisecond and believed to one more, so files may seem to overlap by twice that. */
    private static final long WIDTH_OF_BOUNDS = 4_000;

    private final List<TimedFile> files;
    private final List<TimedFile> bounded;
    private final double bytes;

    private TimeCuts(List<TimedFile> files) {
        this.files = files;
        this.bounded = files.stream().filter(TimedFile::isBounded).toList();
        this.bytes = bounded.stream().mapToDouble(file -> file.file().size()).sum();
    }

    /** The cuts, ascending; {@link Long#MIN_VALUE} is the one between rows without an event time and the others. */
    static List<Long> of(List<TimedFile> files, boolean areTimes) {
        var cuts = new TimeCuts(files.stream()
                .filter(TimedFile::mayHaveValues)
                .sorted(Comparator.comparingLong(TimedFile::min))
                .toList());
        if (cuts.bounded.isEmpty()) {
            return List.of();
        }
        boolean nulls = files.stream().anyMatch(TimedFile::mayHaveNulls);
        List<Group> groups = cuts.groups(areTimes ? WIDTH_OF_BOUNDS : 0);
        TreeSet<Long> found = new TreeSet<>(cuts.within(groups, nulls ? SLICES - 1 : SLICES));
        groups.stream().skip(1).map(Group::from).forEach(found::add);
        if (nulls) {
            found.add(Long.MIN_VALUE);
        }
        return List.copyOf(found);
    }

    /** Files that overlap, directly or by others between them. */
    private record Group(long from, long to, int files, double bytes) {

        boolean reachesAcross(long cut) {
            return from < cut && cut <= to;
        }
    }

    private List<Group> groups(long slack) {
        List<Group> groups = new ArrayList<>();
        long from = files.get(0).min();
        long to = files.get(0).max();
        int count = 0;
        double size = 0;
        for (TimedFile file : files) {
            if (file.min() > from && file.min() > Math.max(to, Long.MIN_VALUE + slack) - slack) {
                groups.add(new Group(from, to, count, size));
                from = file.min();
                count = 0;
                size = 0;
            }
            to = Math.max(to, file.max());
            count++;
            size += file.file().size();
        }
        groups.add(new Group(from, to, count, size));
        return groups;
    }

    private List<Long> within(List<Group> groups, int slices) {
        List<Group> large = groups.stream()
                .filter(group -> group.files() > 1 && group.bytes() > bytes / slices)
                .toList();
        return IntStream.range(1, large.isEmpty() ? 1 : slices)
                .mapToObj(slice -> quantile(bytes * slice / slices))
                .filter(cut -> large.stream().anyMatch(group -> group.reachesAcross(cut)))
                .toList();
    }

    /** The time before which there are that many bytes, if those of a file are spread evenly between its bounds. */
    private long quantile(double wanted) {
        long low = bounded.get(0).min();
        long high = bounded.stream().mapToLong(TimedFile::max).max().orElseThrow();
        while (low < high) {
            long middle = low + ((high - low) >>> 1);
            if (bytesBefore(middle) < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private double bytesBefore(long time) {
        double before = 0;
        for (TimedFile file : bounded) {
            if (file.min() >= time) {
                break;
            }
            double part = ((double) time - file.min()) / ((double) file.max() - file.min() + 1);
            before += file.file().size() * Math.min(1, part);
        }
        return before;
    }
}
