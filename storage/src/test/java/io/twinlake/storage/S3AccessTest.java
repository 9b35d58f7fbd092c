package io.twinlake.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class S3AccessTest {

    private static final S3Options.Credentials PAIR =
            new S3Options.Credentials("a-key", "a-secret", Optional.of("a-token"));
    private static final S3Options NAMED =
            S3Options.defaults().withRegion("eu-west-1").withCredentials(PAIR);

    @Test
    void a_server_that_is_not_aws_is_addressed_by_path() {
        URI server = URI.create("http://127.0.0.1:9000");

        assertThat(access(NAMED.withEndpoint(server)))
                .isEqualTo(new S3Access(Optional.of(server), Optional.of("eu-west-1"), true, PAIR));
    }

    @Test
    void aws_is_addressed_by_host_name() {
        URI server = URI.create("https://s3.eu-west-1.amazonaws.com");

        assertThat(access(NAMED.withEndpoint(server)))
                .isEqualTo(new S3Access(Optional.of(server), Optional.of("eu-west-1"), false, PAIR));
    }

    @Test
    void it_never_shows_a_secret() {
        assertThat(access(NAMED).toString()).contains("a-key").doesNotContain("a-secret", "a-token");
    }

    @Test
    void other_storages_have_none() {
        assertThat(S3Access.of(new MemoryStorage())).isEmpty();
    }

    private static S3Access access(S3Options options) {
        try (Storage storage = Storages.open(
                Location.parse("s3://any"), StorageOptions.defaults().withS3(options))) {
            return S3Access.of(storage).orElseThrow();
        }
    }
}
