package io.twinlake.query;

import io.twinlake.format.Counted;
import io.twinlake.storage.InputObject;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import io.twinlake.storage.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Local copies of data files, which never change once written; what is local already is used as it is. The copies of a
 * query fit into a bound, and what was used longest ago makes room. They go when the cache is closed.
 */
final class FileCache implements AutoCloseable {

    private static final int CHUNK = 4 << 20;
    private static final int PARALLEL = 8;

    private record Copy(Path path, long size) {}

    private final Path folder;
    private final long bound;
    private final Map<Location, Copy> copies = new LinkedHashMap<>(16, 0.75f, true);
    private long held;
    private long named;

    /** In a new folder below {@code parent}, so that several sessions can have the same parent. */
    FileCache(Path parent, long bound) {
        this.bound = bound;
        try {
            this.folder = Files.createTempDirectory(Files.createDirectories(parent), "twinlake-sql-");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for copies of data files can be made in " + parent, e);
        }
    }

    /** Nobody else's: for what else must be on disk for as long as this is open. */
    Path folder() {
        return folder;
    }

    /**
     * Where each object's bytes are on this machine, all at once until the next call.
     *
     * @param storages what reads an object
     * @param remedy what spares the copies, for whoever has no room for them
     * @throws SqlException if those to be copied are larger than the bound together
     */
    Map<Location, Path> local(Collection<ObjectInfo> objects, Function<Location, Storage> storages, String remedy) {
        Map<Location, Path> paths = new LinkedHashMap<>();
        Map<Location, ObjectInfo> remote = new LinkedHashMap<>();
        for (ObjectInfo object : objects) {
            if (isUsableInPlace(object.location())) {
                paths.put(object.location(), object.location().toPath());
            } else {
                remote.put(object.location(), object);
            }
        }
        long needed = remote.values().stream().mapToLong(ObjectInfo::size).sum();
        if (needed > bound) {
            throw new SqlException("the query reads " + needed + " bytes in "
                    + Counted.of(remote.size(), "file")
                    + " not on this machine, more than the cache may hold (" + bound
                    + "). Ask for less (a condition on the key or on time lets files be skipped), give the cache more"
                    + " room, " + remedy + "or read the table with Spark");
        }
        makeRoomFor(remote);
        fetch(remote, storages);
        remote.keySet().forEach(location -> paths.put(location, copied(location)));
        return paths;
    }

    @Override
    public void close() {
        copies.clear();
        try (Stream<Path> everything = Files.walk(folder)) {
            everything.sorted(Comparator.reverseOrder()).forEach(FileCache::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isUsableInPlace(Location location) {
        return location.scheme().equals("file") && !isPattern(location);
    }

    /** DuckDB takes a name with these characters for a pattern. */
    static boolean isPattern(Location location) {
        return location.path().chars().anyMatch(c -> "*?[]".indexOf(c) >= 0);
    }

    private Path copied(Location location) {
        Copy copy = copies.get(location);
        if (copy == null) {
            throw new IllegalStateException(location + " has not been copied");
        }
        return copy.path();
    }

    private void makeRoomFor(Map<Location, ObjectInfo> wanted) {
        long missing = wanted.values().stream()
                .filter(object -> !copies.containsKey(object.location()))
                .mapToLong(ObjectInfo::size)
                .sum();
        Iterator<Map.Entry<Location, Copy>> oldest = copies.entrySet().iterator();
        while (held + missing > bound && oldest.hasNext()) {
            Map.Entry<Location, Copy> entry = oldest.next();
            if (!wanted.containsKey(entry.getKey())) {
                delete(entry.getValue().path());
                held -= entry.getValue().size();
                oldest.remove();
            }
        }
    }

    private void fetch(Map<Location, ObjectInfo> wanted, Function<Location, Storage> storages) {
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
        try {
            Map<ObjectInfo, Future<Copy>> fetched = new LinkedHashMap<>();
            for (ObjectInfo object : wanted.values()) {
                if (!copies.containsKey(object.location())) {
                    Path path = folder.resolve("data-" + named++ + ".parquet");
                    fetched.put(object, threads.submit(() -> copy(object, storages.apply(object.location()), path)));
                }
            }
            List<ExecutionException> failures = new ArrayList<>();
            for (Map.Entry<ObjectInfo, Future<Copy>> entry : fetched.entrySet()) {
                keep(entry.getKey(), entry.getValue(), failures);
            }
            if (!failures.isEmpty() && failures.get(0).getCause() instanceof StorageException store) {
                throw store;
            }
            if (!failures.isEmpty()) {
                throw new StorageException(
                        "a data file could not be copied to " + folder + ": "
                                + Objects.requireNonNull(failures.get(0).getCause())
                                        .getMessage()
                                + "; nothing else was written. Free space there, ask for less (a condition on the key or on "
                                + "time lets files be skipped), or let temporary files go elsewhere (-Djava.io.tmpdir=FOLDER)",
                        failures.get(0));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void keep(ObjectInfo object, Future<Copy> fetched, List<ExecutionException> failures) {
        try {
            Copy copy = fetched.get();
            copies.put(object.location(), copy);
            held += copy.size();
        } catch (ExecutionException e) {
            failures.add(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SqlException("interrupted while data files were copied", e);
        }
    }

    private static Copy copy(ObjectInfo object, Storage storage, Path path) throws IOException {
        try (InputObject input = storage.open(object);
                OutputStream output = Files.newOutputStream(path)) {
            byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(1, object.size()))];
            for (long position = 0; position < object.size(); position += chunk.length) {
                int length = (int) Math.min(chunk.length, object.size() - position);
                input.readFully(position, chunk, 0, length);
                output.write(chunk, 0, length);
            }
        }
        return new Copy(path, object.size());
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
