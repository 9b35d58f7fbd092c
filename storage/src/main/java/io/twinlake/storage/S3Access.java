package io.twinlake.storage;

import java.net.URI;
import java.util.Optional;

/**
 * Where S3 is and who asks, as a storage has found it in its options and in the standard chains: for an engine in this
 * process that has a client of its own. Callers ask for it each time, as temporary credentials end. It never shows the
 * secret.
 *
 * @param endpoint the server, where one is named; else AWS
 * @param region empty where nobody names one and AWS tells that of each bucket
 * @param byPath whether buckets are addressed in the path ({@code http://host/bucket/…}) and not in the host name
 * @param credentials those that hold now
 */
public record S3Access(
        Optional<URI> endpoint, Optional<String> region, boolean byPath, S3Options.Credentials credentials) {

    /**
     * The access of an open storage; empty where it is none of S3, or one around it.
     *
     * @throws StorageException if there are no credentials
     */
    public static Optional<S3Access> of(Storage storage) {
        return storage instanceof S3Storage s3 ? Optional.of(s3.access()) : Optional.empty();
    }
}
