package io.twinlake.storage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;

/** Runs where the program {@code minio} is; where not, a line on standard error says so. */
final class MinioS3IT extends S3StorageContract {

    MinioS3IT() {
        super(minio());
    }

    private static S3Fixture minio() {
        Optional<S3Fixture> minio = S3Fixture.of(S3Fixture.Kind.MINIO);
        assumeTrue(minio.isPresent(), "there is no 'minio' on the PATH or in ~/go/bin");
        return minio.orElseThrow();
    }
}
