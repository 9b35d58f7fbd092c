package io.twinlake.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** S3Proxy in this process, its objects in memory. */
final class EmbeddedS3 {

    private static final S3Options.Credentials CREDENTIALS =
            S3Options.Credentials.of("embedded-user", "embedded-secret-key");

    private EmbeddedS3() {}

    static S3Server start() throws ServerNotHere {
        try {
            S3Proxy server = S3Proxy.builder()
                    .blobStore(new Guarded(new TransientNio2BlobStore()))
                    .endpoint(URI.create("http://127.0.0.1:0"))
                    .awsAuthentication(
                            AuthenticationType.AWS_V4, CREDENTIALS.accessKeyId(), CREDENTIALS.secretAccessKey())
                    .build();
            server.start();
            return new S3Server(
                    "embedded S3Proxy",
                    URI.create("http://127.0.0.1:" + server.getPort()),
                    CREDENTIALS,
                    stopping(server));
        } catch (NoClassDefFoundError e) {
            throw new ServerNotHere("S3Proxy is not on the class path: " + e.getMessage());
        } catch (Exception e) {
            throw new IllegalStateException("the embedded S3 server does not start", e);
        }
    }

    private static Runnable stopping(S3Proxy server) {
        return () -> {
            try {
                server.stop();
            } catch (Exception e) {
                throw new IllegalStateException("the embedded S3 server does not stop", e);
            }
        };
    }

    /**
     * Mends three things: a check of a condition and its write are not one step, so writers of a key take turns;
     * listings show temporary names while a put runs, so a listing waits until no put does; and names beyond the basic
     * plane are listed in the order of UTF-16, so they are sorted here once there are any.
     */
    private static final class Guarded extends ForwardingBlobStore {

        private static final int STRIPES = 64;

        private final Lock[] keys =
                Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(Lock[]::new);
        private final ReadWriteLock writesOrListing = new ReentrantReadWriteLock(true);

        private volatile boolean hasNamesBeyondBasicPlane;

        Guarded(BlobStore delegate) {
            super(delegate);
        }

        @Override
        public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
            InputStream bytes = wholly(payload);
            return writing(request.key(), () -> super.putBlob(request, bytes));
        }

        @Override
        public UploadPartResponse uploadMultipartPart(
                MultipartUpload upload, UploadPartRequest request, InputStream payload) {
            InputStream bytes = wholly(payload);
            return writing(request.key(), () -> super.uploadMultipartPart(upload, request, bytes));
        }

        @Override
        public CompleteMultipartUploadResponse completeMultipartUpload(
                MultipartUpload upload, CompleteMultipartUploadRequest request) {
            return writing(request.key(), () -> super.completeMultipartUpload(upload, request));
        }

        @Override
        public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
            return writing(request.key(), () -> super.removeBlob(request));
        }

        @Override
        public ListObjectsV2Response list(ListObjectsV2Request request) {
            return holding(
                    writesOrListing.writeLock(),
                    () -> hasNamesBeyondBasicPlane && request.delimiter() == null
                            ? pageInOrder(request)
                            : super.list(request));
        }

        private ListObjectsV2Response pageInOrder(ListObjectsV2Request request) {
            String token = request.continuationToken();
            String after = token != null ? token : request.startAfter() != null ? request.startAfter() : "";
            int most = request.maxKeys() == null ? 1000 : request.maxKeys();
            List<S3Object> rest = all(request).stream()
                    .filter(object -> Utf8Order.INSTANCE.compare(object.key(), after) > 0)
                    .sorted(Comparator.comparing(S3Object::key, Utf8Order.INSTANCE))
                    .toList();
            List<S3Object> page = rest.subList(0, Math.min(most, rest.size()));
            boolean isTruncated = page.size() < rest.size();
            return ListObjectsV2Response.builder()
                    .name(request.bucket())
                    .prefix(request.prefix())
                    .maxKeys(most)
                    .keyCount(page.size())
                    .contents(page)
                    .isTruncated(isTruncated)
                    .nextContinuationToken(
                            isTruncated ? page.get(page.size() - 1).key() : null)
                    .build();
        }

        private List<S3Object> all(ListObjectsV2Request request) {
            List<S3Object> all = new ArrayList<>();
            String token = null;
            do {
                var page = super.list(request.toBuilder()
                        .startAfter(null)
                        .continuationToken(token)
                        .build());
                all.addAll(page.contents());
                token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
            } while (token != null);
            return all;
        }

        private <T> T writing(String key, Supplier<T> write) {
            hasNamesBeyondBasicPlane |= key.chars().anyMatch(each -> Character.isSurrogate((char) each));
            Lock turn = keys[Math.floorMod(key.hashCode(), STRIPES)];
            return holding(turn, () -> holding(writesOrListing.readLock(), write));
        }

        private static <T> T holding(Lock lock, Supplier<T> work) {
            lock.lock();
            try {
                return work.get();
            } finally {
                lock.unlock();
            }
        }

        /** No lock is held while a client sends. */
        private static InputStream wholly(InputStream payload) {
            try {
                return new ByteArrayInputStream(payload.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
