package io.twinlake.storage;

import java.util.Set;

/** How a location is named on S3: {@code s3://bucket/key}, and {@code s3a://bucket/key} is the same object. */
final class S3Key {

    private static final Set<String> SCHEMES = Set.of("s3", "s3a", "s3n");

    private S3Key() {}

    static String bucketOf(Location at) {
        if (!SCHEMES.contains(at.scheme())) {
            throw OtherStoreException.of(at, "S3");
        }
        if (at.authority().isEmpty()) {
            throw new IllegalArgumentException(
                    "no bucket in '" + at + "'; expected " + at.scheme() + "://bucket/prefix");
        }
        return at.authority();
    }

    static String of(Location at) {
        if (at.path().equals("/")) {
            throw new IllegalArgumentException("'" + at + "' is a bucket, not an object");
        }
        return at.path().substring(1);
    }

    /** The location with the one scheme; another store's as it is. */
    static Location canonical(Location at) {
        return SCHEMES.contains(at.scheme()) ? new Location("s3", at.authority(), at.path()) : at;
    }

    /** What the keys of all objects below {@code folder} begin with. */
    static String prefixOf(Location folder) {
        return folder.path().equals("/") ? "" : folder.path().substring(1) + "/";
    }
}
