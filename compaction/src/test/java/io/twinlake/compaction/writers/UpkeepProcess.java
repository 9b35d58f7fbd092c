package io.twinlake.compaction.writers;

import io.twinlake.compaction.CompactionPolicy;
import io.twinlake.compaction.Compactor;
import io.twinlake.log.Checkpointer;
import io.twinlake.log.CommitStateUnknownException;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.StorageException;
import java.io.IOException;

/** Compacts the table or writes its checkpoints, again and again until its input ends. Prints what it compacted. */
final class UpkeepProcess {

    private static final CompactionPolicy POLICY = CompactionPolicy.defaults().withFilesPerTier(8);

    private UpkeepProcess() {}

    public static void main(String[] arguments) throws IOException {
        Location table = Location.parse(arguments[3]);
        TransactionLog log = TransactionLog.open(
                Environment.system(WritersTable.storage(arguments[0], arguments[1], arguments[2])), table);
        System.out.println("ready");
        boolean compacts = arguments[4].equals("compactor");
        int begun = System.in.read();
        while (begun >= 0 && System.in.available() == 0) {
            try {
                Snapshot snapshot = log.latest();
                if (!compacts) {
                    Checkpointer.writeIfDue(log);
                } else if (compact(log, snapshot)) {
                    System.out.println(snapshot.version());
                }
                log.environment().pause().sleep(java.time.Duration.ofMillis(100));
            } catch (StorageException | CommitStateUnknownException nextTime) {
                System.out.println("failed: " + nextTime.getMessage());
            }
        }
    }

    private static boolean compact(TransactionLog log, Snapshot snapshot) {
        return POLICY.plan(snapshot)
                .map(new Compactor(log.environment())::run)
                .filter(result -> !result.versions().isEmpty())
                .isPresent();
    }
}
