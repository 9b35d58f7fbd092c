package io.twinlake.spark;

import io.twinlake.log.Action.AddFile;
import java.util.List;
import java.util.Optional;

/** Files that are read whole, one after the other. */
record ListedFiles(List<AddFile> files) implements VersionFiles {

    @Override
    public Optional<StreamOffset> stop(StreamOffset from, Admission admission) {
        for (int i = from.index(); i < files.size(); i++) {
            if (!admission.admit(1, files.get(i).size())) {
                return Optional.of(from.at(i));
            }
        }
        return Optional.empty();
    }

    @Override
    public List<FileSlice> between(StreamOffset start, Optional<StreamOffset> end) {
        int last = end.map(StreamOffset::index).orElse(files.size());
        return files.subList(start.index(), Math.max(start.index(), last)).stream()
                .map(FileSlice::whole)
                .toList();
    }

    @Override
    public long filesFrom(StreamOffset offset) {
        return (long) files.size() - offset.index();
    }
}
