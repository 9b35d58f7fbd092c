package io.twinlake.compaction.writers;

import io.twinlake.log.ApplicationProgress;
import io.twinlake.log.CommitConflictException;
import io.twinlake.log.CommitStateUnknownException;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.Operation;
import io.twinlake.storage.RecordingStorage;
import io.twinlake.storage.StorageException;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Commits row after row, as an ingester does: when it is not told what became of a commit, it looks up its progress.
 * Prints {@code number version puts} for every row; version -1 where only the progress told.
 */
final class WriterProcess {

    private final RecordingStorage storage;
    private final TransactionLog log;
    private final String name;

    private WriterProcess(RecordingStorage storage, Location table, String name) {
        this.storage = storage;
        this.log = TransactionLog.open(Environment.system(storage), table);
        this.name = name;
    }

    public static void main(String[] arguments) throws IOException {
        Location table = Location.parse(arguments[3]);
        var storage = RecordingStorage.over(WritersTable.storage(arguments[0], arguments[1], arguments[2]), table);
        var writer = new WriterProcess(storage, table, arguments[4]);
        System.out.println("ready");
        if (System.in.read() < 0) {
            throw new IOException("the test has ended before it began");
        }
        for (long n = 0; n < Long.parseLong(arguments[5]); n++) {
            writer.write(n);
        }
    }

    private void write(long n) {
        storage.forget();
        OptionalLong version = OptionalLong.empty();
        boolean known = false;
        while (!known) {
            try {
                version = OptionalLong.of(log.append("STREAMING UPDATE")
                        .add(WritersTable.write(log.environment(), log.table(), name, n))
                        .advance(new ApplicationProgress(name, n))
                        .commit()
                        .number());
                known = true;
            } catch (StorageException | CommitConflictException | CommitStateUnknownException lookItUp) {
                known = isThere(n);
            }
        }
        long puts = storage.operations(Operation.Verb.PUT_IF_ABSENT).stream()
                .filter(put -> put.names().get(0).startsWith("_delta_log/"))
                .count();
        System.out.println(n + " " + version.orElse(-1) + " " + puts);
    }

    private boolean isThere(long n) {
        try {
            return log.latest().progress(name).orElse(-1) >= n;
        } catch (StorageException tryAgain) {
            return false;
        }
    }
}
