package io.twinlake.log;

import io.twinlake.storage.Content;
import io.twinlake.storage.ObjectNotFoundException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sums commits up in one object, and reads them from it: what is left of them after reconciliation, tombstones and
 * removed domains too, which checkpoints would drop (PROTOCOL.md, "Log Compaction Files").
 */
record LogCompaction(LogFolder folder) {

    /** Writes the compaction of these versions, unless it is there already. */
    void write(CompactedFile file) {
        TableState state = TableState.nothing(folder.paths()).since(file.first());
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

    /**
     * The state after the versions of that object; empty where it can't be read, as the commits can be. Real writers have
     * left a file's key in it twice, the newest first, which replayed in order brings deleted rows back: such an object is
     * believed only where the commits are gone, and there the first action of a key is the one that holds.
     *
     * @param commitsAreThere whether the commits that it sums up can be read instead
     */
    Optional<TableState> read(CompactedFile file, TableState before, boolean commitsAreThere) {
        var at = folder.at().resolve(file.name());
        try {
            List<Action> actions = ActionReader.actions(folder.storage().read(at), at);
            List<Action> reconciled = firstOfEachKey(actions);
            if (reconciled.size() < actions.size() && commitsAreThere) {
                return Optional.empty();
            }
            return Optional.of(before.after(new Commit(before.next(), reconciled))
                    .since(file.last().next()));
        } catch (CorruptLogException | ObjectNotFoundException unusable) {
            return Optional.empty();
        }
    }

    private List<Action> firstOfEachKey(List<Action> actions) {
        var keys = new ReconciliationKeys(folder.paths());
        Set<Object> met = new HashSet<>();
        return actions.stream()
                .filter(action -> action.match(keys).map(met::add).orElse(true))
                .toList();
    }
}
