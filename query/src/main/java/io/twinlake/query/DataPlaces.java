package io.twinlake.query;

import io.twinlake.format.Counted;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the engine finds each data file of a statement: by its URL where it reads S3 by itself, else in a file of this
 * machine, which may be a copy.
 */
final class DataPlaces implements AutoCloseable {

    private final FileCache cache;
    private final Optional<String> httpfs;

    DataPlaces(SqlOptions options) {
        this.cache = new FileCache(options.cacheFolder(), options.cacheBytes());
        this.httpfs = options.httpfs();
    }

    /** Nobody else's: for what else must be on disk for as long as this is open. */
    Path folder() {
        return cache.folder();
    }

    /**
     * Until the next call. Why there are copies of what could be read in place, {@code notes} is told in a line.
     *
     * @param wanted every object, with the storage that reads it
     */
    Map<Location, String> of(Map<ObjectInfo, Storage> wanted, SqlSession session, Consumer<String> notes) {
        List<ObjectInfo> objects = List.copyOf(wanted.keySet());
        Map<Location, Storage> storages = new HashMap<>();
        wanted.forEach((object, storage) -> storages.put(object.location(), storage));
        Optional<Location> onS3 = objects.stream()
                .map(ObjectInfo::location)
                .filter(DirectReads::areFor)
                .findFirst();
        if (onS3.isEmpty()) {
            return local(objects, storages, "");
        }
        DirectReads direct = DirectReads.open(session, httpfs, Objects.requireNonNull(storages.get(onS3.get())));
        direct.hindrance()
                .filter(why -> httpfs.isPresent())
                .ifPresent(why -> notes.accept("S3 is read by copies: " + why + "; "
                        + Counted.of(objects.size(), "file") + ", " + Counted.of(bytes(objects), "byte")));
        Map<Location, String> places = local(
                objects.stream()
                        .filter(object -> !direct.cover(object.location()))
                        .toList(),
                storages,
                direct.hindrance()
                        .map(why -> "have S3 read without copies (" + why + "), ")
                        .orElse(""));
        objects.stream()
                .map(ObjectInfo::location)
                .filter(direct::cover)
                .forEach(location -> places.put(location, DirectReads.url(location)));
        return places;
    }

    private Map<Location, String> local(List<ObjectInfo> objects, Map<Location, Storage> storages, String remedy) {
        Map<Location, String> places = new LinkedHashMap<>();
        cache.local(objects, at -> Objects.requireNonNull(storages.get(at)), remedy)
                .forEach((location, path) -> places.put(location, path.toString()));
        return places;
    }

    private static long bytes(List<ObjectInfo> objects) {
        return objects.stream().mapToLong(ObjectInfo::size).sum();
    }

    @Override
    public void close() {
        cache.close();
    }
}
