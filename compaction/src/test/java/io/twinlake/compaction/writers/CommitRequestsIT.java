package io.twinlake.compaction.writers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Environment;
import io.twinlake.storage.FaultProxy;
import io.twinlake.storage.Location;
import io.twinlake.storage.S3Fixture;
import io.twinlake.storage.Storage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a commit costs on the wire. */
class CommitRequestsIT {

    @Test
    void a_warm_commit_is_two_puts_and_nothing_else() {
        Optional<S3Fixture> server = Stream.of(S3Fixture.Kind.ENDPOINT, S3Fixture.Kind.MINIO)
                .map(S3Fixture::of)
                .flatMap(Optional::stream)
                .findFirst();
        assumeThat(server)
                .as("an S3 server: TWINLAKE_TEST_S3_ENDPOINT or minio on the PATH")
                .isPresent();
        Location table = server.orElseThrow().freshBucket().resolve("table");
        var credentials = server.orElseThrow().credentials();
        try (FaultProxy wire = FaultProxy.before(server.orElseThrow().endpoint());
                Storage storage = WritersTable.storage(
                        wire.endpoint().toString(), credentials.accessKeyId(), credentials.secretAccessKey())) {
            TransactionLog log = TransactionLog.open(Environment.system(storage), table);
            log.create(WritersTable.metadata(), "CREATE TABLE").commit();
            append(log, 0);
            int before = wire.requests().size();

            assertThat(append(log, 1)).isEqualTo(Version.of(2));

            List<String> requests =
                    wire.requests().subList(before, wire.requests().size());
            assertThat(requests).hasSize(2);
            assertThat(requests.get(0)).startsWith("PUT /" + table.authority() + "/table/part-");
            assertThat(requests.get(1)).endsWith("/table/_delta_log/00000000000000000002.json");
        }
    }

    private static Version append(TransactionLog log, long n) {
        return log.append("WRITE")
                .add(WritersTable.write(log.environment(), log.table(), "writer", n))
                .commit();
    }
}
