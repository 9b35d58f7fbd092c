package io.twinlake.storage;

/** Opens the storage that a location's scheme names. */
public final class Storages {

    private Storages() {}

    /**
     * The storage for {@code location}: local files ({@code file}), S3 ({@code s3}, {@code s3a}), else a Hadoop file
     * system where one is on the class path.
     */
    public static Storage open(Location location) {
        return open(location, StorageOptions.defaults());
    }

    /** The storage for {@code location}, opened as {@code options} say. */
    public static Storage open(Location location, StorageOptions options) {
        return switch (location.scheme()) {
            case "file" -> new LocalStorage(options.fsync());
            case "s3", "s3a" -> S3Storage.open(options.s3());
            default ->
                throw new IllegalArgumentException("no storage for the scheme '" + location.scheme() + "' of "
                        + location + "; use a folder or file://");
        };
    }
}
