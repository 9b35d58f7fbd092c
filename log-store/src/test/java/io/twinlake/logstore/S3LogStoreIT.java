package io.twinlake.logstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.storage.CloseableIterator;
import io.delta.storage.S3SingleDriverLogStore;
import io.twinlake.storage.Content;
import io.twinlake.storage.Fault;
import io.twinlake.storage.FaultProxy;
import io.twinlake.storage.Location;
import io.twinlake.storage.PutOutcome;
import io.twinlake.storage.S3Fixture;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Through S3A, on a server and on a network that loses answers; with the retries that S3A and its SDK make unasked. */
class S3LogStoreIT {

    private static final S3Fixture SERVER = S3Fixture.shared();

    private final FaultProxy network = FaultProxy.before(SERVER.endpoint());
    private final Configuration settings = settings(network.endpoint());
    private final S3LogStore store = new S3LogStore(settings, millis -> {});
    private final Path log = log();

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void what_was_written_is_read_line_by_line_and_listed_in_order() throws IOException {
        write(2, commit("two"));
        write(0, commit("zero"), "{\"more\":1}");
        write(1, commit("one"));

        assertThat(read(0)).containsExactly(commit("zero"), "{\"more\":1}");
        List<String> names = new ArrayList<>();
        store.listFrom(at(1), settings)
                .forEachRemaining((FileStatus file) -> names.add(file.getPath().getName()));
        assertThat(names).containsExactly(at(1).getName(), at(2).getName());
    }

    @Test
    void a_version_of_another_is_not_overwritten() throws IOException {
        write(0, commit("theirs"));

        assertThatThrownBy(() -> write(0, commit("ours"))).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(read(0)).containsExactly(commit("theirs"));
    }

    @Test
    void a_version_that_another_creates_while_the_put_is_on_its_way_is_the_others() throws IOException {
        network.holding("PUT", at(0).getName(), () -> anotherCreates(0));

        assertThatThrownBy(() -> write(0, commit("ours"))).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(read(0)).containsExactly("theirs");
    }

    /** Why this store is needed: Delta's own looks first and puts then, and says that all is well. */
    @Test
    void deltas_own_store_overwrites_such_a_version() throws IOException {
        network.holding("PUT", at(0).getName(), () -> anotherCreates(0));

        var stock = new S3SingleDriverLogStore(settings);
        stock.write(at(0), List.of(commit("stock")).iterator(), false, settings);

        assertThat(read(0)).containsExactly(commit("stock"));
    }

    private void anotherCreates(long version) {
        Location at = Location.parse(at(version).toString().replaceFirst("s3a", "s3"));
        assertThat(SERVER.storage().putIfAbsent(at, Content.of("theirs"))).isEqualTo(new PutOutcome.Created());
    }

    @Test
    void what_may_be_overwritten_is() throws IOException {
        Path hint = new Path(log, "_last_checkpoint");
        store.write(hint, List.of("one").iterator(), true, settings);
        store.write(hint, List.of("two").iterator(), true, settings);

        try (CloseableIterator<String> lines = store.read(hint, settings)) {
            assertThat(lines.next()).isEqualTo("two");
        }
    }

    @Test
    void of_many_who_create_a_version_at_once_one_does() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int version = 0; version < 4; version++) {
                long number = version;
                List<Future<Boolean>> outcomes = threads.invokeAll(IntStream.range(0, 8)
                        .mapToObj(writer -> (Callable<Boolean>) () -> creates(number, commit("writer" + writer)))
                        .toList());
                int winners = 0;
                for (Future<Boolean> outcome : outcomes) {
                    winners += outcome.get() ? 1 : 0;
                }
                assertThat(winners).as("winners of version %d", number).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_commit_whose_answer_was_lost_is_ours_though_the_retry_finds_it_there() throws IOException {
        for (long version = 0; version < 2; version++) {
            network.on("PUT", at(version).getName(), Fault.ANSWER_LOST);

            write(version, commit("ours" + version));

            assertThat(read(version)).containsExactly(commit("ours" + version));
        }
        assertThat(network.faults()).isEqualTo(2);
    }

    @Test
    void on_a_bad_network_what_is_acknowledged_is_there_and_what_is_refused_is_not() throws IOException {
        long seed = 20261121;
        Map<Long, String> expected = new HashMap<>();
        network.randomly(new Random(seed), 0.1);
        for (long version = 0; version < 6; version++) {
            for (String writer : List.of("a", "b")) {
                if (creates(version, commit(writer + version))) {
                    assertThat(expected.put(version, writer))
                            .as("winners, seed %d", seed)
                            .isNull();
                }
            }
        }
        network.randomly(new Random(seed), 0);
        for (long version = 0; version < 6; version++) {
            assertThat(read(version)).containsExactly(commit(expected.get(version) + version));
        }
    }

    @Test
    void the_same_bytes_that_name_no_transaction_are_nobodys() throws IOException {
        write(0, "{\"commitInfo\":{}}");

        assertThatThrownBy(() -> write(0, "{\"commitInfo\":{}}"))
                .isInstanceOf(CommitStateUnknownException.class)
                .hasMessageContaining("has no txnId")
                .hasMessageContaining("delete none of the files");
    }

    @Test
    void a_file_system_without_conditional_creation_is_refused() {
        Path local = new Path("file:///tmp/twinlake-no-such-folder/_delta_log/00000000000000000000.json");

        assertThatThrownBy(() -> store.write(local, List.of(commit("x")).iterator(), false, settings))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("use s3a of Hadoop 3.4.2 or newer");
    }

    private boolean creates(long version, String line) throws IOException {
        try {
            write(version, line);
            return true;
        } catch (FileAlreadyExistsException anothers) {
            return false;
        }
    }

    private void write(long version, String... lines) throws IOException {
        store.write(at(version), List.of(lines).iterator(), false, settings);
    }

    private List<String> read(long version) throws IOException {
        List<String> lines = new ArrayList<>();
        try (CloseableIterator<String> read = store.read(at(version), settings)) {
            read.forEachRemaining(lines::add);
        }
        return lines;
    }

    private Path at(long version) {
        return new Path(log, "%020d.json".formatted(version));
    }

    private static String commit(String transaction) {
        return "{\"commitInfo\":{\"operation\":\"WRITE\",\"txnId\":\"" + transaction + "\"}}";
    }

    private static Path log() {
        Location bucket = SERVER.freshBucket();
        return new Path("s3a://" + bucket.authority() + "/table/_delta_log");
    }

    private static Configuration settings(URI endpoint) {
        var settings = new Configuration();
        SERVER.s3aSettings().forEach(settings::set);
        settings.set("fs.s3a.endpoint", endpoint.toString());
        settings.set("fs.s3a.retry.interval", "5ms");
        settings.set("fs.s3a.retry.throttle.interval", "5ms");
        settings.setBoolean("fs.s3a.impl.disable.cache", true);
        return settings;
    }
}
