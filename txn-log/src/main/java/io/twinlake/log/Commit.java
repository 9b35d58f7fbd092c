package io.twinlake.log;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One version as it was written: its actions in order. */
public record Commit(Version version, List<Action> actions) {

    public Commit {
        actions = List.copyOf(actions);
    }

    /** The actions of one kind, in order. */
    public <A extends Action> Stream<A> all(Class<A> kind) {
        return actions.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** Who committed what and when, where the writer said so. */
    public Optional<Action.CommitInfo> info() {
        return last(Action.CommitInfo.class);
    }

    /** The action of a kind that a version has at most once. */
    <A extends Action> Optional<A> last(Class<A> kind) {
        return all(kind).reduce((first, second) -> second);
    }

    /** Whether the writer says that it added without having read. */
    boolean isBlindAppend() {
        return info().map(info -> "true".equals(info.values().get("isBlindAppend")))
                .orElse(false);
    }

    /** The random name of the transaction that wrote this. */
    Optional<String> transactionId() {
        return info().flatMap(Action.CommitInfo::txnId);
    }
}
