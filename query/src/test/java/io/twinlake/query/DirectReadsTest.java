package io.twinlake.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.twinlake.storage.Location;
import io.twinlake.storage.MemoryStorage;
import io.twinlake.storage.S3Access;
import io.twinlake.storage.S3Options;
import io.twinlake.storage.Storage;
import io.twinlake.storage.StorageOptions;
import io.twinlake.storage.Storages;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What comes before the engine reads S3 by itself; that it does is in {@link S3SqlIT}. */
class DirectReadsTest {

    private static final S3Options OPTIONS = S3Options.defaults()
            .withEndpoint(URI.create("http://127.0.0.1:1"))
            .withRegion("us-east-1")
            .withCredentials(new S3Options.Credentials("a-key", "it's a secret", Optional.of("a-token")));

    @Test
    void an_extension_that_is_not_there_is_a_hindrance_in_the_engines_words() {
        assertThat(hindrance(Optional.of("/nowhere/httpfs.duckdb_extension"), OPTIONS))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("DuckDB's httpfs can't be loaded (")
                        .contains("/nowhere/httpfs.duckdb_extension")
                        .doesNotContain("\n", "secret", "a-token"));
    }

    @Test
    void it_can_be_switched_off() {
        assertThat(hindrance(Optional.empty(), OPTIONS)).hasValue("DuckDB's httpfs is switched off");
    }

    @Test
    void an_endpoint_that_it_can_not_name_is_a_hindrance() {
        assertThat(hindrance(Optional.of("httpfs"), OPTIONS.withEndpoint(URI.create("http://127.0.0.1:1/s3"))))
                .hasValue("DuckDB's httpfs takes no endpoint with a path (http://127.0.0.1:1/s3)");
    }

    @Test
    void another_storage_is_a_hindrance() {
        try (SqlSession session = SqlSession.open()) {
            assertThat(DirectReads.open(session, Optional.of("httpfs"), new MemoryStorage())
                            .hindrance())
                    .hasValue("DuckDB's httpfs can't use what this storage reads S3 by");
        }
    }

    @Test
    void a_secret_that_is_refused_shows_nowhere() {
        try (SqlSession session = SqlSession.open();
                Storage storage = storage(OPTIONS)) {
            // The extension is not loaded, so that the engine knows no such secret.
            Throwable refused = catchThrowable(
                    () -> DirectReads.introduce(session, S3Access.of(storage).orElseThrow()));

            StringWriter all = new StringWriter();
            refused.printStackTrace(new PrintWriter(all));
            assertThat(refused).isInstanceOf(SqlException.class).hasMessageContaining("http://127.0.0.1:1");
            assertThat(all.toString()).doesNotContain("a secret", "a-token");
        }
    }

    private static Optional<String> hindrance(Optional<String> httpfs, S3Options options) {
        try (SqlSession session = SqlSession.open();
                Storage storage = storage(options)) {
            return DirectReads.open(session, httpfs, storage).hindrance();
        }
    }

    private static Storage storage(S3Options options) {
        return Storages.open(
                Location.parse("s3://any"), StorageOptions.defaults().withS3(options));
    }
}
