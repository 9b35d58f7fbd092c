package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.ingest.EventSource;
import io.twinlake.ingest.Pipeline;
import io.twinlake.ingest.PipelineListener;
import io.twinlake.ingest.PipelineOptions;
import io.twinlake.ingest.PipelineProgress;
import io.twinlake.ingest.PipelineSpec;
import io.twinlake.ingest.SourceAccess;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Content;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.S3Fixture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects below a prefix of S3 as a source, and a lake beside them. */
class S3SourceIT {

    private final S3Fixture s3 = S3Fixture.shared();
    private final Location bucket = s3.freshBucket();
    private final Location lake = bucket.resolve("lake");

    @Test
    void a_prefix_is_read_in_order_of_name_and_goes_on_with_the_objects_that_come() {
        put("landing/2024-01-01/b.jsonl", reading("p1", 30, 500));
        put("landing/2024-01-01/a.jsonl", reading("p1", 0, 100));
        put("landing-of-others/x.jsonl", reading("p9", 0, 100));
        assertThat(ingest("landing/").totals().events()).isEqualTo(2);

        put("landing/2024-01-02/a.jsonl", reading("p2", 60, 900));
        PipelineProgress done = ingest("landing/");

        assertThat(done.totals().events()).isEqualTo(3);
        assertThat(TableRows.of(table().latest()))
                .hasSize((int) done.totals().rows())
                .noneMatch(row -> row.contains("p9"))
                .anyMatch(row -> row.contains("p2"));
    }

    @Test
    void a_glob_chooses_among_the_objects_and_each_may_be_a_partition() {
        put("landing/a.jsonl", reading("p1", 0, 100));
        put("landing/b.csv", "pump,at,flow,site\np2,2024-01-01T00:00:10Z,100,hall\n");
        put("landing/c.txt", "nothing of ours");

        assertThat(ingest("landing/*.{jsonl,csv}?partition=file").totals().events())
                .isEqualTo(2);
        assertThat(TableRows.of(table().latest())).anyMatch(row -> row.contains("b.csv"));
    }

    private PipelineProgress ingest(String source) {
        PipelineSpec spec = new PipelineSpec(
                "pumps",
                PumpReadings.DEFINITIONS,
                List.of(EventSource.parse(bucket + source)),
                PipelineOptions.defaults().withThreads(2).withClose(true));
        return new Pipeline(spec, lake, Environment.system(s3.storage()), SourceAccess.of(s3.storage()))
                .run(PipelineListener.NONE);
    }

    private TransactionLog table() {
        return TransactionLog.open(Environment.system(s3.storage()), lake.resolve(PumpReadings.TABLE));
    }

    private void put(String name, String text) {
        s3.storage().put(bucket.resolve(name), Content.of(text + "\n"));
    }

    private static String reading(String pump, int second, int flow) {
        return "{\"pump\":\"%s\",\"at\":\"2024-01-01T00:%02d:%02dZ\",\"flow\":%d,\"site\":\"hall\"}"
                .formatted(pump, second / 60, second % 60, flow);
    }
}
