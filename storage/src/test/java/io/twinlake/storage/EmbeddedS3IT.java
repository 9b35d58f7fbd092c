package io.twinlake.storage;

final class EmbeddedS3IT extends S3StorageContract {

    EmbeddedS3IT() {
        super(S3Fixture.of(S3Fixture.Kind.EMBEDDED).orElseThrow());
    }
}
