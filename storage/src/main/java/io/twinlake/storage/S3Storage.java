package io.twinlake.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** S3 and stores that speak it. Put-if-absent is one PUT with {@code If-None-Match: *}, sent once. */
final class S3Storage implements Storage {

    private static final int MOST_DELETES_OF_ONE_REQUEST = 1000;
    private static final long MOST_BYTES_OF_ONE_PUT = 5L << 30;

    private final S3Clients clients;
    private final S3Errors errors;

    private S3Storage(S3Clients clients) {
        this.clients = clients;
        this.errors = new S3Errors(clients.endpoint());
    }

    static S3Storage open(S3Options options) {
        return new S3Storage(S3Clients.open(options));
    }

    S3Access access() {
        try {
            return clients.access();
        } catch (SdkException e) {
            throw errors.failed("cannot tell who asks S3", Location.parse("s3://"), e);
        }
    }

    @Override
    public Location canonical(Location at) {
        return S3Key.canonical(at);
    }

    @Override
    public byte[] read(Location at) {
        return get(at, GetObjectRequest.builder());
    }

    @Override
    public byte[] readRange(Location at, long offset, int length) {
        if (length == 0) {
            return new byte[0];
        }
        String range = "bytes=" + offset + "-" + (offset + length - 1);
        byte[] bytes;
        try {
            bytes = get(at, GetObjectRequest.builder().range(range));
        } catch (StorageException e) {
            throw S3Errors.isBeyondTheEnd(e) ? tooShort(at, offset + length, e) : e;
        }
        if (bytes.length != length) {
            throw tooShort(
                    at,
                    offset + length,
                    new StorageException("cannot read " + at + ": it gave " + bytes.length + " bytes from " + offset
                            + ", not the " + length + " asked for; the store ignores ranges"));
        }
        return bytes;
    }

    /** What to say of an object that did not give all that was asked for; {@code otherwise} if it is long enough. */
    private StorageException tooShort(Location at, long end, StorageException otherwise) {
        long size = info(at).size();
        return size < end ? new ObjectTooShortException(at, size, end) : otherwise;
    }

    private byte[] get(Location at, GetObjectRequest.Builder request) {
        request.bucket(S3Key.bucketOf(at)).key(S3Key.of(at));
        try {
            return clients.retrying()
                    .getObject(request.build(), ResponseTransformer.toBytes())
                    .asByteArrayUnsafe();
        } catch (SdkException e) {
            throw errors.onObject("read", at, e);
        }
    }

    @Override
    public ObjectInfo info(Location at) {
        try {
            HeadObjectResponse head = clients.retrying()
                    .headObject(request -> request.bucket(S3Key.bucketOf(at)).key(S3Key.of(at)));
            return new ObjectInfo(at, head.contentLength(), head.lastModified());
        } catch (SdkException e) {
            throw errors.onObject("look up", at, e);
        }
    }

    @Override
    public InputObject open(ObjectInfo info) {
        return new PositionedReads(this, info);
    }

    @Override
    public Listing list(Location folder, String after) {
        return S3Listing.of(folder, after, clients.retrying(), errors);
    }

    @Override
    public List<String> folders(Location folder) {
        return S3Listing.foldersOf(folder, clients.retrying(), errors);
    }

    @Override
    public void put(Location at, Content content) {
        try {
            new S3Upload(clients.retrying(), S3Key.bucketOf(at), S3Key.of(at), content).run();
        } catch (SdkException e) {
            throw errors.failed("cannot write " + at, at, e);
        }
    }

    @Override
    public PutOutcome putIfAbsent(Location at, Content content) {
        if (content.length() > MOST_BYTES_OF_ONE_PUT) {
            // Stores that check the condition of a PUT may ignore it when parts are completed.
            throw new IllegalArgumentException("cannot create " + at + " of " + content.length()
                    + " bytes in one request; the most is " + MOST_BYTES_OF_ONE_PUT);
        }
        try {
            clients.once()
                    .putObject(
                            request -> request.bucket(S3Key.bucketOf(at))
                                    .key(S3Key.of(at))
                                    .ifNoneMatch("*"),
                            S3Upload.body(content));
            return new PutOutcome.Created();
        } catch (SdkException e) {
            return errors.ofConditionalPut(at, e);
        }
    }

    @Override
    public void delete(Collection<Location> objects) {
        Map<String, List<Location>> ofBucket = new TreeMap<>();
        objects.forEach(at -> ofBucket.computeIfAbsent(S3Key.bucketOf(at), any -> new ArrayList<>())
                .add(at));
        ofBucket.forEach((bucket, all) -> {
            for (int from = 0; from < all.size(); from += MOST_DELETES_OF_ONE_REQUEST) {
                delete(bucket, all.subList(from, Math.min(all.size(), from + MOST_DELETES_OF_ONE_REQUEST)));
            }
        });
    }

    private void delete(String bucket, List<Location> batch) {
        var names = batch.stream()
                .map(at -> ObjectIdentifier.builder().key(S3Key.of(at)).build())
                .toList();
        try {
            var answer = clients.retrying()
                    .deleteObjects(request -> request.bucket(bucket)
                            .delete(all -> all.objects(names).quiet(true)));
            if (!answer.errors().isEmpty()) {
                throw notDeleted(bucket, batch.size(), answer.errors());
            }
        } catch (SdkException e) {
            throw errors.failed(
                    "cannot delete " + batch.size() + " objects of "
                            + batch.get(0).parent(),
                    batch.get(0),
                    e);
        }
    }

    private StorageException notDeleted(String bucket, int asked, List<S3Error> failures) {
        S3Error first = failures.get(0);
        return new StorageException("cannot delete " + failures.size() + " of " + asked + " objects of bucket '"
                + bucket
                + "' at " + clients.endpoint() + ", the first of them '" + first.key() + "': " + first.code() + ": "
                + first.message() + "; check that the credentials may delete, then try again");
    }

    @Override
    public void close() {
        clients.close();
    }
}
