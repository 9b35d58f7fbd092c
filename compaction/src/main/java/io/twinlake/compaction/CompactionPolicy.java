package io.twinlake.compaction;

import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which small files to merge: a file belongs to a tier by its size, each tier so many times as large as the one
 * below, and a tier that has gathered enough files is merged together with what is smaller still. So a row is rewritten
 * about once a tier, however many files arrive. Files of half the target size and more are left alone, unless so large
 * a part of their rows is deleted that reading past them costs more than writing the rest anew.
 *
 * @param targetFileBytes size of a merged file that is not merged again
 * @param filesPerTier how many files of a tier make a merge worth its cost, and how much larger the next tier's are
 * @param tiers how many tiers there are at most; with 1 all small files are alike
 * @param maxFilesPerMerge of one merge: each input holds an open file and a batch of rows in memory
 * @param maxBytesPerRun of all merges of one plan together
 * @param mostDeletedShare of a file's rows; a file with more deleted ones is rewritten whatever its size
 */
public record CompactionPolicy(
        long targetFileBytes,
        int filesPerTier,
        int tiers,
        int maxFilesPerMerge,
        long maxBytesPerRun,
        double mostDeletedShare) {

    /** Files below this size count as small wherever a table is described or examined. */
    public static final long SMALL_FILE_BYTES = 16L << 20;

    public CompactionPolicy {
        if (targetFileBytes < 1 || filesPerTier < 2 || tiers < 1 || maxFilesPerMerge < filesPerTier) {
            throw new IllegalArgumentException("targetFileBytes " + targetFileBytes + ", filesPerTier " + filesPerTier
                    + ", tiers " + tiers + ", maxFilesPerMerge " + maxFilesPerMerge
                    + "; expected at least 1, 2, 1 and filesPerTier");
        }
        if (maxBytesPerRun < 1) {
            throw new IllegalArgumentException("maxBytesPerRun " + maxBytesPerRun + "; expected at least 1");
        }
        if (!(mostDeletedShare >= 0 && mostDeletedShare <= 1)) {
            throw new IllegalArgumentException("mostDeletedShare " + mostDeletedShare + "; expected 0 to 1");
        }
    }

    /** Files of 128 MiB, merged by eights, at most 1 GiB a run, a third of a file's rows deleted. */
    public static CompactionPolicy defaults() {
        return new CompactionPolicy(128L << 20, 8, 8, 64, 1L << 30, 1.0 / 3);
    }

    /** Merges any two small files and takes out all deleted rows: the fastest reading, at the price of rewriting more. */
    public CompactionPolicy full() {
        return new CompactionPolicy(targetFileBytes, 2, 1, maxFilesPerMerge, maxBytesPerRun, 0);
    }

    public CompactionPolicy withTargetFileBytes(long bytes) {
        return new CompactionPolicy(bytes, filesPerTier, tiers, maxFilesPerMerge, maxBytesPerRun, mostDeletedShare);
    }

    public CompactionPolicy withFilesPerTier(int files) {
        return new CompactionPolicy(
                targetFileBytes, files, tiers, Math.max(files, maxFilesPerMerge), maxBytesPerRun, mostDeletedShare);
    }

    public CompactionPolicy withMaxFilesPerMerge(int files) {
        return new CompactionPolicy(targetFileBytes, filesPerTier, tiers, files, maxBytesPerRun, mostDeletedShare);
    }

    public CompactionPolicy withMostDeletedShare(double share) {
        return new CompactionPolicy(targetFileBytes, filesPerTier, tiers, maxFilesPerMerge, maxBytesPerRun, share);
    }

    /** What to merge now, in the order that the table says; empty where nothing is worth it. Reads nothing but the snapshot. */
    public Optional<CompactionPlan> plan(Snapshot snapshot) {
        return plan(snapshot, SortOrder.of(snapshot));
    }

    /** What to merge now into files of that order. */
    public Optional<CompactionPlan> plan(Snapshot snapshot, SortOrder order) {
        if (!order.fits(snapshot.schema())) {
            throw new IllegalArgumentException(
                    "table " + snapshot.table() + " can't be " + order + ": its columns are " + snapshot.schema());
        }
        var chosen = new Chosen(maxBytesPerRun);
        for (List<AddFile> partition : candidatesByPartition(snapshot)) {
            Map<Boolean, List<AddFile>> byWear =
                    partition.stream().collect(Collectors.partitioningBy(file -> isWorn(snapshot, file)));
            slices(byWear.getOrDefault(true, List.of())).forEach(worn -> chosen.add(merge(snapshot, worn)));
            due(byWear.getOrDefault(false, List.of())).stream()
                    .map(files -> merge(snapshot, files))
                    .filter(merge -> merge.filesOut() < merge.files().size())
                    .forEach(chosen::add);
        }
        return chosen.merges.isEmpty()
                ? Optional.empty()
                : Optional.of(new CompactionPlan(snapshot, order, chosen.merges));
    }

    /** Merges as long as there are bytes left for them; one always. */
    private static final class Chosen {
        private final List<Merge> merges = new ArrayList<>();
        private long bytesLeft;

        Chosen(long bytesLeft) {
            this.bytesLeft = bytesLeft;
        }

        void add(Merge merge) {
            if (merges.isEmpty() || merge.bytesIn() <= bytesLeft) {
                merges.add(merge);
                bytesLeft -= merge.bytesIn();
            }
        }
    }

    private Merge merge(Snapshot snapshot, List<AddFile> files) {
        double bytes = files.stream()
                .mapToDouble(file -> file.size() * (1 - deletedShare(snapshot, file)))
                .sum();
        return new Merge(files, (int) Math.max(1, Math.round(bytes / targetFileBytes)));
    }

    private boolean isWorn(Snapshot snapshot, AddFile file) {
        return deletedShare(snapshot, file) > mostDeletedShare;
    }

    /** 0 where the log does not say how many rows the file has, which it must for a file with a deletion vector. */
    private static double deletedShare(Snapshot snapshot, AddFile file) {
        if (file.deletionVector().isEmpty()) {
            return 0;
        }
        OptionalLong rows = snapshot.statistics(file).rows();
        return rows.isEmpty() || rows.getAsLong() == 0
                ? 0
                : (double) file.deletionVector().get().cardinality() / rows.getAsLong();
    }

    private Iterable<List<AddFile>> candidatesByPartition(Snapshot snapshot) {
        Map<Map<String, Optional<String>>, List<AddFile>> partitions = new LinkedHashMap<>();
        try (Stream<AddFile> files = snapshot.files()) {
            files.filter(file -> file.size() < targetFileBytes / 2 || isWorn(snapshot, file))
                    .forEach(file -> partitions
                            .computeIfAbsent(file.partitionValues(), values -> new ArrayList<>())
                            .add(file));
        }
        return partitions.values();
    }

    /** The lowest tier that is full, with all below it, cut into merges of few enough files; else nothing. */
    private List<List<AddFile>> due(List<AddFile> small) {
        SortedMap<Integer, Integer> counts = new TreeMap<>();
        small.forEach(file -> counts.merge(tier(file), 1, Integer::sum));
        return counts.entrySet().stream()
                .filter(tier -> tier.getValue() >= filesPerTier)
                .map(Map.Entry::getKey)
                .findFirst()
                .map(full ->
                        slices(small.stream().filter(file -> tier(file) <= full).toList()))
                .orElse(List.of());
    }

    private List<List<AddFile>> slices(List<AddFile> files) {
        List<List<AddFile>> slices = new ArrayList<>();
        List<AddFile> slice = new ArrayList<>();
        long bytes = 0;
        for (AddFile file : files) {
            if (slice.size() == maxFilesPerMerge || (slice.size() > 1 && bytes + file.size() > maxBytesPerRun)) {
                slices.add(slice);
                slice = new ArrayList<>();
                bytes = 0;
            }
            slice.add(file);
            bytes += file.size();
        }
        if (!slice.isEmpty()) {
            slices.add(slice);
        }
        return slices;
    }

    /** From 0 for the smallest: the tier below the target size is the highest, each lower one's files smaller by a factor. */
    private int tier(AddFile file) {
        int tier = tiers - 1;
        for (double bound = (double) targetFileBytes / 2 / filesPerTier; tier > 0 && file.size() < bound; tier--) {
            bound /= filesPerTier;
        }
        return tier;
    }
}
