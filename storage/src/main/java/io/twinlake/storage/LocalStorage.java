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

    private final boolean fsync;

    LocalStorage(boolean fsync) {
        this.fsync = fsync;
    }

    @Override
    public byte[] read(Location at) {
        try {
            return Files.readAllBytes(at.toPath());
        } catch (IOException e) {
            throw LocalErrors.reading(at, e);
        }
    }

    @Override
    public byte[] readRange(Location at, long offset, int length) {
        byte[] bytes = new byte[length];
        try (InputObject input = open(info(at))) {
            input.readFully(offset, bytes, 0, length);
        }
        return bytes;
    }

    @Override
    public ObjectInfo info(Location at) {
        try {
            var attributes = Files.readAttributes(at.toPath(), BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new ObjectNotFoundException(at);
            }
            return new ObjectInfo(
                    at, attributes.size(), attributes.lastModifiedTime().toInstant());
        } catch (IOException e) {
            throw LocalErrors.reading(at, e);
        }
    }

    @Override
    public InputObject open(ObjectInfo info) {
        return LocalInput.open(info);
    }

    @Override
    public Listing list(Location folder, String after) {
        return new TreeListing(LocalTree.INSTANCE, folder, after);
    }

    @Override
    public List<String> folders(Location folder) {
        return TreeListing.foldersOf(LocalTree.INSTANCE, folder);
    }

    @Override
    public List<ObjectInfo> abandoned(Location folder) {
        return LocalTree.temporaryBelow(folder);
    }

    @Override
    public void put(Location at, Content content) {
        try (var write = LocalWrite.of(at.toPath(), content, fsync)) {
            write.rename();
            write.forceName();
        } catch (IOException e) {
            throw LocalErrors.failed("cannot write " + at, at.toPath(), e);
        }
    }

    @Override
    public PutOutcome putIfAbsent(Location at, Content content) {
        Path path = at.toPath();
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
            Path path = at.toPath();
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
