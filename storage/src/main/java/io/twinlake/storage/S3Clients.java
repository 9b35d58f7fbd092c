package io.twinlake.storage;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Two clients on one pool of connections. The retry policy of a client is fixed when it is built, and the conditional
 * put must not be retried below {@link Storage#putIfAbsent}: if the answer to a put that was stored is lost, a retry
 * reports "already there" for our own object.
 *
 * @param retrying for everything that may be repeated
 * @param once for the conditional put
 * @param endpoint as errors name it
 */
record S3Clients(S3Client retrying, S3Client once, SdkHttpClient http, String endpoint) implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 128;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    static S3Clients open(S3Options options) {
        SdkHttpClient http = Apache5HttpClient.builder()
                .maxConnections(MOST_CONNECTIONS)
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(options.requestTimeout())
                .tcpKeepAlive(true)
                .build();
        Optional<URI> endpoint = options.endpoint().or(S3Clients::endpointOfEnvironment);
        return new S3Clients(
                client(options, endpoint, http, AwsRetryStrategy.standardRetryStrategy()),
                client(options, endpoint, http, AwsRetryStrategy.doNotRetry()),
                http,
                endpoint.map(URI::toString).orElse("AWS"));
    }

    private static S3Client client(
            S3Options options, Optional<URI> endpoint, SdkHttpClient http, RetryStrategy retries) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(http)
                .overrideConfiguration(
                        each -> each.retryStrategy(retries).apiCallAttemptTimeout(options.requestTimeout()))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        endpoint.ifPresent(uri -> builder.endpointOverride(uri).forcePathStyle(!isAws(uri)));
        options.credentials().ifPresent(pair -> builder.credentialsProvider(provider(pair)));
        boolean isAws = endpoint.map(S3Clients::isAws).orElse(true);
        regionOf(options, isAws)
                .ifPresentOrElse(
                        builder::region,
                        // Nobody names the bucket's region: AWS tells it, other stores have none.
                        () -> builder.region(Region.US_EAST_1).crossRegionAccessEnabled(isAws));
        return builder.build();
    }

    private static StaticCredentialsProvider provider(S3Options.Credentials pair) {
        return StaticCredentialsProvider.create(
                pair.sessionToken().isPresent()
                        ? AwsSessionCredentials.create(
                                pair.accessKeyId(),
                                pair.secretAccessKey(),
                                pair.sessionToken().get())
                        : AwsBasicCredentials.create(pair.accessKeyId(), pair.secretAccessKey()));
    }

    /** The SDK would find these by itself; they are read here because the way of addressing buckets hangs on them. */
    private static Optional<URI> endpointOfEnvironment() {
        return Optional.ofNullable(System.getProperty("aws.endpointUrlS3"))
                .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL_S3")))
                .or(() -> Optional.ofNullable(System.getProperty("aws.endpointUrl")))
                .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")))
                .filter(text -> !text.isBlank())
                .map(S3Clients::endpoint);
    }

    private static URI endpoint(String text) {
        try {
            URI uri = URI.create(text.strip());
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            throw badEndpoint(text, notAUri);
        }
        throw badEndpoint(text, null);
    }

    private static IllegalArgumentException badEndpoint(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "not an S3 endpoint: '" + text + "'; set AWS_ENDPOINT_URL_S3 to a URL like http://127.0.0.1:9000",
                cause);
    }

    private static boolean isAws(URI endpoint) {
        String host = String.valueOf(endpoint.getHost());
        return host.endsWith(".amazonaws.com") || host.endsWith(".amazonaws.com.cn");
    }

    private static Optional<Region> regionOf(S3Options options, boolean isAws) {
        if (options.region().isPresent()) {
            return options.region().map(Region::of);
        }
        try {
            // Only on AWS is it worth asking the machine itself, which takes seconds where there is no answer.
            var chain = isAws
                    ? new DefaultAwsRegionProviderChain()
                    : new AwsRegionProviderChain(new SystemSettingsRegionProvider(), new AwsProfileRegionProvider());
            return Optional.ofNullable(chain.getRegion());
        } catch (SdkClientException noRegion) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        retrying.close();
        once.close();
        http.close();
    }
}
