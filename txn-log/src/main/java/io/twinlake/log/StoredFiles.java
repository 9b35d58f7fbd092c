package io.twinlake.log;

import io.twinlake.format.CorruptDataFileException;
import io.twinlake.storage.StorageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The live files and tombstones of a checkpoint that stay on storage until they are asked for. What few files are found
 * for a predicate is remembered.
 *
 * <p>Where an object turns out to be broken or gone, however late, the same files come from elsewhere: an older
 * checkpoint and the commits since. Files that have been handed out by then do not come twice.
 */
final class StoredFiles {

    private final DataPath paths;
    private final List<CheckpointPart> parts;
    private final Supplier<FileSet> otherwise;
    private final FoundFiles found;
    private final boolean later;
    private volatile @Nullable FileSet replacement;
    private volatile long count = -1;
    private @Nullable KeyHashes keys;

    /**
     * @param otherwise the same files from another source
     * @param found remembers what was found
     */
    StoredFiles(DataPath paths, List<CheckpointPart> parts, Supplier<FileSet> otherwise, FoundFiles found) {
        this(paths, parts, otherwise, found, false);
    }

    private StoredFiles(
            DataPath paths, List<CheckpointPart> parts, Supplier<FileSet> otherwise, FoundFiles found, boolean later) {
        this.later = later;
        this.paths = paths;
        this.parts = List.copyOf(parts);
        this.otherwise = otherwise;
        this.found = found;
    }

    static StoredFiles none(DataPath paths) {
        return new StoredFiles(
                paths,
                List.of(),
                () -> {
                    throw new IllegalStateException("nothing is broken where nothing is stored");
                },
                new FoundFiles(FoundFiles.MOST));
    }

    /** Files that are to be found out when they are asked for. */
    static StoredFiles later(DataPath paths, Supplier<FileSet> files) {
        return new StoredFiles(paths, List.of(), files, new FoundFiles(0), true);
    }

    /** Whether there are no files for certain. */
    boolean isNone() {
        return parts.isEmpty() && !isLater();
    }

    /** Whether all of this is yet to be found out. */
    boolean isLater() {
        return later;
    }

    private @Nullable FileSet elsewhereOrNull() {
        if (isLater()) {
            found();
        }
        return replacement;
    }

    /** What is found out later, now. */
    private synchronized void found() {
        if (replacement == null) {
            replacement = otherwise.get();
        }
    }

    /** The objects that these files are in; what reads them itself deals with their defects itself. */
    List<CheckpointPart> parts() {
        return parts;
    }

    /** Live files that may hold rows that match. */
    FileIterator<Action.AddFile> live(FilePruning pruning) {
        FileSet elsewhere = elsewhereOrNull();
        if (elsewhere != null) {
            return elsewhere.live(pruning);
        }
        if (isNone()) {
            return FileIterator.of(List.of());
        }
        List<Action.AddFile> known = found.of(pruning);
        return known != null ? FileIterator.of(known) : search(pruning);
    }

    /** What are few files is found before any of them is handed out. */
    private FileIterator<Action.AddFile> search(FilePruning pruning) {
        var scan = new PartsIterator<>(parts, part -> part.adds(pruning));
        List<Action.AddFile> files = new ArrayList<>();
        try {
            while (files.size() < found.most() && scan.hasNext()) {
                files.add(scan.next());
            }
            if (!scan.hasNext()) {
                scan.close();
                found.put(pruning, files);
                return FileIterator.of(files);
            }
        } catch (CorruptDataFileException | CorruptLogException | StorageException unusable) {
            scan.close();
            return replace(unusable).live(pruning);
        } catch (RuntimeException e) {
            scan.close();
            throw e;
        }
        return new Guarded(pruning, files, scan);
    }

    /** The tombstones. */
    FileIterator<Action.RemoveFile> tombstones() {
        FileSet elsewhere = elsewhereOrNull();
        if (elsewhere != null) {
            return elsewhere.tombstones();
        }
        List<Action.RemoveFile> files = new ArrayList<>();
        try (var scan = new PartsIterator<>(parts, CheckpointPart::removes)) {
            scan.forEachRemaining(files::add);
        } catch (CorruptDataFileException | CorruptLogException | StorageException unusable) {
            return replace(unusable).tombstones();
        }
        return FileIterator.of(files);
    }

