package io.twinlake.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Actors that take turns: one works at a time, until it {@linkplain #pass passes} or waits, and a seed draws who goes
 * on. Each has a thread of its own, but no two run at once, so the same seed gives the same run.
 */
final class Turns {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "actor");
        thread.setDaemon(true);
        return thread;
    });
    private static final int STAYS = 4;
    private static final long MOST_PASSES = 3_000_000;
    private static final long REAL_SECONDS = 120;

    private final Random random;
    private final List<Actor> actors = new ArrayList<>();
    private final Semaphore ended = new Semaphore(0);
    private @Nullable Actor current;
    private volatile @Nullable Throwable failure;
    private long passes;
    private long handovers;

    Turns(Random random) {
        this.random = random;
    }

    private static final class Actor {
        private final String name;
        private final Semaphore turn = new Semaphore(0);
        private BooleanSupplier ready = () -> true;
        private long restsUntil = Long.MAX_VALUE;

        private Actor(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** This run is over because another actor failed. */
    private static final class Over extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Adds an actor; it begins when its turn comes. */
    void start(String name, Runnable work) {
        Actor actor = new Actor(name);
        actors.add(actor);
        THREADS.execute(() -> live(actor, work));
    }

    /** Lets the actors take turns until all have ended. @throws AssertionError if one of them fails */
    void run() throws InterruptedException {
        next().turn.release();
        boolean inTime = ended.tryAcquire(REAL_SECONDS, TimeUnit.SECONDS);
        Throwable failed = failure;
        if (failed != null) {
            throw new AssertionError(failed.getMessage(), failed);
        }
        if (!inTime) {
            failure = new Over();
            actors.forEach(actor -> actor.turn.release());
            throw new AssertionError(current + " does not pass its turn on; waiting: " + actors);
        }
    }

    /** Perhaps somebody else's turn. */
    void pass() {
        checkNotOver();
        if (++passes > MOST_PASSES) {
            throw new AssertionError("the actors do not come to an end: " + actors);
        }
        if (random.nextInt(STAYS) == 0) {
            handOver();
        }
    }

    /** Others' turns, some of them, or until something is so. */
    void rest(int turns, BooleanSupplier orUntil) {
        Actor me = me();
        long until = handovers + turns;
        me.restsUntil = until;
        await(() -> handovers >= until || orUntil.getAsBoolean());
        me.restsUntil = Long.MAX_VALUE;
    }

    /** Others' turns, until something is so. */
    void await(BooleanSupplier condition) {
        checkNotOver();
        Actor me = me();
        me.ready = condition;
        if (!condition.getAsBoolean()) {
            handOver();
        }
        me.ready = () -> true;
    }

    private Actor me() {
        Actor me = current;
        if (me == null) {
            throw new IllegalStateException("nobody has the turn");
        }
        return me;
    }

    private void live(Actor actor, Runnable work) {
        try {
            take(actor);
            work.run();
        } catch (Over over) {
            return;
        } catch (RuntimeException | Error e) {
            failure = failure == null ? e : failure;
        }
        actors.remove(actor);
        if (failure != null) {
            actors.forEach(each -> each.turn.release());
            ended.release();
        } else if (actors.isEmpty()) {
            ended.release();
        } else {
            proceed(actor);
        }
    }

    /** An end that nobody can follow is a failure of the simulation. */
    private void proceed(Actor last) {
        try {
            next().turn.release();
        } catch (AssertionError stuck) {
            failure = new AssertionError(last + " ended and " + stuck.getMessage());
            actors.forEach(each -> each.turn.release());
            ended.release();
        }
    }

    private void handOver() {
        Actor me = me();
        Actor next = next();
        if (next != me) {
            next.turn.release();
            take(me);
        }
    }

    private void take(Actor actor) {
        actor.turn.acquireUninterruptibly();
        checkNotOver();
        handovers++;
        current = actor;
    }

    private void checkNotOver() {
        if (failure != null) {
            throw new Over();
        }
    }

    /** Drawn from those who can go on; where all rest, from those who rest for the shortest time. */
    private Actor next() {
        List<Actor> ready = ready();
        if (ready.isEmpty()) {
            handovers =
                    actors.stream().mapToLong(actor -> actor.restsUntil).min().orElse(handovers);
            ready = ready();
        }
        if (ready.isEmpty()) {
            throw new AssertionError("nobody can go on: " + actors);
        }
        return ready.get(random.nextInt(ready.size()));
    }

    private List<Actor> ready() {
        return actors.stream().filter(actor -> actor.ready.getAsBoolean()).toList();
    }
}
