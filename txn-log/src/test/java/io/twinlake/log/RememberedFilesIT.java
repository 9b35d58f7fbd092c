package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.DataFile;
import io.twinlake.format.FileStatistics;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Files that came and went do not stay in memory for good, neither of a log that writes nor of one that only follows. */
class RememberedFilesIT {

    private final Tables tables = new Tables();

    @Test
    void tombstones_that_a_checkpoint_has_are_let_go_of() {
        TransactionLog writer = tables.created();
        TransactionLog follower = tables.log();
        follower.latest();
        for (int round = 0; round < 2; round++) {
            addAndRemove(writer, round);
            assertThat(follower.latest().fileCount()).isZero();
            writer.checkpoint(writer.latest());
        }
        writer.append("WRITE").add(tables.file("last.parquet")).commit();

        assertThat(writer.latest().state().files().remembered()).isOne();
        assertThat(follower.latest().state().files().remembered()).isLessThan(4 * FoundFiles.MOST);
        assertThat(Tables.paths(follower.latest())).containsExactly("last.parquet");
    }

    private void addAndRemove(TransactionLog log, int round) {
        Transaction append = log.append("WRITE");
        for (int i = 0; i <= FoundFiles.MOST; i++) {
            var at = tables.location.resolve(round + "-" + i + ".parquet");
            append.add(new DataFile(at, 4, 10, new FileStatistics(OptionalLong.of(10), Map.of(), true)));
        }
        append.commit();
        Snapshot all = log.latest();
        Transaction removal = all.transaction(IsolationLevel.SERIALIZABLE, "DELETE");
        all.files().forEach(removal::remove);
        removal.commit();
    }
}
