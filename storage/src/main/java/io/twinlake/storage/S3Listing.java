package io.twinlake.storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Pages of LIST, each asked for when the one before is used up: a reader that stops early pays for what it saw. */
final class S3Listing implements Listing {

    private final Location folder;
    private final Function<ListObjectsV2Request, ListObjectsV2Response> ask;
    private @Nullable ListObjectsV2Request nextPage;
    private Iterator<S3Object> page = Collections.emptyIterator();
    private @Nullable ObjectInfo next;
    private String last = "";

    private S3Listing(Location folder, ListObjectsV2Request first, S3Client client, S3Errors errors) {
        this.folder = folder;
        this.nextPage = first;
        this.ask = request -> {
            try {
                return client.listObjectsV2(request);
            } catch (SdkException e) {
                throw errors.failed("cannot list " + folder, folder, e);
            }
        };
    }

    static S3Listing of(Location folder, String after, S3Client client, S3Errors errors) {
        var request = request(folder);
        if (!after.isEmpty()) {
            request.startAfter(S3Key.prefixOf(folder) + after);
        }
        return new S3Listing(folder, request.build(), client, errors);
    }

    /** The names of the folders directly below: what stands before the first slash, told by the store itself. */
    static List<String> foldersOf(Location folder, S3Client client, S3Errors errors) {
        String prefix = S3Key.prefixOf(folder);
        List<String> names = new ArrayList<>();
        var pages = new S3Listing(folder, request(folder).delimiter("/").build(), client, errors);
        while (pages.nextPage != null) {
            for (var common : pages.fetch(pages.nextPage).commonPrefixes()) {
                names.add(common.prefix()
                        .substring(prefix.length(), common.prefix().length() - 1));
            }
        }
        names.removeIf(String::isEmpty);
        names.sort(Utf8Order.INSTANCE);
        return List.copyOf(names);
    }

    private static ListObjectsV2Request.Builder request(Location folder) {
        return ListObjectsV2Request.builder().bucket(S3Key.bucketOf(folder)).prefix(S3Key.prefixOf(folder));
    }

    @Override
    public boolean hasNext() {
        while (next == null && (page.hasNext() || nextPage != null)) {
            if (page.hasNext()) {
                next = infoOf(page.next());
            } else if (nextPage != null) {
                page = fetch(nextPage).contents().iterator();
            }
        }
        return next != null;
    }

    @Override
    public ObjectInfo next() {
        ObjectInfo current = hasNext() ? next : null;
        if (current == null) {
            throw new NoSuchElementException("the listing of " + folder + " has ended");
        }
        next = null;
        return current;
    }

    @Override
    public void close() {
        nextPage = null;
        page = Collections.emptyIterator();
    }

    private ListObjectsV2Response fetch(ListObjectsV2Request request) {
        ListObjectsV2Response answer = ask.apply(request);
        nextPage = Boolean.TRUE.equals(answer.isTruncated())
                ? request.toBuilder()
                        .continuationToken(answer.nextContinuationToken())
                        .build()
                : null;
        return answer;
    }

    /** Null for the marker of a folder, a key that ends with a slash, which is no object to us. */
    private @Nullable ObjectInfo infoOf(S3Object object) {
        String key = object.key();
        if (Utf8Order.INSTANCE.compare(last, key) >= 0) {
            throw new StorageException("the listing of " + folder + " is not in order: '" + key + "' after '" + last
                    + "'; this store (a directory bucket?) cannot hold a lake, choose one that lists in order");
        }
        last = key;
        return key.endsWith("/")
                ? null
                : new ObjectInfo(
                        new Location(folder.scheme(), folder.authority(), "/" + key),
                        object.size(),
                        object.lastModified());
    }
}
