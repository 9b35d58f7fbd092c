package io.twinlake.compaction;

import static io.twinlake.compaction.TestTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Content;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What lies in a table's folder and is none of vacuum's business. */
class ForeignFilesTest {

    private final TestTable table = new TestTable();

    private static List<String> expired(TestTable table) {
        TransactionLog log = TransactionLog.open(table.environment, table.location);
        return new Vacuum(log, RetentionPolicy.defaults())
                .plan().files().stream()
                        .map(file -> file.location().relativeTo(table.location))
                        .toList();
    }

    @Test
    void hidden_folders_are_not_looked_at() {
        table.append(row("a", 1));
        for (String name : List.of("_twinlake/index", "_twinlake/x.parquet", ".tmp/y", "sub/.hidden")) {
            table.memory.put(table.location.resolve(name), Content.of("x"));
        }
        table.clock.advance(Duration.ofDays(30));

        assertThat(expired(table)).isEmpty();
    }

    @Test
    void what_iceberg_reads_the_table_by_is_not_looked_at() {
        String metadata = "{\"metaData\":{\"id\":\"6f1b2a8e-1111-4222-8333-444455556666\",\"format\":{\"provider\":"
                + "\"parquet\",\"options\":{}},\"schemaString\":\"{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":[]}\","
                + "\"partitionColumns\":[],\"configuration\":{\"delta.enableInCommitTimestamps\":\"true\","
                + "\"delta.universalFormat.enabledFormats\":\"iceberg\"}}}";
        table.memory.put(table.location.resolve("metadata/v1.metadata.json"), Content.of("{}"));
        table.clock.advance(Duration.ofDays(30));
        assertThat(expired(table)).containsExactly("metadata/v1.metadata.json");

        table.memory.put(
                table.location.resolve("_delta_log/00000000000000000001.json"),
                Content.of("{\"commitInfo\":{\"inCommitTimestamp\":1704067300000}}\n" + metadata + "\n"));
        assertThat(expired(table)).isEmpty();
    }
}
