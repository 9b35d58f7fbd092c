package io.twinlake.compaction;

import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Decides which small files to merge: a file belongs to a tier by its size, each tier so many times as large as the one
 * below, and a tier that has gathered enough files is merged together with what is smaller still. So a row is rewritten
 * about once a tier, however many files arrive. Files of half the target size and more are left alone.
 *
 * @param targetFileBytes size of a merged file that is not merged again
 * @param filesPerTier how many files of a tier make a merge worth its cost, and how much larger the next tier's are
 * @param tiers how many tiers there are at most; with 1 all small files are alike
 * @param maxFilesPerMerge of one merge: each input holds an open file and a batch of rows in memory
 * @param maxBytesPerRun of all merges of one plan together
 * @param checkpointEvery a checkpoint of the log is due so many versions after the last
 */
public record CompactionPolicy(
        long targetFileBytes,
        int filesPerTier,
        int tiers,
        int maxFilesPerMerge,
        long maxBytesPerRun,
        int checkpointEvery) {

    public CompactionPolicy {
        if (targetFileBytes < 1 || filesPerTier < 2 || tiers < 1 || maxFilesPerMerge < filesPerTier) {
            throw new IllegalArgumentException("targetFileBytes " + targetFileBytes + ", filesPerTier " + filesPerTier
                    + ", tiers " + tiers + ", maxFilesPerMerge " + maxFilesPerMerge
                    + "; expected at least 1, 2, 1 and filesPerTier");
        }
        if (maxBytesPerRun < 1 || checkpointEvery < 1) {
            throw new IllegalArgumentException("maxBytesPerRun " + maxBytesPerRun + ", checkpointEvery "
                    + checkpointEvery + "; expected at least 1 each");
        }
    }

    /** Files of 128 MiB, merged by eights, at most 1 GiB a run, a checkpoint every 50 versions. */
    public static CompactionPolicy defaults() {
        return new CompactionPolicy(128L << 20, 8, 8, 64, 1L << 30, 50);
    }

    /** Merges any two small files: the least files for the fastest reading, at the price of rewriting more. */
    public CompactionPolicy full() {
        return new CompactionPolicy(targetFileBytes, 2, 1, maxFilesPerMerge, maxBytesPerRun, checkpointEvery);
    }

    public CompactionPolicy withTargetFileBytes(long bytes) {
        return new CompactionPolicy(bytes, filesPerTier, tiers, maxFilesPerMerge, maxBytesPerRun, checkpointEvery);
    }

    public CompactionPolicy withFilesPerTier(int files) {
        return new CompactionPolicy(
                targetFileBytes, files, tiers, Math.max(files, maxFilesPerMerge), maxBytesPerRun, checkpointEvery);
    }

    public CompactionPolicy withMaxFilesPerMerge(int files) {
        return new CompactionPolicy(targetFileBytes, filesPerTier, tiers, files, maxBytesPerRun, checkpointEvery);
    }

    public CompactionPolicy withMaxBytesPerRun(long bytes) {
        return new CompactionPolicy(targetFileBytes, filesPerTier, tiers, maxFilesPerMerge, bytes, checkpointEvery);
    }

    public CompactionPolicy withCheckpointEvery(int versions) {
        return new CompactionPolicy(targetFileBytes, filesPerTier, tiers, maxFilesPerMerge, maxBytesPerRun, versions);
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
        List<Merge> merges = new ArrayList<>();
        long bytesLeft = maxBytesPerRun;
        for (List<AddFile> partition : smallFilesByPartition(snapshot)) {
            for (List<AddFile> files : due(partition)) {
                Merge merge = merge(files);
                if (merge.filesOut() < files.size() && (merges.isEmpty() || merge.bytesIn() <= bytesLeft)) {
                    merges.add(merge);
                    bytesLeft -= merge.bytesIn();
                }
            }
        }
        return merges.isEmpty() ? Optional.empty() : Optional.of(new CompactionPlan(snapshot, order, merges));
    }

    private Merge merge(List<AddFile> files) {
        long bytes = files.stream().mapToLong(AddFile::size).sum();
        return new Merge(files, (int) Math.max(1, Math.round((double) bytes / targetFileBytes)));
    }

    private Iterable<List<AddFile>> smallFilesByPartition(Snapshot snapshot) {
        Map<Map<String, Optional<String>>, List<AddFile>> partitions = new LinkedHashMap<>();
        try (Stream<AddFile> files = snapshot.files()) {
            files.filter(file -> file.size() < targetFileBytes / 2)
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
        slices.add(slice);
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
