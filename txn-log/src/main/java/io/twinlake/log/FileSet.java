package io.twinlake.log;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The live files and the tombstones of a version. A value: {@link #after} gives the next one, cheaply, and only who asks
 * for files pays for replaying the actions since the last one that was asked.
 */
final class FileSet {

    /** Actions that wait are replayed when there are more of them than this and than an eighth of the live files. */
    private static final int MOST_WAITING = 256;

    private final DataPath paths;
    private final int waiting;
    private final int replayedFiles;
    private @Nullable FileSet before;
    private @Nullable List<Action> actions;
    private @Nullable Replayed replayed;

    private FileSet(DataPath paths, FileSet before, List<Action> actions) {
        this.paths = paths;
        this.before = before;
        this.actions = actions;
        this.waiting = before.waiting + actions.size();
        this.replayedFiles = before.replayedFiles;
    }

    private FileSet(DataPath paths, Replayed replayed) {
        this.paths = paths;
        this.waiting = 0;
        this.replayedFiles = replayed.live.size();
        this.replayed = replayed;
    }

    static FileSet none(DataPath paths) {
        return new FileSet(paths, new Replayed());
    }

    /** The files after these actions as well, which are one version's (order of adds and removes does not matter). */
    FileSet after(List<Action> next) {
        List<Action> files = next.stream().filter(FileSet::concernsFiles).toList();
        if (files.isEmpty()) {
            return this;
        }
        var after = new FileSet(paths, this, files);
        return after.waiting > Math.max(MOST_WAITING, replayedFiles / 8) ? new FileSet(paths, after.replayed()) : after;
    }

    Collection<Action.AddFile> live() {
        return Collections.unmodifiableCollection(replayed().live.values());
    }

    Collection<Action.RemoveFile> tombstones() {
        return Collections.unmodifiableCollection(replayed().tombstones.values());
    }

    /** Whether that file is live with that deletion vector. */
    boolean contains(Action.AddFile file) {
        return replayed().live.containsKey(FileKey.of(paths, file));
    }

    private static boolean concernsFiles(Action action) {
        return action instanceof Action.AddFile || action instanceof Action.RemoveFile;
    }

    private synchronized Replayed replayed() {
        if (replayed == null) {
            Deque<List<Action>> since = new ArrayDeque<>();
            Replayed base = pending(since);
            var result = new Replayed(base);
            since.forEach(version -> version.forEach(action -> result.apply(paths, action)));
            replayed = result;
            before = null;
            actions = null;
        }
        return replayed;
    }

    /** Walks back to what has been replayed; collects, oldest first, what has not. */
    private Replayed pending(Deque<List<Action>> since) {
        FileSet at = this;
        while (true) {
            synchronized (at) {
                if (at.replayed != null) {
                    return at.replayed;
                }
                if (at.actions == null || at.before == null) {
                    throw new IllegalStateException("a set of files without a beginning");
                }
                since.addFirst(at.actions);
                at = at.before;
            }
        }
    }

    /** The outcome of a replay; written while it is built, read afterwards. */
    private static final class Replayed {
        private final Map<FileKey, Action.AddFile> live;
        private final Map<FileKey, Action.RemoveFile> tombstones;

        Replayed() {
            live = new LinkedHashMap<>();
            tombstones = new LinkedHashMap<>();
        }

        Replayed(Replayed base) {
            live = new LinkedHashMap<>(base.live);
            tombstones = new LinkedHashMap<>(base.tombstones);
        }

        void apply(DataPath paths, Action action) {
            if (action instanceof Action.AddFile add) {
                FileKey key = FileKey.of(paths, add);
                tombstones.remove(key);
                live.put(key, add);
            } else if (action instanceof Action.RemoveFile remove) {
                FileKey key = FileKey.of(paths, remove);
                live.remove(key);
                tombstones.put(key, remove);
            }
        }
    }
}
