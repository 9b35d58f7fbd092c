package io.twinlake.storage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A storage on which things go wrong, by script ({@link #on}, {@link #atRequest}) and by seeded chance ({@link
 * #randomly}). After a crash every call of this instance dies too; the storage below it stays as it was, for the
 * "next process". Requests are numbered from 1.
 */
public final class FaultyStorage implements Storage {

    private interface Call<T> {
        T run();
    }

    private record Scripted(Operation operation, Fault fault) {}

    private record Numbered(long request, Fault fault) {}

    private record Late(long dueAtRequest, Runnable write) {}

    private final Storage inner;
    private final List<Scripted> scripted = new ArrayList<>();
    private final List<Numbered> numbered = new ArrayList<>();
    private final Deque<Late> late = new ArrayDeque<>();
    private @Nullable RandomGenerator random;
    private double rate;
    private @Nullable ManualClock clock;
    private Duration longestDelay = Duration.ZERO;
    private long requests;
    private @Nullable SimulatedCrash crash;

    private FaultyStorage(Storage inner) {
        this.inner = inner;
    }

    /** No fault yet. */
    public static FaultyStorage over(Storage inner) {
        return new FaultyStorage(inner);
    }

    /** The next request that matches {@code operation} suffers {@code fault}, once; say it twice for two. */
    public synchronized FaultyStorage on(Operation operation, Fault fault) {
        scripted.add(new Scripted(operation, fault));
        return this;
    }

    /** Request number {@code request} suffers {@code fault}. */
    public synchronized FaultyStorage atRequest(long request, Fault fault) {
        numbered.add(new Numbered(request, fault));
        return this;
    }

    /** The next request that matches is done, but its answer is lost. */
    public FaultyStorage losingTheAnswerTo(Operation operation) {
        return on(operation, Fault.ANSWER_LOST);
    }

    /** The next request that matches fails before it does anything. */
    public FaultyStorage failing(Operation operation) {
        return on(operation, Fault.ERROR);
    }

    /** Each request fails with probability {@code rate}, in a way drawn from {@code random}; it never crashes so. */
    public synchronized FaultyStorage randomly(RandomGenerator random, double rate) {
        this.random = random;
        this.rate = rate;
        return this;
    }

    /** Each request takes up to {@code longest} of the clock's time; by chance where there is one, else all of it. */
    public synchronized FaultyStorage delaying(ManualClock clock, Duration longest) {
        this.clock = clock;
        this.longestDelay = longest;
        return this;
    }

    /** No more chance and no more script; what is late is done now. */
    public synchronized void heal() {
        scripted.clear();
        numbered.clear();
        rate = 0;
        late.forEach(each -> each.write().run());
        late.clear();
    }

    /** How many requests were made. */
    public synchronized long requests() {
        return requests;
    }

    /** Whether a crash has happened. */
    public synchronized boolean hasCrashed() {
        return crash != null;
    }

    @Override
    public byte[] read(Location at) {
        return ask(Operation.read(at.path()), () -> inner.read(at));
    }

    @Override
    public byte[] readRange(Location at, long offset, int length) {
        return ask(Operation.readRange(at.path()), () -> inner.readRange(at, offset, length));
    }

    @Override
    public ObjectInfo info(Location at) {
        return ask(Operation.info(at.path()), () -> inner.info(at));
    }

    @Override
    public InputObject open(ObjectInfo info) {
        var operation = Operation.readRange(info.location().path());
        return new HookedInput(inner.open(info), () -> ask(operation, () -> true));
    }

    @Override
    public Listing list(Location folder, String after) {
        return ask(Operation.list(folder.path(), after), () -> inner.list(folder, after));
    }

    @Override
    public List<String> folders(Location folder) {
        return ask(Operation.folders(folder.path()), () -> inner.folders(folder));
    }

    @Override
    public void put(Location at, Content content) {
        ask(Operation.put(at.path()), () -> {
            inner.put(at, content);
            return true;
        });
    }

    @Override
    public PutOutcome putIfAbsent(Location at, Content content) {
        var operation = Operation.putIfAbsent(at.path());
        Optional<Fault> fault = begin(operation);
        try {
            return suffer(operation, fault, () -> inner.putIfAbsent(at, content));
        } catch (NotKnown lost) {
            return new PutOutcome.Unknown(lost);
        }
    }

    @Override
    public void delete(Collection<Location> objects) {
        var names = objects.stream().map(Location::path).toList();
        ask(new Operation(Operation.Verb.DELETE, names), () -> {
            inner.delete(objects);
            return true;
        });
    }

    /** Closes nothing: the storage below belongs to the test, and outlives a crash. */
    @Override
    public void close() {
        // See above.
    }

    private <T> T ask(Operation operation, Call<T> call) {
        return suffer(operation, begin(operation), call);
    }

    /** Counts the request, does what is late and due, moves the clock, and draws this request's fault. */
    private synchronized Optional<Fault> begin(Operation operation) {
        if (crash != null) {
            // A new one each time: what is thrown while a crash unwinds is suppressed by it, and none suppresses
            // itself.
            throw new SimulatedCrash("after the " + crash.getMessage());
        }
        requests++;
        while (!late.isEmpty() && late.element().dueAtRequest() <= requests) {
            late.remove().write().run();
        }
        delay();
        return draw(operation);
    }

    private void delay() {
        if (clock != null && !longestDelay.isZero()) {
            long nanos = longestDelay.toNanos();
            clock.advance(Duration.ofNanos(random == null ? nanos : random.nextLong(nanos)));
        }
    }

    private Optional<Fault> draw(Operation operation) {
        for (var each : numbered) {
            if (each.request() == requests) {
                return Optional.of(each.fault());
            }
        }
        for (var each : scripted) {
            if (each.operation().matches(operation)) {
                scripted.remove(each);
                return Optional.of(each.fault());
            }
        }
        if (random != null && random.nextDouble() < rate) {
            Fault[] survivable = {Fault.ERROR, Fault.ANSWER_LOST, Fault.REQUEST_LOST, Fault.LATE};
            return Optional.of(survivable[random.nextInt(survivable.length)]);
        }
        return Optional.empty();
    }

    private <T> T suffer(Operation operation, Optional<Fault> fault, Call<T> call) {
        if (fault.isEmpty()) {
            return call.run();
        }
        switch (fault.get()) {
            case ERROR -> throw new StorageException("injected error: " + operation);
            case ANSWER_LOST -> call.run();
            case REQUEST_LOST -> {}
            case LATE -> postpone(call);
            case CRASH_BEFORE -> throw die("before " + operation);
            case CRASH_AFTER -> {
                runUnheard(call);
                throw die("after " + operation);
            }
        }
        throw new NotKnown("injected loss: the answer to " + operation + " is not known");
    }

    private synchronized void postpone(Call<?> call) {
        long wait = random == null ? 1 : 1 + random.nextInt(8);
        long due = Math.max(requests + wait, late.isEmpty() ? 0 : late.getLast().dueAtRequest());
        late.add(new Late(due, () -> runUnheard(call)));
    }

    /** Whoever asked has gone on long since: a refusal reaches nobody. */
    private static void runUnheard(Call<?> call) {
        try {
            call.run();
        } catch (StorageException unheard) {
            return;
        }
    }

    private synchronized SimulatedCrash die(String where) {
        crash = new SimulatedCrash(where + " (request " + requests + ")");
        return crash;
    }

    /** The request may have been done, or be done yet. */
    private static final class NotKnown extends StorageException {
        private static final long serialVersionUID = 1L;

        NotKnown(String message) {
            super(message);
        }
    }
}
