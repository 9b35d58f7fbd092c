package io.twinlake.compaction.simulation;

import io.twinlake.storage.Content;
import io.twinlake.storage.ForwardingStorage;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectNotFoundException;
import io.twinlake.storage.PutOutcome;
import io.twinlake.storage.Storage;
import io.twinlake.storage.StorageException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Mistakes in what is done with the answers to a commit's requests, and in what is written. */
final class CommitBugs {

    private CommitBugs() {}

    /** Puts the outcome of a commit's put into other words. */
    private interface Reading {
        PutOutcome of(Location at, Content content, Storage store);
    }

    private static Bug reading(Reading reading) {
        return new Bug() {
            @Override
            public Storage between(Storage store, World world) {
                return new ForwardingStorage(store) {
                    @Override
                    public PutOutcome putIfAbsent(Location at, Content content) {
                        return World.version(at).isPresent()
                                ? reading.of(at, content, inner)
                                : inner.putIfAbsent(at, content);
                    }
                };
            }
        };
    }

    static Bug lostAnswerTakenForRefusal() {
        return reading((at, content, store) -> {
            PutOutcome outcome = store.putIfAbsent(at, content);
            if (outcome instanceof PutOutcome.Unknown unknown) {
                throw new StorageException("refused", unknown.why());
            }
            return outcome;
        });
    }

    static Bug lostAnswerTakenForSuccess() {
        return reading((at, content, store) -> {
            PutOutcome outcome = store.putIfAbsent(at, content);
            return outcome instanceof PutOutcome.Unknown ? new PutOutcome.Created() : outcome;
        });
    }

    static Bug lookThenPut() {
        return reading((at, content, store) -> {
            try {
                store.info(at);
                return new PutOutcome.Exists();
            } catch (ObjectNotFoundException absent) {
                store.put(at, content);
                return new PutOutcome.Created();
            }
        });
    }

    /** Reads back, but does not compare the transaction's name. */
    static Bug existsTakenForAnothers() {
        return new Bug() {
            @Override
            public Storage between(Storage store, World world) {
                Set<Location> tried = new HashSet<>();
                return new ForwardingStorage(store) {
                    @Override
                    public PutOutcome putIfAbsent(Location at, Content content) {
                        tried.add(at);
                        return inner.putIfAbsent(at, content);
                    }

                    @Override
                    public byte[] read(Location at) {
                        byte[] bytes = inner.read(at);
                        return tried.remove(at)
                                ? CommitText.of(bytes)
                                        .each("commitInfo", info -> info.put("txnId", "whose?"))
                                        .bytes()
                                : bytes;
                    }
                };
            }
        };
    }

    /** Goes on to the next version though the answer for this one was lost and nothing is to be seen there yet. */
    static Bug nextVersionWhileUndecided() {
        return new Bug() {
            @Override
            public Storage between(Storage store, World world) {
                Map<Location, byte[]> undecided = new HashMap<>();
                return new ForwardingStorage(store) {
                    @Override
                    public PutOutcome putIfAbsent(Location at, Content content) {
                        PutOutcome outcome = inner.putIfAbsent(at, content);
                        if (outcome instanceof PutOutcome.Unknown
                                && World.version(at).isPresent()) {
                            undecided.put(at, World.bytes(content));
                        }
                        return outcome;
                    }

                    @Override
                    public byte[] read(Location at) {
                        try {
                            return inner.read(at);
                        } catch (ObjectNotFoundException absent) {
                            byte[] ours = undecided.remove(at);
                            if (ours == null) {
                                throw absent;
                            }
                            return CommitText.of(ours)
                                    .withoutAll("add", "remove", "txn", "domainMetadata", "metaData")
                                    .each("commitInfo", info -> info.put("txnId", "somebody"))
                                    .bytes();
                        }
                    }
                };
            }
        };
    }

    /** Writes something else; {@code rebased} tells whether the transaction was tried at an earlier version. */
    private interface Rewriting {
        CommitText of(CommitText commit, boolean rebased);
    }

    private static Bug writing(Rewriting rewriting) {
        return new Bug() {
            @Override
            public Storage between(Storage store, World world) {
                Map<String, Long> firstTried = new HashMap<>();
                return new ForwardingStorage(store) {
                    @Override
                    public PutOutcome putIfAbsent(Location at, Content content) {
                        OptionalLong version = World.version(at);
                        if (version.isEmpty()) {
                            return inner.putIfAbsent(at, content);
                        }
                        CommitText commit = CommitText.of(World.bytes(content));
                        long first = firstTried.computeIfAbsent(commit.transaction(), name -> version.getAsLong());
                        return inner.putIfAbsent(
                                at,
                                Content.of(rewriting
                                        .of(commit, version.getAsLong() > first)
                                        .bytes()));
                    }
                };
            }
        };
    }

    private static Bug rewriting(UnaryOperator<CommitText> change) {
        return writing((commit, rebased) -> change.apply(commit));
    }

    static Bug progressDroppedOnRebase() {
        return writing((commit, rebased) -> rebased ? commit.withoutAll("txn") : commit);
    }

    static Bug domainDroppedOnRebase() {
        return writing((commit, rebased) -> rebased ? commit.withoutAll("domainMetadata") : commit);
    }

    static Bug removeWithoutItsVector() {
        return rewriting(commit -> commit.each("remove", remove -> remove.remove("deletionVector")));
    }

    static Bug rearrangementCalledAChange() {
        return rewriting(commit -> commit.each("add", add -> add.put("dataChange", true))
                .each("remove", remove -> remove.put("dataChange", true)));
    }

    static Bug changeCalledARearrangement() {
        return rewriting(commit -> commit.has("remove")
                ? commit.each("add", add -> add.put("dataChange", false))
                        .each("remove", remove -> remove.put("dataChange", false))
                : commit);
    }

    static Bug everythingCalledABlindAppend() {
        return rewriting(commit -> commit.each("commitInfo", info -> info.put("isBlindAppend", true)));
    }

    /** The time of a commit is the writer's clock's, whatever the version before says. */
    static Bug timeOfTheWritersClock() {
        return new Bug() {
            private int processes;

            @Override
            public Storage between(Storage store, World world) {
                int wrong = 40 * (++processes % 5);
                return writing((commit, rebased) -> commit.each(
                                "commitInfo",
                                info -> info.put(
                                        "inCommitTimestamp",
                                        world.clock
                                                .instant()
                                                .minusSeconds(wrong)
                                                .toEpochMilli())))
                        .between(store, world);
            }
        };
    }
}
