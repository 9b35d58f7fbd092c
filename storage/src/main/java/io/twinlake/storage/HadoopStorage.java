package io.twinlake.storage;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * A Hadoop file system: S3A with the settings that Spark has, and every other scheme. On S3A put-if-absent is a
 * conditional PUT, sent once; elsewhere it is a temporary file and a rename that refuses to replace. Where a file
 * system's rename does not refuse, {@link WriteProbe} refuses the file system.
 */
final class HadoopStorage implements Storage {

    /** Hadoop binds a file system to one bucket or host. */
    private record Bound(FileSystem files, HadoopCreate create) {}

    /** Of a longer range it is asked first whether the object has it: its length may come from a log that is wrong. */
    private static final int MOST_BYTES_UNSEEN = 64 << 20;

    private final Configuration configuration = new Configuration();
    private final ConcurrentMap<URI, Bound> bound = new ConcurrentHashMap<>();

    /** @param settings of Hadoop, above those of the class path */
    HadoopStorage(Map<String, String> settings) {
        settings.forEach(configuration::set);
    }

    private Bound bound(Location at) {
        return bound.computeIfAbsent(HadoopPaths.in(at, "/").toUri(), uri -> bind(at, uri));
    }

    private Bound bind(Location at, URI uri) {
        try {
            FileSystem files = FileSystem.newInstance(uri, configuration);
            return new Bound(
                    files,
                    HadoopPaths.scheme(at).equals("s3a")
                            ? HadoopCreate.Conditional.open(uri, configuration)
                            : new HadoopCreate.ByRename(files));
        } catch (UnsupportedFileSystemException e) {
            throw new IllegalArgumentException(
                    "no storage for the scheme '" + at.scheme() + "' of " + at + "; " + Storages.SCHEMES, e);
        } catch (IOException e) {
            throw HadoopErrors.failed("cannot open the Hadoop file system of " + at, e);
        }
    }

    private FileSystem files(Location at) {
        return bound(at).files();
    }

    @Override
    public Location canonical(Location at) {
        return S3Key.canonical(at);
    }

    @Override
    public byte[] read(Location at) {
        try (var stream = files(at).open(HadoopPaths.of(at))) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw HadoopErrors.reading(at, e);
        }
    }

    @Override
    public byte[] readRange(Location at, long offset, int length) {
        if (length > MOST_BYTES_UNSEEN && offset > info(at).size() - length) {
            throw HadoopErrors.tooShort(this, at, offset + length);
        }
        byte[] bytes = new byte[length];
        try (var stream = files(at).open(HadoopPaths.of(at))) {
            stream.readFully(offset, bytes);
            return bytes;
        } catch (EOFException e) {
            throw HadoopErrors.tooShort(this, at, offset + length);
        } catch (IOException e) {
            throw HadoopErrors.reading(at, e);
        }
    }

    @Override
    public ObjectInfo info(Location at) {
        try {
            FileStatus status = files(at).getFileStatus(HadoopPaths.of(at));
            if (status.isDirectory()) {
                throw new ObjectNotFoundException(at);
            }
            return HadoopTree.infoOf(at, status);
        } catch (IOException e) {
            throw HadoopErrors.reading(at, e);
        }
    }

    @Override
    public InputObject open(ObjectInfo info) {
        try {
            return new HadoopInput(this, info, files(info.location()).open(HadoopPaths.of(info.location())));
        } catch (IOException e) {
            throw HadoopErrors.reading(info.location(), e);
        }
    }

    @Override
    public Listing list(Location folder, String after) {
        return new TreeListing(new HadoopTree(files(folder)), folder, after);
    }

    @Override
    public List<String> folders(Location folder) {
        return TreeListing.foldersOf(new HadoopTree(files(folder)), folder);
    }

    @Override
    public void put(Location at, Content content) {
        try {
            bound(at).create().replacing(files(at), HadoopPaths.of(at), content);
        } catch (IOException e) {
            throw HadoopErrors.failed("cannot write " + at, e);
        }
    }

    @Override
    public PutOutcome putIfAbsent(Location at, Content content) {
        return bound(at).create().ifAbsent(at, HadoopPaths.of(at), content);
    }

    @Override
    public void delete(Collection<Location> objects) {
        for (Location at : objects) {
            Path path = HadoopPaths.of(at);
            try {
                FileSystem files = files(at);
                if (files.getFileStatus(path).isFile()) {
                    files.delete(path, false);
                }
            } catch (FileNotFoundException gone) {
                // Not there is as good as deleted.
            } catch (IOException e) {
                throw HadoopErrors.failed("cannot delete " + at, e);
            }
        }
    }

    @Override
    public void close() {
        for (Bound each : bound.values()) {
            try {
                each.create().close();
                each.files().close();
            } catch (IOException e) {
                throw HadoopErrors.failed(
                        "cannot close the Hadoop file system " + each.files().getUri(), e);
            }
        }
        bound.clear();
    }
}
