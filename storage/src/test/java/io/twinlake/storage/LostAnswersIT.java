package io.twinlake.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A network that loses answers, between our S3 storage and a real server. */
final class LostAnswersIT {

    private final S3Fixture server = S3Fixture.shared();
    private final FaultProxy network = FaultProxy.before(server.endpoint());
    private final Location log = server.freshBucket().resolve("_delta_log");
    private final Storage storage =
            Storages.open(log, StorageOptions.defaults().withS3(server.options().withEndpoint(network.endpoint())));

    @BeforeEach
    void theNetworkWorksWithoutFaults() {
        assertThat(create("0.json")).isEqualTo(new PutOutcome.Created());
        // A server may refuse before it has read the body and close: then "not known" is the honest answer.
        assertThat(create("0.json")).isNotEqualTo(new PutOutcome.Created());
    }

    @AfterEach
    void close() {
        storage.close();
        network.close();
    }

    @Test
    void a_lost_answer_is_not_known_and_never_taken_for_anothers_object() {
        for (int version = 1; version <= 30; version++) {
            String name = version + ".json";
            network.on("PUT", "/" + name, Fault.ANSWER_LOST);

            assertThat(create(name)).as(name).isInstanceOf(PutOutcome.Unknown.class);
            assertThat(text(name)).isEqualTo(name);
        }
    }

    @Test
    void a_request_that_was_lost_is_not_known_and_wrote_nothing() {
        network.on("PUT", "/1.json", Fault.REQUEST_LOST);

        assertThat(create("1.json")).isInstanceOf(PutOutcome.Unknown.class);

        assertThat(names()).containsExactly("0.json");
        assertThat(create("1.json")).isEqualTo(new PutOutcome.Created());
    }

    @Test
    void an_overloaded_server_leaves_it_not_known_after_one_try() {
        network.on("PUT", "/1.json", Fault.ERROR);

        assertThat(create("1.json"))
                .isInstanceOfSatisfying(
                        PutOutcome.Unknown.class,
                        unknown -> assertThat(unknown.why())
                                .hasMessageStartingWith("cannot write " + log.resolve("1.json") + ": answer 503 of "
                                        + network.endpoint()));

        assertThat(network.faults()).isEqualTo(1);
        assertThat(names()).containsExactly("0.json");
    }

    @Test
    void what_may_be_repeated_is_repeated_until_the_answer_comes() {
        network.on("GET", "/0.json", Fault.ERROR).on("GET", "/0.json", Fault.ANSWER_LOST);
        network.on("PUT", "/hint", Fault.ANSWER_LOST);

        assertThat(text("0.json")).isEqualTo("0.json");
        storage.put(log.resolve("hint"), Content.of("hint"));

        assertThat(text("hint")).isEqualTo("hint");
        assertThat(network.faults()).isEqualTo(3);
    }

    @Test
    void on_a_bad_network_created_and_exists_are_always_true() {
        long seed = 20241121;
        network.randomly(new Random(seed), 0.3);
        for (int version = 1; version <= 60; version++) {
            String name = version + ".json";
            PutOutcome first = create(name);
            boolean isThere = serverNames().contains(name);
            assertThat(first).as("%s with seed %s", name, seed).isNotEqualTo(new PutOutcome.Exists());
            if (first.equals(new PutOutcome.Created())) {
                assertThat(isThere).as("%s with seed %s", name, seed).isTrue();
            }
        }
        assertThat(network.faults()).isPositive();
    }

    private PutOutcome create(String name) {
        return storage.putIfAbsent(log.resolve(name), Content.of(name));
    }

    private String text(String name) {
        return new String(storage.read(log.resolve(name)), StandardCharsets.UTF_8);
    }

    private List<String> names() {
        return namesOn(storage);
    }

    private List<String> serverNames() {
        return namesOn(server.storage());
    }

    private List<String> namesOn(Storage where) {
        List<String> names = new ArrayList<>();
        try (var listing = where.list(log, "")) {
            listing.forEachRemaining(info -> names.add(info.location().name()));
        }
        return names;
    }
}
