package io.twinlake.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;

/**
 * Local files. An object appears whole or not at all: it is written to a hidden temporary file in the same folder, then
 * renamed ({@link #put}) or hard-linked ({@link #putIfAbsent}) to its name. Nothing forks and nothing locks.
 */
final class LocalStorage implements Storage {

    /** The longest array that every JVM makes. */
    private static final int MOST_BYTES_OF_ONE_READ = Integer.MAX_VALUE - 8;

    private final boolean fsync;
    private final LocalFolders confined;

    LocalStorage(boolean fsync) {
        this(fsync, LocalFolders.NONE);
    }

    private LocalStorage(boolean fsync, LocalFolders confined) {
        this.fsync = fsync;
        this.confined = confined;
    }

    @Override
    public Storage confinedTo(Location folder) {
        return folder.scheme().equals("file") ? new LocalStorage(fsync, confined.and(LocalErrors.path(folder))) : this;
    }

    @Override
    public void admit(Location at) {
        Path path = LocalErrors.path(at);
        confined.requireNoLink("read", path, true);
        if (Files.exists(path) && !Files.isDirectory(path)) {
            requireFile(at, Files.isRegularFile(path));
        }
    }

    /** Of what is not there, or can't be looked at, the folder may be known by another name. */
    @Override
    public Location canonical(Location at) {
        if (!at.scheme().equals("file")) {
            return at;
        }
        Path path = LocalErrors.path(at).toAbsolutePath().normalize();
        try {
            return Location.of(LocalErrors.path(at).toRealPath());
        } catch (IOException notThere) {
            Location there = Location.of(path);
            return path.getParent() == null ? there : canonical(there.parent()).resolve(there.name());
        }
    }

    private static void requireFile(Location at, boolean isFile) {
        if (!isFile) {
            throw new NotAFileException("cannot read " + at + ": it is a pipe, a socket or a device and no file; "
                    + "put a file in its place, or name another");
        }
    }

    @Override
    public byte[] read(Location at) {
        long size = info(at).size();
        if (size > MOST_BYTES_OF_ONE_READ) {
            throw new StorageException("cannot read " + at + " at once: it has " + size + " bytes, more than "
                    + MOST_BYTES_OF_ONE_READ + "; is it what its name says?");
        }
        try {
            return Files.readAllBytes(at.toPath());
        } catch (IOException e) {
            throw LocalErrors.reading(at, e);
        }
    }

    @Override
    public byte[] readRange(Location at, long offset, int length) {
        ObjectInfo info = info(at);
        if (offset > info.size() - length) {
            throw new ObjectTooShortException(at, info.size(), offset + length);
        }
        byte[] bytes = new byte[length];
        try (InputObject input = LocalInput.open(info)) {
            input.readFully(offset, bytes, 0, length);
        }
        return bytes;
    }

    @Override
    public ObjectInfo info(Location at) {
        Path path = LocalErrors.path(at);
        confined.requireNoLink("read", path, true);
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new ObjectNotFoundException(at);
            }
            requireFile(at, !attributes.isOther());
            return new ObjectInfo(
                    at, attributes.size(), attributes.lastModifiedTime().toInstant());
        } catch (IOException e) {
            throw LocalErrors.reading(at, e);
        }
    }

    @Override
    public InputObject open(ObjectInfo info) {
        info(info.location());
        return LocalInput.open(info);
    }

    @Override
    public Listing list(Location folder, String after) {
        return new TreeListing(new LocalTree(confined), folder, after);
    }

    @Override
    public List<String> folders(Location folder) {
        confined.requireNoLink("list", LocalErrors.path(folder), true);
        return TreeListing.foldersOf(
                new LocalTree(LocalFolders.NONE),
                child -> new LocalTree(confined.and(LocalErrors.path(child))),
                folder);
    }

    @Override
    public List<ObjectInfo> abandoned(Location folder) {
        confined.requireNoLink("list", LocalErrors.path(folder), true);
        return LocalTree.temporaryBelow(folder);
    }

    @Override
    public void put(Location at, Content content) {
        Path path = LocalErrors.path(at);
        confined.requireNoLink("write", path, false);
        try (var write = LocalWrite.of(path, content, fsync)) {
            write.rename();
            write.forceName();
        } catch (IOException e) {
            throw LocalErrors.failed("cannot write " + at, path, e);
        }
    }

    @Override
    public PutOutcome putIfAbsent(Location at, Content content) {
        Path path = LocalErrors.path(at);
        confined.requireNoLink("write", path, false);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return new PutOutcome.Exists();
        }
        try (var write = LocalWrite.of(path, content, fsync)) {
            return write.link() ? created(at, write) : new PutOutcome.Exists();
        } catch (IOException e) {
            throw LocalErrors.failed("cannot write " + at, path, e);
        }
    }

    /** The name is given; if the disk does not confirm it, a loss of power may still take it away. */
    private static PutOutcome created(Location at, LocalWrite write) {
        try {
            write.forceName();
            return new PutOutcome.Created();
        } catch (IOException e) {
            return new PutOutcome.Unknown(
                    LocalErrors.failed("cannot force the name of " + at + " to the disk", at.toPath(), e));
        }
    }

    @Override
    public void delete(Collection<Location> objects) {
        for (Location at : objects) {
            Path path = LocalErrors.path(at);
            confined.requireNoLink("delete", path, false);
            try {
                if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(path);
                }
            } catch (FileSystemException e) {
                deleteFailed(at, path, e);
            } catch (IOException e) {
                throw LocalErrors.failed("cannot delete " + at, path, e);
            }
        }
    }

    /** A name below what is itself a file is not there, and so needs no deletion. */
    private static void deleteFailed(Location at, Path path, FileSystemException failure) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) || !"Not a directory".equals(failure.getReason())) {
            throw LocalErrors.failed("cannot delete " + at, path, failure);
        }
    }

    @Override
    public void close() {
        // Nothing is held between calls.
    }
}
