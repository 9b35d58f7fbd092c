package io.twinlake.spark;

import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The files of a snapshot, read in ascending ranges of event time, rows without one first. A range ends at a cut, where
 * bounds of a micro-batch allow at the last one for which its files are within them. Where the files up to the first cut are
 * more than that, it ends at the last one up to which the same files do and the parts that are read are within them. A file
 * of several ranges is read in each. So no row comes in a later micro-batch than one of later event time, by which watermarks pass.
 */
final class TimedFiles implements VersionFiles {

    private final EventTimeColumn column;
    private final List<TimedFile> files;
    private final List<Long> cuts;

    /** @param cuts ascending */
    TimedFiles(EventTimeColumn column, List<TimedFile> files, List<Long> cuts) {
        this.column = column;
        this.files =
                files.stream().sorted(Comparator.comparingLong(TimedFile::min)).toList();
        this.cuts = cuts;
    }

    /** @param snapshot may have another schema than the stream reads with */
    static TimedFiles of(Snapshot snapshot, EventTimeColumn column, List<AddFile> live) {
        var field = column.in(snapshot);
        List<TimedFile> files =
                live.stream().map(file -> TimedFile.of(snapshot, field, file)).toList();
        boolean areTimes = field.flatMap(present -> EventTimeType.of(present.type()))
                .filter(EventTimeType.TIME::equals)
                .isPresent();
        return new TimedFiles(column, files, TimeCuts.of(files, areTimes));
    }

    /** Whether nothing is known of the order of event times, so that all rows come in one micro-batch. */
    boolean isOneSlice() {
        return cuts.isEmpty() && files.size() > 1;
    }

    @Override
    public Optional<StreamOffset> stop(StreamOffset from, Admission admission) {
        OptionalLong start = position(from);
        List<Long> ends = cuts.stream()
                .filter(cut -> start.isEmpty() || cut > start.getAsLong())
                .toList();
        EventTimes first = EventTimes.between(column.name(), start, first(ends));
        if (!admit(files.stream().filter(file -> file.mayHold(first)).toList(), admission)) {
            return Optional.of(from);
        }
        for (int i = 0; i < ends.size(); i++) {
            int next = i + 1 < ends.size() ? firstFrom(ends.get(i + 1)) : files.size();
            List<TimedFile> more = files.subList(firstFrom(ends.get(i)), next).stream()
                    .filter(file -> file.mayHaveValues() && !file.mayHold(first))
                    .toList();
            boolean fits = admit(more, admission) || (more.isEmpty() && isWorth(start, ends, i + 1, admission));
            if (!fits) {
                return Optional.of(from.below(ends.get(i)));
            }
        }
        return Optional.empty();
    }

    private static boolean admit(List<TimedFile> more, Admission admission) {
        return admission.admit(
                more.size(), more.stream().mapToLong(file -> file.file().size()).sum());
    }

    /** Whether the parts of files up to a later end are within the bounds, where whole files already were not. */
    private boolean isWorth(OptionalLong start, List<Long> ends, int last, Admission admission) {
        EventTimes all = EventTimes.between(
                column.name(), start, last < ends.size() ? OptionalLong.of(ends.get(last)) : OptionalLong.empty());
        double parts = 0;
        double bytes = 0;
        for (TimedFile file : files) {
            double part = file.partOf(all);
            parts += part;
            bytes += part * file.file().size();
        }
        return admission.isWithin(parts, bytes);
    }

    /** The first file that has no rows before that time. */
    private int firstFrom(long time) {
        int low = 0;
        int high = files.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (files.get(middle).min() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public List<FileSlice> between(StreamOffset start, Optional<StreamOffset> end) {
        EventTimes times = EventTimes.between(
                column.name(), position(start), end.map(TimedFiles::position).orElseGet(OptionalLong::empty));
        return files.stream()
                .filter(file -> file.mayHold(times))
                .map(file -> new FileSlice(file.file(), Optional.of(times)))
                .toList();
    }

    @Override
    public long filesFrom(StreamOffset offset) {
        EventTimes rest = EventTimes.between(column.name(), position(offset), OptionalLong.empty());
        return files.stream().filter(file -> file.mayHold(rest)).count();
    }

    private static OptionalLong position(StreamOffset offset) {
        return offset.times().orElseThrow().below();
    }

    private static OptionalLong first(List<Long> ends) {
        return ends.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ends.get(0));
    }
}
