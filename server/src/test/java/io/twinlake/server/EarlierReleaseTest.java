package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.compaction.RetentionPolicy;
import io.twinlake.compaction.Vacuum;
import io.twinlake.ingest.PipelineListener;
import io.twinlake.ingest.PipelineOptions;
import io.twinlake.log.Lease;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.query.RowBatches;
import io.twinlake.query.StartAt;
import io.twinlake.query.SubscribedCommit;
import io.twinlake.query.Subscription;
import io.twinlake.storage.Content;
import io.twinlake.storage.Environment;
import io.twinlake.storage.LinkedStorage;
import io.twinlake.storage.Location;
import io.twinlake.storage.ManualClock;
import io.twinlake.storage.MemoryStorage;
import io.twinlake.storage.SimulatedEnvironment;
import io.twinlake.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What earlier releases have left is gone on with; docs/testing.md says how a release's lake is made. */
class EarlierReleaseTest {

    private final ManualClock clock = ManualClock.at("2024-03-20T00:00:00Z");
    private long processes = 100;

    @ParameterizedTest
    @ValueSource(strings = "/lake-of-0.1.zip")
    void a_pipeline_goes_on_from_its_state_checkpoint(String release) throws IOException {
        MemoryStorage memory = EarlierLake.unpack(release, clock);
        goesOn(memory);
    }

    @ParameterizedTest
    @ValueSource(strings = "/lake-of-0.1.zip")
    void a_pipeline_goes_on_from_its_epoch_records_alone(String release) throws IOException {
        MemoryStorage memory = EarlierLake.unpack(release, clock);
        Location states = EarlierLake.LAKE.resolve("_twinlake/pipelines/" + EarlierLake.PIPELINE + "/state");
        List<Location> found = new ArrayList<>();
        memory.list(states, "").forEachRemaining(object -> found.add(object.location()));
        assertThat(found).isNotEmpty();
        memory.delete(found);
        goesOn(memory);
    }

    @ParameterizedTest
    @ValueSource(strings = "/lake-of-0.1.zip")
    void a_pipeline_goes_on_where_its_sources_are_spelled_otherwise(String release) throws IOException {
        MemoryStorage memory = EarlierLake.unpack(release, clock);
        List<String> otherwise = EarlierLake.SOURCES.stream()
                .map(source -> source.replace("memory://input", "link://elsewhere"))
                .toList();
        Storage linked =
                new LinkedStorage(memory, Location.parse("link://elsewhere"), Location.parse("memory://input"));
        EarlierLake.complete(memory);
        EarlierLake.pipeline(linked, environment(memory), options(), otherwise).run(PipelineListener.NONE);
        assertThat(TableRows.firstDifference(
                        uninterrupted(memory), TableRows.of(log(memory).latest())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = "/lake-of-0.1.zip")
    void a_lease_keeps_what_its_subscriber_has_not_read(String release) throws IOException {
        MemoryStorage memory = EarlierLake.unpack(release, clock);
        TransactionLog log = log(memory);
        assertThat(log.leases().all()).extracting(Lease::holder).containsExactly(EarlierLake.SUBSCRIBER);
        Version position = log.leases().all().get(0).version();
        int before = TableRows.of(log.at(new Version(position.number() - 1))).size();
        Vacuum vacuum = new Vacuum(log, RetentionPolicy.defaults());
        vacuum.run(vacuum.plan());

        EarlierLake.complete(memory);
        run(memory);
        long heard = 0;
        try (Subscription subscription = Subscription.from(log, StartAt.version(position.number()))) {
            for (var commit = subscription.poll(); commit.isPresent(); commit = subscription.poll()) {
                heard += rowsOf(commit.get());
            }
        }
        assertThat(heard).isEqualTo(TableRows.of(log.latest()).size() - before);
    }

    private void goesOn(MemoryStorage memory) {
        EarlierLake.complete(memory);
        run(memory);
        assertThat(TableRows.firstDifference(
                        uninterrupted(memory), TableRows.of(log(memory).latest())))
                .isEmpty();
        Version version = log(memory).latest().version();
        run(memory);
        assertThat(log(memory).latest().version()).as("after one more run").isEqualTo(version);
    }

    /** The rows of today's release alone, over the same sources. */
    private List<String> uninterrupted(MemoryStorage memory) {
        MemoryStorage alone = new MemoryStorage(clock);
        for (String source : EarlierLake.SOURCES) {
            alone.put(Location.parse(source), Content.of(memory.read(Location.parse(source))));
        }
        run(alone);
        return TableRows.of(log(alone).latest());
    }

    private void run(MemoryStorage memory) {
        EarlierLake.pipeline(memory, environment(memory), options()).run(PipelineListener.NONE);
    }

    private static PipelineOptions options() {
        return PipelineOptions.defaults().withEpochEvents(4);
    }

    private TransactionLog log(MemoryStorage memory) {
        return TransactionLog.open(environment(memory), EarlierLake.LAKE.resolve(PumpReadings.TABLE));
    }

    private Environment environment(MemoryStorage memory) {
        return SimulatedEnvironment.over(memory, clock, ++processes);
    }

    private static long rowsOf(SubscribedCommit commit) {
        long rows = 0;
        try (RowBatches batches = commit.rows()) {
            while (batches.hasNext()) {
                rows += batches.next().rows();
            }
        }
        return rows;
    }
}
