package io.twinlake.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Writes one object: small ones by one PUT, large ones in parts, of which a failed one alone is repeated. An upload that
 * fails is aborted, so that no part stays behind and costs money.
 */
record S3Upload(S3Client client, String bucket, String key, Content content) {

    /** Above this, in parts. */
    static final long MOST_BYTES_OF_ONE_PUT = 64L << 20;

    private static final long PART_BYTES = 32L << 20;
    private static final int MOST_PARTS = 10_000;

    void run() {
        if (content.length() <= MOST_BYTES_OF_ONE_PUT) {
            client.putObject(put -> put.bucket(bucket).key(key), body(content));
        } else {
            inParts();
        }
    }

    /** A body that the SDK can read again when it repeats a request. */
    static RequestBody body(Content content) {
        return RequestBody.fromContentProvider(
                () -> {
                    try {
                        return content.open();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                content.length(),
                "application/octet-stream");
    }

    private void inParts() {
        String upload = client.createMultipartUpload(
                        create -> create.bucket(bucket).key(key).contentType("application/octet-stream"))
                .uploadId();
        try {
            List<CompletedPart> parts = parts(upload);
            client.completeMultipartUpload(complete ->
                    complete.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)));
        } catch (RuntimeException failure) {
            abort(upload, failure);
            throw failure;
        }
    }

    private List<CompletedPart> parts(String upload) {
        long partBytes = Math.max(PART_BYTES, (content.length() + MOST_PARTS - 1) / MOST_PARTS);
        List<CompletedPart> parts = new ArrayList<>();
        for (long offset = 0; offset < content.length(); offset += partBytes) {
            int number = parts.size() + 1;
            var slice = new ContentSlice(content, offset, Math.min(partBytes, content.length() - offset));
            String tag = client.uploadPart(
                            part -> part.bucket(bucket)
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number),
                            body(slice))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }
        return parts;
    }

    private void abort(String upload, RuntimeException failure) {
        try {
            client.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(upload));
        } catch (SdkException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }
}
