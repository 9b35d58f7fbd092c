package io.twinlake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Servers that are not there, or are and say nothing. */
final class SilentStoreTest {

    private static final Location OBJECT = Location.parse("s3://bucket/object");

    @Test
    void a_server_that_accepts_and_never_answers_is_named_within_a_bound() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String endpoint = "http://127.0.0.1:" + silent.getLocalPort();
            long start = System.nanoTime();

            Throwable failure = failure(endpoint, Duration.ofMillis(300));

            assertThat(failure)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(endpoint)
                    .hasMessageContaining("check that it runs");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void a_port_where_nobody_listens_and_a_host_that_is_not_there_are_named() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        for (String endpoint : new String[] {"http://127.0.0.1:" + port, "http://nowhere.invalid:9000"}) {
            assertThat(failure(endpoint, Duration.ofSeconds(5)))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(endpoint + " cannot be reached")
                    .hasMessageContaining("AWS_ENDPOINT_URL");
        }
    }

    @Test
    void an_endpoint_with_a_password_is_refused_and_the_password_not_repeated() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> storage("http://user:geheim@127.0.0.1:9000", Duration.ofSeconds(1)))
                .withMessageContaining("127.0.0.1")
                .withMessageContaining("AWS_ACCESS_KEY_ID")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("geheim"));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Location.parse("s3://key:geheim@bucket/lake"))
                .withMessageContaining("s3://***@bucket/lake")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("geheim"));
    }

    private static Throwable failure(String endpoint, Duration timeout) {
        try (Storage storage = storage(endpoint, timeout)) {
            return catchThrowable(() -> storage.read(OBJECT));
        }
    }

    private static Storage storage(String endpoint, Duration timeout) {
        return Storages.open(
                OBJECT,
                StorageOptions.defaults()
                        .withS3(S3Options.defaults()
                                .withEndpoint(URI.create(endpoint))
                                .withRegion("us-east-1")
                                .withCredentials(S3Options.Credentials.of("key", "secret"))
                                .withRequestTimeout(timeout)));
    }
}
