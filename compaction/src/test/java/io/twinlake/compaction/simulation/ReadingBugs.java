package io.twinlake.compaction.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinlake.storage.Content;
import io.twinlake.storage.ForwardingStorage;
import io.twinlake.storage.Listing;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.PutOutcome;
import io.twinlake.storage.Storage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Mistakes in what is made of others' commits: in replay, and in a rebase. */
final class ReadingBugs {

    private static final Pattern VERSION = Pattern.compile("\"version\":(\\d+)");

    private ReadingBugs() {}

    /** A commit as a process with the mistake sees it that reads it while it rebases. */
    private interface Winner {
        CommitText of(CommitText commit, boolean isFirst, boolean isNewest);
    }

    /** Winners are what is read from the version on that a commit was just refused. */
    private static Bug winners(Winner winner) {
        return new Bug() {
            @Override
            public Storage between(Storage store, World world) {
                return new ForwardingStorage(store) {
                    private OptionalLong lost = OptionalLong.empty();

                    @Override
                    public PutOutcome putIfAbsent(Location at, Content content) {
                        PutOutcome outcome = inner.putIfAbsent(at, content);
                        lost = outcome instanceof PutOutcome.Created ? OptionalLong.empty() : World.version(at);
                        return outcome;
                    }

                    @Override
                    public byte[] read(Location at) {
                        byte[] bytes = inner.read(at);
                        OptionalLong version = World.version(at);
                        if (version.isEmpty() || lost.isEmpty() || version.getAsLong() < lost.getAsLong()) {
                            return bytes;
                        }
                        return winner.of(
                                        CommitText.of(bytes),
                                        version.getAsLong() == lost.getAsLong(),
                                        version.getAsLong() == world.history.newest())
                                .bytes();
                    }
                };
            }
        };
    }

    static Bug rebaseSkipsWinners() {
        return winners((commit, isFirst, isNewest) ->
                isFirst ? commit : commit.withoutAll("add", "remove", "txn", "domainMetadata", "metaData"));
    }

    /** Only what was read and rows that were added are looked at of all winners but the newest. */
    static Bug onlyTheNewestWinnerIsChecked() {
        return winners((commit, isFirst, isNewest) -> isNewest
                ? commit
                : commit.each("add", add -> add.put("dataChange", false))
                        .each("remove", remove -> remove.put("dataChange", false)));
    }

    static Bug schemaChangeIgnored() {
        return winners((commit, isFirst, isNewest) -> commit.withoutAll("metaData"));
    }

    static Bug progressOfWinnersIgnored() {
        return winners((commit, isFirst, isNewest) -> commit.withoutAll("txn"));
    }

    /** A file is known by its path alone: what is removed and added in one commit is gone. */
    static Bug vectorForgottenInTheKey() {
        return new Bug() {
            @Override
            public Storage between(Storage store, World world) {
                return new ForwardingStorage(store) {
                    @Override
                    public byte[] read(Location at) {
                        byte[] bytes = inner.read(at);
                        return World.version(at).isPresent()
                                ? byPath(CommitText.of(bytes)).bytes()
                                : bytes;
                    }
                };
            }
        };
    }

    private static CommitText byPath(CommitText commit) {
        Set<String> removed = new HashSet<>();
        commit.actions().forEach(action -> removed.add(path(action, "remove")));
        return commit.without(action -> action.has("add") && removed.contains(path(action, "add")));
    }

    private static String path(JsonNode action, String kind) {
        return action.path(kind).path("path").asText();
    }

    /** Nothing before the version that the hint names is ever looked at. */
    static Bug hintTrusted() {
        return new Bug() {
            @Override
            public Storage between(Storage store, World world) {
                return new ForwardingStorage(store) {
                    private String from = "";

                    @Override
                    public byte[] read(Location at) {
                        byte[] bytes = inner.read(at);
                        if (at.name().equals("_last_checkpoint")) {
                            Matcher version =
                                    VERSION.matcher(new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
                            from = version.find() ? "%020d".formatted(Long.parseLong(version.group(1))) : "";
                        }
                        return bytes;
                    }

                    @Override
                    public Listing list(Location folder, String after) {
                        List<ObjectInfo> objects = new ArrayList<>();
                        try (Listing listing = inner.list(folder, after)) {
                            listing.forEachRemaining(objects::add);
                        }
                        objects.removeIf(object -> object.location().isBelow(World.LOG)
                                && object.location().name().compareTo(from) < 0);
                        return new SimulatedProcess.Pages(objects.iterator());
                    }
                };
            }
        };
    }

    /** A state that was seen once is built upon for ever: to that process no time goes by. */
    static Bug oldStateTrusted() {
        return new Bug() {
            @Override
            public InstantSource clock(InstantSource right, Instant begin) {
                return () -> begin;
            }
        };
    }
}
