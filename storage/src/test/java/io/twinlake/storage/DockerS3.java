package io.twinlake.storage;

import java.net.URI;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.utility.DockerImageName;

/** MinIO in Docker. Another image is named by {@code TWINLAKE_TEST_MINIO_IMAGE}. */
final class DockerS3 {

    /** The last image that was published. */
    private static final String IMAGE = "quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z";

    private DockerS3() {}

    static S3Server start() throws ServerNotHere {
        try {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                throw new ServerNotHere("Docker does not run");
            }
            return startContainer();
        } catch (NoClassDefFoundError e) {
            throw new ServerNotHere("Testcontainers is not on the class path: " + e.getMessage());
        }
    }

    @SuppressWarnings("resource") // stopped with the server
    private static S3Server startContainer() throws ServerNotHere {
        String image =
                Optional.ofNullable(System.getenv("TWINLAKE_TEST_MINIO_IMAGE")).orElse(IMAGE);
        var container = new MinIOContainer(DockerImageName.parse(image).asCompatibleSubstituteFor("minio/minio"));
        try {
            container.start();
        } catch (RuntimeException e) {
            container.stop();
            throw new ServerNotHere("Docker cannot run " + image + ": " + e.getMessage());
        }
        var credentials = S3Options.Credentials.of(container.getUserName(), container.getPassword());
        return new S3Server(
                "MinIO in Docker (" + image + ")", URI.create(container.getS3URL()), credentials, container::stop);
    }
}
