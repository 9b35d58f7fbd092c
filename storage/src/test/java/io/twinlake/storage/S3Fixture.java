package io.twinlake.storage;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An S3 server for tests, one a JVM, stopped when the JVM ends. The system property {@code twinlake.test.s3} (or {@code
 * TWINLAKE_TEST_S3}) chooses {@code endpoint}, {@code docker}, {@code minio} or {@code embedded}, and what is chosen
 * must be there; {@code auto}, the default, takes the first of these that is. A line on standard error says which.
 */
public final class S3Fixture {

    /** The servers, in the order of preference. */
    public enum Kind {
        /** The server at {@code TWINLAKE_TEST_S3_ENDPOINT}, with {@code AWS_ACCESS_KEY_ID} and its secret. */
        ENDPOINT,
        /** MinIO by Testcontainers. */
        DOCKER,
        /** The program {@code minio}. */
        MINIO,
        /** S3Proxy in this process. */
        EMBEDDED
    }

    private static final String REGION = "us-east-1";
    private static final Map<Kind, S3Fixture> STARTED = new EnumMap<>(Kind.class);
    private static @Nullable S3Fixture chosen;

    private final S3Server server;
    private final Storage storage;

    private S3Fixture(S3Server server) {
        this.server = server;
        this.storage = Storages.open(Location.parse("s3://any"), storageOptions());
    }

    /** The server that all tests of this JVM share. */
    public static synchronized S3Fixture shared() {
        S3Fixture fixture = chosen == null ? choose() : chosen;
        chosen = fixture;
        return fixture;
    }

    /** The server of a kind, started at the first call; empty, and why on standard error, where it cannot be had. */
    public static synchronized Optional<S3Fixture> of(Kind kind) {
        try {
            return Optional.of(started(kind));
        } catch (ServerNotHere e) {
            say("no " + name(kind) + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    public URI endpoint() {
        return server.endpoint();
    }

    public S3Options.Credentials credentials() {
        return server.credentials();
    }

    /** What it is, for messages. */
    public String name() {
        return server.name();
    }

    /** How our S3 storage reaches it. */
    public S3Options options() {
        return S3Options.defaults().withEndpoint(endpoint()).withRegion(REGION).withCredentials(credentials());
    }

    /** The same, as {@link Storages#open(Location, StorageOptions)} takes it. */
    public StorageOptions storageOptions() {
        return StorageOptions.defaults().withS3(options());
    }

    /** An open storage over all buckets; not to be closed. */
    public Storage storage() {
        return storage;
    }

    /** How Hadoop's S3A, and so Spark, reaches it. */
    public Map<String, String> s3aSettings() {
        return Map.of(
                "fs.s3a.endpoint",
                endpoint().toString(),
                "fs.s3a.endpoint.region",
                REGION,
                "fs.s3a.access.key",
                credentials().accessKeyId(),
                "fs.s3a.secret.key",
                credentials().secretAccessKey(),
                "fs.s3a.path.style.access",
                "true",
                "fs.s3a.connection.ssl.enabled",
                "false");
    }

    /** The environment of a process that is to reach it by the standard chains. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL_S3", endpoint().toString(),
                "AWS_REGION", REGION,
                "AWS_ACCESS_KEY_ID", credentials().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", credentials().secretAccessKey());
    }

    /** A new, empty bucket. */
    public Location freshBucket() {
        String bucket = "twinlake-" + UUID.randomUUID();
        var pair = AwsBasicCredentials.create(
                credentials().accessKeyId(), credentials().secretAccessKey());
        try (S3Client client = S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder())
                .endpointOverride(endpoint())
                .forcePathStyle(true)
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(pair))
                .build()) {
            client.createBucket(request -> request.bucket(bucket));
        }
        return Location.parse("s3://" + bucket);
    }

    private static S3Fixture choose() {
        String wish = System.getProperty(
                "twinlake.test.s3",
                Optional.ofNullable(System.getenv("TWINLAKE_TEST_S3")).orElse("auto"));
        if (!wish.equals("auto")) {
            return demanded(Kind.valueOf(wish.toUpperCase(Locale.ROOT)));
        }
        List<String> missing = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            try {
                S3Fixture fixture = started(kind);
                say(fixture.name() + " at " + fixture.endpoint()
                        + (missing.isEmpty() ? "" : "; not " + String.join("; not ", missing)));
                return fixture;
            } catch (ServerNotHere e) {
                missing.add(name(kind) + " (" + e.getMessage() + ")");
            }
        }
        throw new IllegalStateException("no S3 server for tests: not " + String.join("; not ", missing));
    }

    private static S3Fixture demanded(Kind kind) {
        try {
            S3Fixture fixture = started(kind);
            say(fixture.name() + " at " + fixture.endpoint() + ", as demanded");
            return fixture;
        } catch (ServerNotHere e) {
            throw new IllegalStateException(
                    "twinlake.test.s3=" + name(kind) + " is demanded and cannot be had: " + e.getMessage(), e);
        }
    }

    private static S3Fixture started(Kind kind) throws ServerNotHere {
        S3Fixture fixture = STARTED.get(kind);
        if (fixture == null) {
            S3Server server = switch (kind) {
                case ENDPOINT -> endpointOfEnvironment();
                case DOCKER -> DockerS3.start();
                case MINIO -> MinioS3.start();
                case EMBEDDED -> EmbeddedS3.start();
            };
            Runtime.getRuntime().addShutdownHook(new Thread(server.stop(), "stop " + server.name()));
            fixture = new S3Fixture(server);
            STARTED.put(kind, fixture);
        }
        return fixture;
    }

    private static S3Server endpointOfEnvironment() throws ServerNotHere {
        String endpoint = environment("TWINLAKE_TEST_S3_ENDPOINT");
        var credentials =
                S3Options.Credentials.of(environment("AWS_ACCESS_KEY_ID"), environment("AWS_SECRET_ACCESS_KEY"));
        return new S3Server("the server at " + endpoint, URI.create(endpoint), credentials, () -> {});
    }

    private static String environment(String variable) throws ServerNotHere {
        String value = System.getenv(variable);
        if (value == null || value.isBlank()) {
            throw new ServerNotHere(variable + " is not set");
        }
        return value;
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static void say(String line) {
        System.err.println("S3 for tests: " + line);
    }
}
