package io.twinlake.ingest;

import io.twinlake.storage.Environment;
import io.twinlake.storage.Storage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A followed pipeline in one thread and simulated time. While it waits, what a test wants to happen happens: a step each
 * time that everything before has been dealt with, and at last it is stopped.
 */
final class FollowedRun {

    /** Rounds of an epoch's length; after so many, what came before has gone into one of its own. */
    private static final int ROUNDS_BETWEEN = 3;

    private final Lake lake;
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private Duration waited = Duration.ZERO;
    private PipelineListener listener = PipelineListener.NONE;

    FollowedRun(Lake lake) {
        this.lake = lake;
    }

    FollowedRun then(Runnable step) {
        steps.addLast(step);
        return this;
    }

    /** Appends lines to a file of the input, or begins it. */
    FollowedRun thenAppend(String file, String... lines) {
        return then(() -> lake.append(file, lines));
    }

    /** Time passes and nothing comes. */
    FollowedRun thenWait(Duration time) {
        return then(() -> lake.clock.advance(time));
    }

    FollowedRun tellingTo(PipelineListener other) {
        listener = other;
        return this;
    }

    /** Runs until all steps are done, or the storage's fault ends it: then another run does the steps that are left. */
    PipelineProgress run(Storage storage, String yaml, PipelineOptions options, String... sources) {
        waited = Duration.ZERO;
        Environment surroundings = lake.environment(storage);
        Pipeline[] running = new Pipeline[1];
        Environment stepping = new Environment(storage, surroundings.clock(), surroundings.random(), duration -> {
            lake.clock.advance(duration);
            waited = waited.plus(duration);
            if (waited.compareTo(options.epoch().multipliedBy(ROUNDS_BETWEEN)) >= 0) {
                waited = Duration.ZERO;
                next(running[0]);
            }
        });
        running[0] = lake.pipeline(stepping, new DirectWorkers(), yaml, options.withFollow(true), List.of(sources));
        return running[0].run(listener);
    }

    private void next(Pipeline running) {
        if (steps.isEmpty()) {
            running.stop();
        } else {
            steps.removeFirst().run();
        }
    }
}
