package io.twinlake.log;

import io.twinlake.storage.Content;
import io.twinlake.storage.ObjectNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sums commits up in one object, and reads them from it: what is left of them after reconciliation, tombstones and
 * removed domains too, which checkpoints would drop (PROTOCOL.md, "Log Compaction Files").
 */
record LogCompaction(LogFolder folder) {

    /** Writes the compaction of these versions, unless it is there already. */
    void write(CompactedFile file) {
        TableState state = TableState.nothing(new DataPath(folder.table())).since(file.first());
        for (Version next = file.first(); next.compareTo(file.last()) <= 0; next = next.next()) {
            Version version = next;
            state = state.after(folder.read(version)
                    .orElseThrow(() -> new VersionNotFoundException("version " + version + " of " + folder.table()
                            + " can't be summed up: " + folder.at(version) + " is not there")));
        }
        folder.storage().putIfAbsent(folder.at().resolve(file.name()), Content.of(ActionWriter.bytes(actions(state))));
    }

    private static List<Action> actions(TableState state) {
        List<Action> actions = new ArrayList<>();
        state.protocol().ifPresent(actions::add);
        state.metadata().ifPresent(actions::add);
        actions.addAll(state.transactions().values());
        actions.addAll(state.domains().values());
        state.files().tombstones().forEachRemaining(actions::add);
        actions.addAll(state.files().added().values());
        return actions;
    }

    /** The state after the versions of that object; empty where it can't be read, as the commits can be. */
    Optional<TableState> read(CompactedFile file, TableState before) {
        var at = folder.at().resolve(file.name());
        try {
            List<Action> actions = ActionReader.actions(folder.storage().read(at), at);
            return Optional.of(before.after(new Commit(before.next(), actions))
                    .since(file.last().next()));
        } catch (CorruptLogException | ObjectNotFoundException unusable) {
            return Optional.empty();
        }
    }
}
