package io.twinlake.log;

import io.twinlake.storage.ObjectInfo;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The commits and checkpoints that a listing of a log has shown; whatever else lies there is not looked at.
 *
 * @param commits by version
 */
record LogListing(NavigableMap<Version, ObjectInfo> commits) {

    static LogListing of(LogFolder folder, List<ObjectInfo> objects) {
        NavigableMap<Version, ObjectInfo> commits = new TreeMap<>();
        for (ObjectInfo object : objects) {
            String name = object.location().relativeTo(folder.at());
            CommitFile.parse(name).ifPresent(commit -> commits.put(commit.version(), object));
        }
        return new LogListing(commits);
    }

    boolean isEmpty() {
        return commits.isEmpty();
    }
}
