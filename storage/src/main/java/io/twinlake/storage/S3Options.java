package io.twinlake.storage;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where S3 is and who asks. What is empty comes from the AWS SDK's standard chains: {@code AWS_ENDPOINT_URL_S3}, {@code
 * AWS_ENDPOINT_URL}, {@code AWS_REGION}, {@code AWS_ACCESS_KEY_ID} and the rest, then the profile files, then the
 * machine's own role.
 *
 * @param endpoint the server, for a store that is not AWS; it is then addressed by path ({@code http://host/bucket/…})
 * @param region of the bucket; where nothing names one and the endpoint is not AWS, {@code us-east-1}
 * @param credentials a fixed key pair
 * @param requestTimeout the longest that one attempt of one request may take
 */
public record S3Options(
        Optional<URI> endpoint, Optional<String> region, Optional<Credentials> credentials, Duration requestTimeout) {

    public S3Options {
        if (requestTimeout.isNegative() || requestTimeout.isZero()) {
            throw new IllegalArgumentException("requestTimeout must be above zero: " + requestTimeout);
        }
    }

    /** Everything from the environment; a request may take 60 seconds. */
    public static S3Options defaults() {
        return new S3Options(Optional.empty(), Optional.empty(), Optional.empty(), Duration.ofSeconds(60));
    }

    public S3Options withEndpoint(URI server) {
        return new S3Options(Optional.of(server), region, credentials, requestTimeout);
    }

    public S3Options withRegion(String name) {
        return new S3Options(endpoint, Optional.of(name), credentials, requestTimeout);
    }

    public S3Options withCredentials(Credentials pair) {
        return new S3Options(endpoint, region, Optional.of(pair), requestTimeout);
    }

    public S3Options withRequestTimeout(Duration timeout) {
        return new S3Options(endpoint, region, credentials, timeout);
    }

    /**
     * A key pair, with the token of a temporary one. It never shows its secret.
     *
     * @param accessKeyId the public half
     * @param secretAccessKey the secret half
     * @param sessionToken of temporary credentials
     */
    public record Credentials(String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {

        /** Long-lived credentials, without a token. */
        public static Credentials of(String accessKeyId, String secretAccessKey) {
            return new Credentials(accessKeyId, secretAccessKey, Optional.empty());
        }

        @Override
        public String toString() {
            return "Credentials[accessKeyId=" + accessKeyId + ", secretAccessKey=(hidden)]";
        }
    }
}
