package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Content;
import io.twinlake.storage.RecordingStorage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private final Tables tables = new Tables();
    private final TransactionLog log = tables.created();

    @Test
    void a_lease_is_seen_by_others_until_it_ends() {
        Lease lease = log.leases().hold("reports", Version.of(3), Duration.ofHours(1));

        assertThat(lease.until()).isEqualTo(tables.clock.instant().plus(Duration.ofHours(1)));
        assertThat(tables.log().leases().active()).containsExactly(lease);
        tables.clock.advance(Duration.ofHours(1));
        assertThat(tables.log().leases().active()).isEmpty();
        assertThat(tables.log().leases().all()).containsExactly(lease);
    }

    @Test
    void a_holder_has_one_lease_which_it_moves_and_gives_back() {
        log.leases().hold("reports", Version.of(3), Duration.ofHours(1));
        Lease moved = log.leases().hold("reports", Version.of(9), Duration.ofHours(1));
        Lease other = log.leases().hold("alarms / Zürich", Version.of(1), Duration.ofHours(1));
        assertThat(log.leases().active()).containsExactlyInAnyOrder(moved, other);

        log.leases().release("reports");
        log.leases().release("reports");
        assertThat(log.leases().active()).containsExactly(other);
    }

    @Test
    void holding_is_one_put() {
        RecordingStorage storage = RecordingStorage.over(tables.memory, tables.location);

        tables.log(storage).leases().hold("reports", Version.of(3), Duration.ofHours(1));

        assertThat(storage.operations()).hasSize(1);
        assertThat(storage.operations().toString()).contains("_twinlake/leases/reports.json");
    }

    @Test
    void a_damaged_lease_is_named_and_what_to_do() {
        tables.memory.put(tables.location.resolve("_twinlake/leases/x.json"), Content.of("{\"holder\":\"x\"}"));

        assertThatThrownBy(() -> log.leases().active())
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("_twinlake/leases/x.json")
                .hasMessageContaining("delete the object if its reader is gone");
    }

    @Test
    void a_lease_claims_something_in_somebodys_name() {
        assertThatThrownBy(() -> log.leases().hold(" ", Version.of(1), Duration.ofHours(1)))
                .hasMessageContaining("its name must have");
        assertThatThrownBy(() -> log.leases().hold("x", Version.of(1), Duration.ZERO))
                .hasMessageContaining("give a positive time");
    }
}