    /** Which of these keys are those of live files. */
    Set<FileKey> liveAmong(Set<FileKey> keys) {
        FileSet elsewhere = elsewhereOrNull();
        if (elsewhere != null) {
            return elsewhere.liveAmong(keys);
        }
        KeyHashes all = keysOrNull();
        if (all == null) {
            return elsewhere().liveAmong(keys);
        }
        Set<FileKey> live = new HashSet<>(keys);
        live.removeIf(key -> !all.contains(key));
        return live;
    }

    /** The keys of all live files, which are read once; null if they can't be. */
    private synchronized @Nullable KeyHashes keysOrNull() {
        if (keys == null && replacement == null) {
            try (var scan = new PartsIterator<>(parts, CheckpointPart::keys)) {
                keys = KeyHashes.of(scan, paths);
            } catch (CorruptDataFileException | CorruptLogException | StorageException unusable) {
                replace(unusable);
            }
        }
        return replacement == null ? keys : null;
    }

    private FileSet elsewhere() {
        return Objects.requireNonNull(replacement);
    }

    /** How many live files there are. */
    long count() {
        FileSet elsewhere = elsewhereOrNull();
        if (elsewhere != null) {
            return elsewhere.count();
        }
        if (count < 0) {
            try {
                count = parts.stream().mapToLong(CheckpointPart::countAdds).sum();
            } catch (CorruptDataFileException | CorruptLogException | StorageException unusable) {
                return replace(unusable).count();
            }
        }
        return count;
    }

    /** What is to be found out, found out. */
    FileSet now() {
        found();
        return elsewhere();
    }

    /** The same files from elsewhere, as these can't be read. */
    FileSet elsewhere(RuntimeException unusable) {
        return replace(unusable);
    }

    private synchronized FileSet replace(RuntimeException unusable) {
        if (replacement == null) {
            if (unusable instanceof StorageException failed && parts.stream().noneMatch(CheckpointPart::isGone)) {
                throw failed;
            }
            try {
                replacement = otherwise.get();
            } catch (CorruptLogException | VersionNotFoundException nothingElse) {
                var error = new CorruptLogException(
                        "a checkpoint of " + paths.table() + " can't be read (" + unusable.getMessage()
                                + "), and nothing else that is left of the log tells its files ("
                                + nothingElse.getMessage() + "); restore one of these objects from a copy",
                        unusable);
                error.addSuppressed(nothingElse);
                throw error;
            }
        }
        return replacement;
    }

    /** Many files, the rest of which comes from elsewhere if an object breaks on the way. */
    private final class Guarded extends FileIterator<Action.AddFile> {
        private final FilePruning pruning;
        private FileIterator<Action.AddFile> files;
        private boolean replaced;
        private long given;

        Guarded(FilePruning pruning, List<Action.AddFile> first, FileIterator<Action.AddFile> rest) {
            this.pruning = pruning;
            this.files = FileIterator.of(first).then(rest);
        }

        @Override
        Action.@Nullable AddFile advance() {
            try {
                if (!files.hasNext()) {
                    return null;
                }
                given++;
                return files.next();
            } catch (CorruptDataFileException | CorruptLogException | StorageException unusable) {
                if (replaced) {
                    throw unusable;
                }
                files.close();
                replaced = true;
                Set<FileKey> before = handedOut();
                files = replace(unusable).live(pruning).where(file -> !before.contains(FileKey.of(paths, file)));
                return files.hasNext() ? files.next() : null;
            }
        }

        /** What was read once can be read again. */
        private Set<FileKey> handedOut() {
            Set<FileKey> keys = new HashSet<>();
            try (var again = new PartsIterator<>(parts, part -> part.adds(pruning))) {
                for (long i = 0; i < given; i++) {
                    keys.add(FileKey.of(paths, again.next()));
                }
            }
            return keys;
        }

        @Override
        public void close() {
            files.close();
        }
    }
}
