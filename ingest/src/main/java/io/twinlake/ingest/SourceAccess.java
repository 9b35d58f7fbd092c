package io.twinlake.ingest;

import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;
import io.twinlake.storage.Storages;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How a pipeline reaches what is outside the lake.
 *
 * @param storages the storage of a source's location
 * @param standardInput what {@code -} reads
 * @param variables the value of an environment variable, where keys of privacy are
 */
public record SourceAccess(
        Function<Location, Storage> storages,
        Supplier<InputStream> standardInput,
        Function<String, Optional<String>> variables) {

    /** The real ones: a storage a scheme, opened once, this process's standard input and environment. */
    public static SourceAccess system() {
        Map<String, Storage> opened = new ConcurrentHashMap<>();
        return new SourceAccess(
                location -> opened.computeIfAbsent(location.scheme(), scheme -> Storages.open(location)),
                () -> System.in,
                name -> Optional.ofNullable(System.getenv(name)));
    }

    /** Sources are on one storage, there is no standard input, and no variable is set. */
    public static SourceAccess of(Storage storage) {
        return new SourceAccess(location -> storage, InputStream::nullInputStream, name -> Optional.empty());
    }
}
