package io.twinlake.log;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What somebody would write into a checkpoint who forgets actions of a kind: for tests that must find it out. */
public final class ForgetfulCheckpoint {

    private ForgetfulCheckpoint() {}

    /** The same version without what a checkpoint must keep. */
    public static Snapshot without(TransactionLog log, Snapshot snapshot, Class<? extends Action> kind) {
        List<Action> actions = new ArrayList<>();
        actions.add(snapshot.protocol());
        actions.add(snapshot.metadata());
        actions.addAll(snapshot.transactions());
        snapshot.domains().forEach((name, text) -> actions.add(new Action.DomainMetadata(name, text, false)));
        try (Stream<Action.AddFile> files = snapshot.files();
                Stream<Action.RemoveFile> tombstones = snapshot.tombstones()) {
            files.forEach(actions::add);
            tombstones.forEach(actions::add);
        }
        actions.removeIf(kind::isInstance);
        TableState state = TableState.nothing(log.head().paths()).after(new Commit(Version.of(0), actions));
        return Snapshot.of(
                log.head(),
                new TableState(
                        snapshot.version().next(),
                        OptionalLong.empty(),
                        state.protocol(),
                        state.metadata(),
                        state.transactions(),
                        state.domains(),
                        state.files()));
    }
}
