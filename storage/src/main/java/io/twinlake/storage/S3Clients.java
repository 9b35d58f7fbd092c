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
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
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
 * @param server where one is named, by the options or the environment
 * @param region where one is named
 */
record S3Clients(S3Client retrying, S3Client once, SdkHttpClient http, Optional<URI> server, Optional<Region> region)
        implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 128;

    /** With these a store that does not answer is found out within some twenty seconds, after three attempts. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private static final Duration SILENCE = Duration.ofSeconds(6);

    static S3Clients open(S3Options options) {
        Optional<URI> server =
                options.endpoint().or(S3Clients::endpointOfEnvironment).map(S3Clients::withoutUser);
        SdkHttpClient http = new S3Http(Apache5HttpClient.builder()
                .maxConnections(MOST_CONNECTIONS)
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(options.requestTimeout().compareTo(SILENCE) < 0 ? options.requestTimeout() : SILENCE)
                .tcpKeepAlive(true)
                .build());
        Optional<Region> region = regionOf(options, isAws(server));
        S3ClientBuilder builder = builder(options, server, region).httpClient(http);
        return new S3Clients(
                client(builder, options, AwsRetryStrategy.standardRetryStrategy()),
                client(builder, options, AwsRetryStrategy.doNotRetry()),
                http,
                server,
                region);
    }

    private static S3Client client(S3ClientBuilder builder, S3Options options, RetryStrategy retries) {
        return builder.overrideConfiguration(
                        each -> each.retryStrategy(retries).apiCallAttemptTimeout(options.requestTimeout()))
                .build();
    }

    private static S3ClientBuilder builder(S3Options options, Optional<URI> server, Optional<Region> region) {
        S3ClientBuilder builder = S3Client.builder()
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        server.ifPresent(uri -> builder.endpointOverride(uri).forcePathStyle(!isAws(server)));
        options.credentials().ifPresent(pair -> builder.credentialsProvider(provider(pair)));
        region.ifPresentOrElse(
                builder::region,
                // Nobody names the bucket's region: AWS tells it, other stores have none.
                () -> builder.region(Region.US_EAST_1).crossRegionAccessEnabled(isAws(server)));
        return builder;
    }

    /** The server as errors name it. */
    String endpoint() {
        return server.map(URI::toString).orElse("AWS");
    }

    /** What these clients use, with the credentials that hold now. */
    S3Access access() {
        AwsCredentialsIdentity now = retrying.serviceClientConfiguration()
                .credentialsProvider()
                .resolveIdentity()
                .join();
        Optional<String> token = now instanceof AwsSessionCredentialsIdentity temporary
                ? Optional.of(temporary.sessionToken())
                : Optional.empty();
        Optional<String> named = isAws(server)
                ? region.map(Region::id)
                : Optional.of(region.orElse(Region.US_EAST_1).id());
        return new S3Access(
                server,
                named,
                !isAws(server),
                new S3Options.Credentials(now.accessKeyId(), now.secretAccessKey(), token));
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

    /** It would be sent to nobody, and printed wherever the endpoint is. */
    private static URI withoutUser(URI endpoint) {
        if (endpoint.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the S3 endpoint of " + endpoint.getHost()
                    + " has a user's name or password in its URL; take it out (AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL) and "
                    + "give credentials by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
        }
        return endpoint;
    }

    /** The text may hold a password, also where it is no URI; so may what says why it is none. */
    private static IllegalArgumentException badEndpoint(String text, @Nullable Throwable cause) {
        String shown = text.contains("@") ? "***" + text.substring(text.lastIndexOf('@')) : text;
        return new IllegalArgumentException(
                "not an S3 endpoint: '" + shown + "'; set AWS_ENDPOINT_URL_S3 to a URL like http://127.0.0.1:9000",
                text.contains("@") ? null : cause);
    }

    private static boolean isAws(Optional<URI> server) {
        String host = server.map(URI::getHost).orElse(".amazonaws.com");
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
