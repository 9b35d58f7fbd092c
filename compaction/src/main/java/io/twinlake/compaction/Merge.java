package io.twinlake.compaction;

import io.twinlake.format.Counted;
import io.twinlake.log.Action.AddFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Some files of one partition that become fewer.
 *
 * @param files in the order of the log
 * @param filesOut how many files the rows are spread over
 */
public record Merge(List<AddFile> files, int filesOut) {

    public Merge {
        files = List.copyOf(files);
        if (files.isEmpty() || filesOut < 1) {
            throw new IllegalArgumentException("a merge of " + files.size() + " files into " + filesOut);
        }
    }

    public long bytesIn() {
        return files.stream().mapToLong(AddFile::size).sum();
    }

    /** The same for all files. */
    public Map<String, Optional<String>> partitionValues() {
        return files.get(0).partitionValues();
    }

    @Override
    public String toString() {
        return Counted.of(files.size(), "file") + ", " + Counted.of(bytesIn(), "byte") + ", into " + filesOut
                + (partitionValues().isEmpty() ? "" : " in partition " + partitionValues());
    }
}
