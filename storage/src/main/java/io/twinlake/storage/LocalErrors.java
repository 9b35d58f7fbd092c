package io.twinlake.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** What an {@link IOException} of a local file means for the caller. */
final class LocalErrors {

    private LocalErrors() {}

    /**
     * A location as a path of this machine.
     *
     * @throws OtherStoreException if it is a location of another store
     * @throws StorageException if the file system takes no such name
     */
    static Path path(Location at) {
        if (!at.scheme().equals("file")) {
            throw OtherStoreException.of(at, "this machine's disks");
        }
        try {
            return at.toPath();
        } catch (InvalidPathException e) {
            throw new StorageException(
                    "no file of this machine can be called '" + printable(at.toString()) + "' ("
                            + e.getReason() + "); correct the name, or, if it has letters beyond ASCII, start Twinlake "
                            + "with LC_ALL=C.UTF-8",
                    e);
        }
    }

    private static String printable(String name) {
        return name.replaceAll("[\\p{Cntrl}]", "?");
    }

    /** The exception for a failed read of an object: not there, or there and not readable. */
    static StorageException reading(Location at, IOException failure) {
        boolean denied = failure instanceof AccessDeniedException;
        if (failure instanceof NoSuchFileException || (!denied && !Files.isRegularFile(at.toPath()))) {
            return new ObjectNotFoundException(at);
        }
        return failed("cannot read " + at, at.toPath(), failure);
    }

    /** The exception for whatever else failed; {@code problem} says what was tried. */
    static StorageException failed(String problem, Path path, IOException failure) {
        String reason = reason(failure);
        return new StorageException(problem + ": " + reason + remedy(reason, failure, path), failure);
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static String remedy(String reason, IOException failure, Path path) {
        if (failure instanceof AccessDeniedException) {
            return "; let user '" + System.getProperty("user.name") + "' read and write " + folderOf(path);
        }
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("quota")) {
            return "; nothing was written; free space on the disk of " + folderOf(path) + ", then try again";
        }
        if (lower.contains("read-only")) {
            return "; remount the disk of " + folderOf(path) + " for writing, or choose another folder";
        }
        if (lower.contains("too many open files")) {
            return "; raise the limit of open files (ulimit -n)";
        }
        return "";
    }

    private static Path folderOf(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }
}
