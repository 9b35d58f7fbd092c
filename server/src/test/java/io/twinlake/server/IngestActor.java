package io.twinlake.server;

import io.twinlake.ingest.EventSource;
import io.twinlake.ingest.Pipeline;
import io.twinlake.ingest.PipelineConflictException;
import io.twinlake.ingest.PipelineListener;
import io.twinlake.ingest.PipelineOptions;
import io.twinlake.ingest.PipelineSpec;
import io.twinlake.ingest.SourceAccess;
import io.twinlake.ingest.Workers;
import io.twinlake.log.CommitConflictException;
import io.twinlake.log.CommitStateUnknownException;
import io.twinlake.server.SimulatedWorld.Life;
import io.twinlake.storage.Environment;
import io.twinlake.storage.SimulatedCrash;
import io.twinlake.storage.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Processes of one pipeline, one after the other's end, until one has come to the end of the sources. While these grow
 * they are followed.
 */
record IngestActor(
        SimulatedWorld world, String pipeline, List<String> sources, boolean close, BooleanSupplier hasGrown) {

    private static final int LIVES_IN_DANGER = 12;
    private static final int TURNS_BETWEEN = 12;

    /** Runs the sources to their end, whatever happens. */
    void run() {
        boolean done = false;
        for (int lives = 0; !done; lives++) {
            done = lives < LIVES_IN_DANGER ? runInDanger() : runCharmed();
            if (!done) {
                world.clock.advance(Duration.ofSeconds(world.random.nextInt(20)));
                world.turns.rest(world.random.nextInt(TURNS_BETWEEN), () -> false);
            }
        }
    }

    /** Lives one life in which anything may happen; whether it came to the end of the sources. */
    boolean runInDanger() {
        Life life = world.life();
        boolean done = live(life, options(world.random, false));
        if (world.random.nextBoolean()) {
            // What was on its way to the store when the process died arrives after all.
            life.faults().heal();
        }
        return done;
    }

    /** Lives one life in which nothing happens but what others do; whether it came to the end of the sources. */
    boolean runCharmed() {
        return live(world.charmedLife(), options(world.random, true));
    }

    /** Runs the sources to their end in a life in which nothing happens. */
    void runUndisturbed() {
        pipeline(world.truth(), options(new Random(1), true).withClose(close), Workers.THREADS)
                .run(PipelineListener.NONE);
    }

    private boolean live(Life life, PipelineOptions options) {
        try {
            boolean follow = !hasGrown.getAsBoolean();
            run(life.environment(), options.withClose(close && !follow).withFollow(follow));
            return !follow;
        } catch (SimulatedCrash crash) {
            return false;
        } catch (StorageException
                | CommitConflictException
                | CommitStateUnknownException
                | PipelineConflictException startAgain) {
            return false;
        }
    }

    /** A pipeline that follows is stopped some time after its sources have grown. */
    private void run(Environment life, PipelineOptions options) {
        Pipeline[] running = new Pipeline[1];
        Environment.Pause pause = duration -> {
            life.pause().sleep(duration);
            if (options.follow() && hasGrown.getAsBoolean() && world.random.nextInt(10) == 0) {
                running[0].stop();
            }
        };
        Environment environment = new Environment(life.storage(), life.clock(), life.random(), pause);
        running[0] = pipeline(environment, options, new TurnWorkers(world.turns));
        running[0].run(PipelineListener.NONE);
    }

    private Pipeline pipeline(Environment environment, PipelineOptions options, Workers workers) {
        PipelineSpec spec = new PipelineSpec(
                pipeline,
                PumpReadings.DEFINITIONS,
                sources.stream().map(EventSource::parse).toList(),
                options);
        return new Pipeline(spec, SimulatedWorld.LAKE, environment, SourceAccess.of(world.memory), workers);
    }

    private PipelineOptions options(Random random, boolean charmed) {
        return PipelineOptions.defaults()
                .withThreads(1 + random.nextInt(3))
                .withEpoch(Duration.ofMillis(100 + random.nextInt(2_000)))
                .withEpochEvents(2 + random.nextInt(25))
                .withStateInterval(Duration.ofMillis(1 + random.nextInt(1_500)))
                .withSharesTable(true)
                .withTakeOver(!charmed && random.nextInt(3) > 0);
    }
}
