package io.twinlake.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The live files and the tombstones of a version: those of a checkpoint, which stay on storage, and what the commits since
 * have changed. A value: {@link #after} gives the next one, cheaply, and only who asks for files pays for replaying the
 * actions since the last one that was asked.
 */
final class FileSet {

    /** Actions that wait are replayed when there are more of them than this and than an eighth of the changes. */
    private static final int MOST_WAITING = 256;

    private final DataPath paths;
    private final StoredFiles stored;
    private final int waiting;
    private final int replayedFiles;
    private @Nullable FileSet before;
    private @Nullable List<Action> actions;
    private @Nullable Replayed replayed;

    private FileSet(DataPath paths, FileSet before, List<Action> actions) {
        this.paths = paths;
        this.stored = before.stored;
        this.before = before;
        this.actions = actions;
        this.waiting = before.waiting + actions.size();
        this.replayedFiles = before.replayedFiles;
    }

    private FileSet(DataPath paths, StoredFiles stored, Replayed replayed) {
        this.paths = paths;
        this.stored = stored;
        this.waiting = 0;
        this.replayedFiles = replayed.live.size() + replayed.tombstones.size();
        this.replayed = replayed;
    }

    static FileSet none(DataPath paths) {
        return of(paths, StoredFiles.none(paths));
    }

    static FileSet of(DataPath paths, StoredFiles stored) {
        return new FileSet(paths, stored, new Replayed());
    }

    /** The files after these actions as well, which are one version's (order of adds and removes does not matter). */
    FileSet after(List<Action> next) {
        List<Action> files = next.stream().filter(FileSet::concernsFiles).toList();
        if (files.isEmpty()) {
            return this;
        }
        var after = new FileSet(paths, this, files);
        return after.waiting > Math.max(MOST_WAITING, replayedFiles / 8)
                ? new FileSet(paths, stored, after.replayed())
                : after;
    }

    /** Live files that may hold rows that match. */
    FileIterator<Action.AddFile> live(FilePruning pruning) {
        Replayed changes = replayed();
        FileIterator<Action.AddFile> unchanged = stored.live(pruning);
        if (!stored.isNone()) {
            unchanged = unchanged.where(file -> !changes.concerns(FileKey.of(paths, file)));
        }
        return unchanged.then(FileIterator.of(changes.live.values()).where(pruning.narrowed()::keeps));
    }

    FileIterator<Action.RemoveFile> tombstones() {
        Replayed changes = replayed();
        return stored.tombstones()
                .where(file -> !changes.concerns(FileKey.of(paths, file)))
                .then(FileIterator.of(changes.tombstones.values()));
    }

    /** Whether that file is live with that deletion vector. */
    boolean contains(Action.AddFile file) {
        return !liveAmong(Set.of(FileKey.of(paths, file))).isEmpty();
    }

    /** Which of these keys are those of live files. */
    Set<FileKey> liveAmong(Set<FileKey> keys) {
        Replayed changes = replayed();
        Set<FileKey> live = new HashSet<>();
        Set<FileKey> unchanged = new HashSet<>();
        for (FileKey key : keys) {
            if (changes.live.containsKey(key)) {
                live.add(key);
            } else if (!changes.tombstones.containsKey(key)) {
                unchanged.add(key);
            }
        }
        if (!unchanged.isEmpty()) {
            live.addAll(stored.liveAmong(unchanged));
        }
        return live;
    }

    /** How many live files there are. */
    long count() {
        Replayed changes = replayed();
        Set<FileKey> changed = new HashSet<>(changes.tombstones.keySet());
        changed.addAll(changes.live.keySet());
        long gone = changed.isEmpty() || stored.isNone()
                ? 0
                : stored.liveAmong(changed).size();
        return stored.count() - gone + changes.live.size();
    }

    /** The same files, with the objects that they are in. */
    FileSet grounded() {
        return stored.isLater() ? stored.now().grounded().with(replayed()) : this;
    }

    /** The same files without what can't be read. */
    FileSet elsewhere(RuntimeException unusable) {
        return stored.elsewhere(unusable).grounded().with(replayed());
    }

    private FileSet with(Replayed changes) {
        var all = new Replayed(replayed());
        changes.tombstones.forEach((key, file) -> {
            all.live.remove(key);
            all.tombstones.put(key, file);
        });
        changes.live.forEach((key, file) -> {
            all.tombstones.remove(key);
            all.live.put(key, file);
        });
        return new FileSet(paths, stored, all);
    }

    /** How many files at most the commits since the checkpoint have added and removed, all of which are in memory. */
    int remembered() {
        return replayedFiles + waiting;
    }

    /** The files of the checkpoint that this begins with. */
    StoredFiles stored() {
        return stored;
    }

    /** The files that the commits since the checkpoint have added. */
    Map<FileKey, Action.AddFile> added() {
        return replayed().live;
    }

    /** Whether a commit since the checkpoint has added or removed the file of that key. */
    boolean isChanged(FileKey key) {
        return replayed().concerns(key);
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

    /** What commits have changed; written while it is built, read afterwards. */
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

        boolean concerns(FileKey key) {
            return live.containsKey(key) || tombstones.containsKey(key);
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
