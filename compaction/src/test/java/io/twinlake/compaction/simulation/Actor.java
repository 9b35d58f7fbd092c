package io.twinlake.compaction.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.compaction.RetentionPolicy;
import io.twinlake.log.Action;
import io.twinlake.log.Commit;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What a process does in its steps: looks after the table, reads it and follows it; changes are a {@link Writer}'s. */
final class Actor {

    /** Commits stay for little longer than any version is read here. */
    private static final RetentionPolicy RETENTION =
            RetentionPolicy.defaults().withLog(World.RETENTION.plusDays(1)).allowingShorter();

    /** How old a version may be that is read while others may clean up. */
    private static final Duration MARGIN = Duration.ofHours(2);

    private final World world;
    private final TransactionLog log;
    private final Writer writer;
    private @Nullable Version followed;
    private List<String> rows = new ArrayList<>();

    Actor(World world, TransactionLog log) {
        this.world = world;
        this.log = log;
        this.writer = new Writer(world, log);
    }

    void act(Step step) {
        Random random = new Random(step.seed());
        switch (step.kind()) {
            case CHECKPOINT -> world.bug.checkpoint(log, look(), world);
            case VACUUM -> world.bug.vacuum(log, RETENTION, world);
            case READ -> open(random.nextBoolean() ? log : TransactionLog.open(log.environment(), World.TABLE));
            case READ_OLD -> readOld(random);
            case SUBSCRIBE -> follow();
            case DAMAGE_HINT -> damageHint(random);
            case PASS_TIME -> passTime(random);
            default -> writer.write(step, random);
        }
    }

    /** The newest version, which is no older than what was there when it was asked for. */
    Snapshot look() {
        return open(log);
    }

    private Snapshot open(TransactionLog log) {
        long before = world.history.newest();
        Snapshot snapshot = log.latest();
        assertThat(snapshot.version().number())
                .as("the newest version, as a process sees it")
                .isGreaterThanOrEqualTo(before);
        world.history.opened(snapshot, world.clock.instant());
        return snapshot;
    }

    private void readOld(Random random) {
        long oldest = world.history.oldestRetained(world.clock.instant(), MARGIN);
        long wanted = oldest + random.nextInt((int) (world.history.newest() - oldest + 1));
        TransactionLog opened = random.nextBoolean() ? log : TransactionLog.open(log.environment(), World.TABLE);
        if (random.nextBoolean()) {
            Snapshot snapshot = opened.at(Version.of(wanted));
            assertThat(snapshot.version().number()).isEqualTo(wanted);
            world.history.opened(snapshot, world.clock.instant());
        } else {
            Instant time = world.history.time(wanted).plusMillis(random.nextInt(50));
            long before = world.history.asOf(time);
            Snapshot snapshot = opened.asOf(time);
            assertThat(snapshot.version().number())
                    .as("the version at %s", time)
                    .isBetween(before, world.history.asOf(time));
            world.history.opened(snapshot, world.clock.instant());
        }
    }

    /** Adds up what commits change to what was there; where commits are gone, begins anew. */
    private void follow() {
        if (followed == null || followed.number() < world.history.oldestRetained(world.clock.instant(), MARGIN)) {
            Version begin = look().version();
            followed = begin;
            rows = new ArrayList<>(world.history.rows(begin.number()));
        }
        Version at = followed;
        for (Optional<Commit> next = log.read(at.next()); next.isPresent(); next = log.read(at.next())) {
            next.get()
                    .all(Action.AddFile.class)
                    .filter(Action.AddFile::dataChange)
                    .forEach(this::gain);
            next.get()
                    .all(Action.RemoveFile.class)
                    .filter(Action.RemoveFile::dataChange)
                    .forEach(this::lose);
            at = at.next();
            followed = at;
            rows.sort(null);
            assertThat(rows).as("rows by the changes up to version %s", at).isEqualTo(world.history.rows(at.number()));
        }
    }

    private void gain(Action.AddFile file) {
        rows.addAll(world.contents.rows(file.path(), Writer.vector(file.deletionVector())));
    }

    private void lose(Action.RemoveFile file) {
        world.contents.rows(file.path(), Writer.vector(file.deletionVector())).forEach(rows::remove);
    }

    /** Hints are overwritten by racing writers; whatever one says, it is a hint. */
    private void damageHint(Random random) {
        long version = random.nextInt((int) world.history.newest() + 3);
        String hint = random.nextInt(3) == 0 ? "{\"vers" : "{\"version\":" + version + ",\"size\":1}";
        world.memory.put(World.LOG.resolve("_last_checkpoint"), Content.of(hint));
    }

    /** Nobody's request takes longer than minutes; between steps days go by. */
    private void passTime(Random random) {
        world.clock.advance(
                world.isWithinRequest()
                        ? Duration.ofSeconds(random.nextInt(20 * 60))
                        : Duration.ofMinutes(random.nextInt(5 * 24 * 60)));
    }
}
