package io.twinlake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the S3 storage promises beyond the contract of all, on whatever server. */
abstract class S3StorageContract extends StorageContract {

    private final S3Fixture server;
    private Location bucket = Location.parse("s3://none-yet");

    S3StorageContract(S3Fixture server) {
        this.server = server;
    }

    @Override
    protected Storage storage() {
        return server.storage();
    }

    @Override
    protected Location emptyFolder() {
        bucket = server.freshBucket();
        return bucket.resolve("lake of tests");
    }

    @Test
    void s3a_and_s3_name_the_same_object() {
        put("object", "x");
        Location sameObject =
                new Location("s3a", bucket.authority(), at("object").path());

        assertThat(storage().read(sameObject)).hasSize(1);
        assertThat(storage().info(sameObject).location()).isEqualTo(sameObject);
        assertThat(storage().putIfAbsent(sameObject, Content.of("y"))).isEqualTo(new PutOutcome.Exists());
        try (var listing = storage().list(sameObject.parent(), "")) {
            assertThat(listing.next().location()).isEqualTo(sameObject);
        }
    }

    @Test
    void a_bucket_is_a_folder_too() {
        put("deep/object", "x");

        assertThat(storage().folders(bucket)).containsExactly("lake of tests");
        try (var listing = storage().list(bucket, "")) {
            assertThat(listing.next().location()).isEqualTo(at("deep/object"));
            assertThat(listing.hasNext()).isFalse();
        }
    }

    @Test
    void more_objects_than_a_page_are_listed_and_deleted() {
        List<String> names =
                IntStream.range(0, 1203).mapToObj(i -> String.format("%04d", i)).toList();
        names.parallelStream().forEach(name -> put("many/" + name, name));

        assertThat(names("many")).isEqualTo(names);

        List<Location> all = new ArrayList<>();
        names.forEach(name -> all.add(at("many/" + name)));
        storage().delete(all);
        assertThat(names("many")).isEmpty();
    }

    @Test
    void an_object_of_several_parts_comes_back_byte_for_byte() {
        byte[] bytes = new byte[(int) S3Upload.MOST_BYTES_OF_ONE_PUT + 1];
        new Random(3).nextBytes(bytes);

        storage().put(at("parts"), Content.of(bytes));

        assertThat(storage().info(at("parts")).size()).isEqualTo(bytes.length);
        assertThat(storage().readRange(at("parts"), 0, bytes.length)).isEqualTo(bytes);
    }

    @Test
    void it_passes_the_write_probe() {
        var environment = Environment.system(storage());

        new WriteProbe(environment).prove(at("lake"));

        assertThat(names("lake")).isEmpty();
    }

    @Test
    void wrong_credentials_are_said_so_without_the_secret() {
        var wrong = S3Options.Credentials.of(server.credentials().accessKeyId(), "not-the-secret-of-anybody");
        try (var storage = open(server.options().withCredentials(wrong))) {
            for (Runnable call : callsOn(storage, at("x"))) {
                assertThatThrownBy(call::run)
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining(server.endpoint().toString())
                        .hasMessageContaining("credentials")
                        .satisfies(e -> assertThat(everyMessage(e)).doesNotContain("not-the-secret"));
            }
        }
    }

    @Test
    void a_bucket_that_is_not_there_is_said_so() {
        Location nowhere = Location.parse("s3://twinlake-no-such-bucket/lake/x");

        for (Runnable call : List.<Runnable>of(
                () -> storage().put(nowhere, Content.of("x")),
                () -> storage().putIfAbsent(nowhere, Content.of("x")),
                () -> storage().read(nowhere),
                () -> storage().folders(nowhere.parent()),
                () -> storage().list(nowhere.parent(), "").next())) {
            assertThatThrownBy(call::run)
                    .isExactlyInstanceOf(StorageException.class)
                    .hasMessageContaining("there is no bucket 'twinlake-no-such-bucket': create it");
        }
    }

    @Test
    void the_write_probe_says_what_is_wrong_with_bucket_or_credentials() {
        Location nowhere = Location.parse("s3://twinlake-no-such-bucket/lake");
        assertThatThrownBy(() -> new WriteProbe(Environment.system(storage())).prove(nowhere))
                .isExactlyInstanceOf(StorageException.class)
                .hasMessageContaining("there is no bucket 'twinlake-no-such-bucket': create it");

        var wrong = S3Options.Credentials.of(server.credentials().accessKeyId(), "not-the-secret-of-anybody");
        try (var storage = open(server.options().withCredentials(wrong))) {
            assertThatThrownBy(() -> new WriteProbe(Environment.system(storage)).prove(at("lake")))
                    .isExactlyInstanceOf(StorageException.class)
                    .hasMessageContaining("cannot write")
                    .hasMessageContaining("the credentials are wrong: check AWS_ACCESS_KEY_ID");
        }
    }

    @Test
    void a_name_that_no_bucket_can_have_is_said_so() {
        assertThatThrownBy(() -> storage().put(Location.parse("s3://No_Bucket/lake/x"), Content.of("x")))
                .isExactlyInstanceOf(StorageException.class)
                .hasMessageContaining("No_Bucket");
    }

    @Test
    void a_server_that_does_not_run_is_said_so() {
        try (var storage = open(server.options().withEndpoint(URI.create("http://127.0.0.1:1")))) {
            assertThatThrownBy(() -> storage.read(at("x")))
                    .isExactlyInstanceOf(StorageException.class)
                    .hasMessageContaining("http://127.0.0.1:1 cannot be reached")
                    .hasMessageContaining("AWS_ENDPOINT_URL_S3");
            assertThat(storage.putIfAbsent(at("x"), Content.of("x"))).isInstanceOf(PutOutcome.Unknown.class);
        }
    }

    private static Storage open(S3Options options) {
        return Storages.open(
                Location.parse("s3://any"), StorageOptions.defaults().withS3(options));
    }

    private static List<Runnable> callsOn(Storage storage, Location at) {
        return List.of(
                () -> storage.read(at),
                () -> storage.info(at),
                () -> storage.put(at, Content.of("x")),
                () -> storage.putIfAbsent(at, Content.of("x")),
                () -> storage.list(at.parent(), "").next(),
                () -> storage.delete(List.of(at)));
    }

    private static String everyMessage(Throwable failure) {
        var text = new StringBuilder();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            text.append(each).append('\n');
        }
        return text.toString();
    }
}
