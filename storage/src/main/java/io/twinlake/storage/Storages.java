package io.twinlake.storage;

import java.util.Map;

/** Opens the storage that a location's scheme names. */
public final class Storages {

    static final String SCHEMES = "use a folder, file:///folder or s3://bucket/prefix";

    private Storages() {}

    /**
     * The storage for {@code location}: local files ({@code file}), S3 ({@code s3}, {@code s3a}, {@code s3n}), else a Hadoop file
     * system where one is on the class path.
     */
    public static Storage open(Location location) {
        return open(location, StorageOptions.defaults());
    }

    /** The storage for {@code location}, opened as {@code options} say. */
    public static Storage open(Location location, StorageOptions options) {
        return switch (location.scheme()) {
            case "file" -> new LocalStorage(options.fsync());
            case "s3", "s3a", "s3n" -> S3Storage.open(options.s3());
            case "http", "https", "ftp" ->
                throw new NoStorageException("no lake, table or source can be read from " + location + ": the scheme '"
                        + location.scheme() + "' lists no folders and puts nothing if absent; " + SCHEMES
                        + ", or fetch the file first");
            default -> hadoop(location, Map.of());
        };
    }

    /**
     * The storage for {@code location} as a Hadoop file system, also for {@code s3} and {@code s3a}, where a process has
     * Hadoop's settings and not the environment's (Spark).
     *
     * @param settings of Hadoop ({@code fs.s3a.endpoint} and so on), above those on the class path
     */
    public static Storage hadoop(Location location, Map<String, String> settings) {
        try {
            return new HadoopStorage(settings);
        } catch (NoClassDefFoundError e) {
            throw new IllegalArgumentException(
                    "no storage for the scheme '" + location.scheme() + "' of " + location
                            + ": Hadoop is not on the class path; " + SCHEMES,
                    e);
        }
    }
}
