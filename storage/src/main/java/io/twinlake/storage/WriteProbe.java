package io.twinlake.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Proves that a store honours put-if-absent before anybody commits to a lake on it. Stores that ignore {@code
 * If-None-Match}, or check it and write in two steps, exist, and answer "created" to two writers of one version. Each
 * lake is proven once by an instance; local files and memory need no proof.
 */
public final class WriteProbe {

    private static final Set<String> KNOWN_GOOD = Set.of("file", "memory");
    private static final int RACERS = 8;
    private static final int RACES = 4;
    private static final int TRIES = 5;

    private final Environment environment;
    private final Set<Location> proven = ConcurrentHashMap.newKeySet();

    public WriteProbe(Environment environment) {
        this.environment = environment;
    }

    /**
     * Writes scratch objects below {@code lake/_twinlake/}, one after the other and many at a time, and deletes them.
     *
     * @throws UnsafeStoreException if the store lets an object be created twice
     * @throws StorageException if the store refuses to be written, or gave no clear answer
     */
    public void prove(Location lake) {
        if (KNOWN_GOOD.contains(lake.scheme()) || proven.contains(lake)) {
            return;
        }
        List<Location> scratch = new ArrayList<>();
        try {
            proveInTurn(lake, scratch);
            proveAtOnce(lake, scratch);
        } catch (RuntimeException e) {
            deleteAfter(e, scratch);
            throw e;
        }
        environment.storage().delete(scratch);
        proven.add(lake);
    }

    /** Why the proof failed is what the caller needs; that cleaning up failed too, as it then mostly does, goes along. */
    private void deleteAfter(RuntimeException failure, List<Location> scratch) {
        try {
            environment.storage().delete(scratch);
        } catch (RuntimeException notDeleted) {
            failure.addSuppressed(notDeleted);
        }
    }

    /** A second put of a name must be told that it is there: so a store that ignores the condition is found out. */
    private void proveInTurn(Location lake, List<Location> scratch) {
        PutOutcome second = new PutOutcome.Exists();
        for (int tries = 0; tries < TRIES; tries++) {
            Location at = scratch(lake, scratch);
            boolean isCreated = put(at, "first").equals(new PutOutcome.Created());
            second = put(at, "second");
            if (isCreated && second.equals(new PutOutcome.Created())) {
                throw new UnsafeStoreException("the store of " + lake + " created " + at
                        + " although it was there: it ignores 'If-None-Match: *', and writers would overwrite each "
                        + "other's commits; use a store that honours it, or its version that does");
            }
            if (isCreated && second.equals(new PutOutcome.Exists())) {
                return;
            }
        }
        throw second instanceof PutOutcome.Unknown unknown ? unclear(lake, unknown.why()) : unclear(lake);
    }

    /** Of many puts of a name at the same time one may win: so a store that checks and then writes is found out. */
    private void proveAtOnce(Location lake, List<Location> scratch) {
        ExecutorService racers = Executors.newFixedThreadPool(RACERS);
        try {
            int decided = 0;
            for (int race = 0; decided < RACES && race < RACES * TRIES; race++) {
                decided += race(lake, scratch(lake, scratch), racers) ? 1 : 0;
            }
            if (decided < RACES) {
                throw unclear(lake);
            }
        } finally {
            racers.shutdownNow();
        }
    }

    /** Whether one has won; nobody has where the store left the winner's answer open. */
    private boolean race(Location lake, Location at, ExecutorService racers) {
        List<Callable<PutOutcome>> puts = new ArrayList<>();
        for (int racer = 0; racer < RACERS; racer++) {
            String content = "racer " + racer;
            puts.add(() -> put(at, content));
        }
        List<Integer> winners = winnersOf(puts, racers);
        if (winners.size() > 1) {
            throw new UnsafeStoreException("the store of " + lake + " told " + winners.size() + " of " + RACERS
                    + " writers at the same time that they created " + at
                    + ": its 'If-None-Match: *' is not atomic, and commits would be lost; use a store where it is");
        }
        if (winners.isEmpty()) {
            return false;
        }
        byte[] expected = bytes("racer " + winners.get(0));
        if (!Arrays.equals(environment.storage().read(at), expected)) {
            throw new UnsafeStoreException("the store of " + lake + " told one writer that it created " + at
                    + " and kept the bytes of another; commits would be lost; use another store");
        }
        return true;
    }

    private static List<Integer> winnersOf(List<Callable<PutOutcome>> puts, ExecutorService racers) {
        List<Integer> winners = new ArrayList<>();
        try {
            var answers = racers.invokeAll(puts);
            for (int racer = 0; racer < answers.size(); racer++) {
                if (answers.get(racer).get().equals(new PutOutcome.Created())) {
                    winners.add(racer);
                }
            }
            return winners;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while a store was proven", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StorageException failure
                    ? failure
                    : new StorageException("a put of the proof of a store failed", e);
        }
    }

    private Location scratch(Location lake, List<Location> scratch) {
        Location at = lake.resolve("_twinlake/probe-" + environment.uuid());
        scratch.add(at);
        return at;
    }

    private PutOutcome put(Location at, String content) {
        return environment.storage().putIfAbsent(at, Content.of(content));
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    private static StorageException unclear(Location lake, StorageException why) {
        return new StorageException(unclear(lake).getMessage() + ". The last answer: " + why.getMessage(), why);
    }

    private static StorageException unclear(Location lake) {
        return new StorageException(
                "the store of " + lake + " gave no clear answer to conditional puts, so it is not "
                        + "known whether it honours 'If-None-Match: *'; check that it is reachable and not overloaded, then try again");
    }
}
