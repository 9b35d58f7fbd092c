package io.twinlake.compaction.simulation;

import io.twinlake.format.DataFile;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.FileStatistics;
import io.twinlake.format.Predicate;
import io.twinlake.format.Schema;
import io.twinlake.log.Action;
import io.twinlake.log.ApplicationProgress;
import io.twinlake.log.CommitConflictException;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.RearrangementConflictException;
import io.twinlake.log.Snapshot;
import io.twinlake.log.Transaction;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import io.twinlake.storage.PutOutcome;
import io.twinlake.storage.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a process commits: of made-up files, whose rows are known by what they were called when they were written. */
final class Writer {

    private static final int BUCKETS = 3;
    private static final int MOST_PLANS = 3;

    private final World world;
    private final TransactionLog log;
    private @Nullable Snapshot held;

    Writer(World world, TransactionLog log) {
        this.world = world;
        this.log = log;
    }

    static String vector(Optional<Action.DeletionVectorDescriptor> vector) {
        return vector.map(Action.DeletionVectorDescriptor::pathOrInlineDv).orElse("");
    }

    /** One kind of change, planned on a snapshot; empty where there is nothing to do. */
    private interface Plan {
        Optional<Attempt> on(Snapshot snapshot);
    }

    void write(Step step, Random random) {
        switch (step.kind()) {
            case APPEND -> append(step, random, false, false);
            case APPEND_WITH_PROGRESS -> append(step, random, true, random.nextInt(4) == 0);
            case SET_DOMAIN -> append(step, random, false, true);
            case INSERT_WHAT_WAS_READ -> planned(random, snapshot -> insert(step, new Random(step.seed()), snapshot));
            case DELETE -> planned(random, snapshot -> delete(step, new Random(step.seed()), snapshot));
            case OVERWRITE -> planned(random, snapshot -> overwrite(step, new Random(step.seed()), snapshot));
            case DELETE_BY_VECTOR ->
                planned(random, snapshot -> deleteByVector(step, new Random(step.seed()), snapshot));
            case ADD_COLUMN -> planned(random, snapshot -> addColumn(step, snapshot));
            case SET_PROPERTY -> planned(random, snapshot -> setProperty(step, random, snapshot));
            case COMPACT -> planned(random, snapshot -> compact(step, new Random(step.seed()), snapshot));
            default -> throw new IllegalArgumentException(step.kind() + " writes nothing");
        }
    }

    /** On what is there now, or by a process that wakes late on what was there when it fell asleep. */
    private void planned(Random random, Plan plan) {
        Snapshot before = held;
        Snapshot snapshot = before != null && random.nextInt(4) == 0 ? before : log.latest();
        held = random.nextInt(3) == 0 ? snapshot : before;
        for (int plans = 1; plans <= MOST_PLANS; plans++) {
            try {
                plan.on(snapshot);
                return;
            } catch (RearrangementConflictException again) {
                snapshot = log.latest();
            }
        }
    }

    private void append(Step step, Random random, boolean progress, boolean domain) {
        Snapshot snapshot = log.latest();
        String bucket = bucket(random);
        Attempt attempt = begin(step, IsolationLevel.WRITE_SERIALIZABLE, Optional.empty(), bucket, List.of(), 1);
        attempt.columns = snapshot.schema().size();
        Transaction transaction = log.append("WRITE");
        add(transaction, attempt.adds, bucket);
        if (progress) {
            String application = "application" + step.process() % 2;
            var next = new ApplicationProgress(
                    application, snapshot.progress(application).orElse(-1) + 1);
            transaction.advance(next);
            attempt.progress = Optional.of(next);
        }
        if (domain) {
            String name = "domain" + step.process() % 2;
            transaction.domain(name, "of attempt " + attempt.number);
            attempt.domains.put(name, "of attempt " + attempt.number);
        }
        commit(attempt, transaction);
    }

    /** Rows that depend on those of one bucket, into another or the same. */
    private Optional<Attempt> insert(Step step, Random random, Snapshot snapshot) {
        String bucket = bucket(random);
        Attempt attempt = begin(step, level(random), Optional.of(snapshot), bucket, List.of(), 1);
        Transaction transaction = reading(attempt, snapshot, bucket);
        add(transaction, attempt.adds, bucket(random));
        return commit(attempt, transaction);
    }

    private Optional<Attempt> delete(Step step, Random random, Snapshot snapshot) {
        String bucket = bucket(random);
        List<Action.AddFile> files = files(snapshot, bucket);
        if (files.isEmpty()) {
            return Optional.empty();
        }
        Action.AddFile file = files.get(random.nextInt(files.size()));
        List<String> rows = rows(file);
        List<String> gone = rows.subList(0, Math.min(rows.size(), 1 + random.nextInt(2)));
        Attempt attempt = begin(step, level(random), Optional.of(snapshot), bucket, gone, 0);
        Transaction transaction = reading(attempt, snapshot, bucket).remove(file);
        List<String> rest = rows.subList(gone.size(), rows.size());
        if (!rest.isEmpty()) {
            add(transaction, rest, bucket);
        }
        return commit(attempt, transaction);
    }

    private Optional<Attempt> overwrite(Step step, Random random, Snapshot snapshot) {
        String bucket = bucket(random);
        List<Action.AddFile> files = files(snapshot, bucket);
        List<String> gone = files.stream().flatMap(file -> rows(file).stream()).toList();
        Attempt attempt = begin(step, level(random), Optional.of(snapshot), bucket, gone, 1);
        Transaction transaction = reading(attempt, snapshot, bucket);
        files.forEach(transaction::remove);
        add(transaction, attempt.adds, bucket);
        return commit(attempt, transaction);
    }

    private Optional<Attempt> deleteByVector(Step step, Random random, Snapshot snapshot) {
        String bucket = bucket(random);
        List<Action.AddFile> files = files(snapshot, bucket);
        if (files.isEmpty()) {
            return Optional.empty();
        }
        Action.AddFile file = files.get(random.nextInt(files.size()));
        String before = vector(file.deletionVector());
        List<String> rows = rows(file);
        Attempt attempt = begin(step, level(random), Optional.of(snapshot), bucket, rows.subList(0, 1), 0);
        Set<String> deleted = new HashSet<>(world.contents.deleted(before));
        deleted.add(rows.get(0));
        String name = "vector" + attempt.number;
        world.contents.vector(name, deleted);
        if (rows.size() > 1 && snapshot != held && random.nextInt(3) == 0) {
            return foreign(attempt, snapshot, file, name, deleted.size());
        }
        var vector = new Action.DeletionVectorDescriptor("i", name, OptionalLong.empty(), 4, deleted.size());
        long physicalRows = world.contents.rows(file.path(), "").size();
        return commit(attempt, reading(attempt, snapshot, bucket).mark(file, vector, physicalRows));
    }

    /** Another implementation's commit, which does not rebase: one try at the version after what it has read. */
    private Optional<Attempt> foreign(
            Attempt attempt, Snapshot snapshot, Action.AddFile file, String vector, int deleted) {
        Version next = snapshot.version().next();
        byte[] bytes = new ForeignCommit(
                        attempt, snapshot, log.environment().clock().instant())
                .replacing(file, vector, deleted);
        try {
            Location at = World.LOG.resolve("%020d.json".formatted(next.number()));
            PutOutcome outcome = log.environment().storage().putIfAbsent(at, Content.of(bytes));
            if (outcome instanceof PutOutcome.Exists) {
                world.history.refused(attempt);
            } else if (outcome instanceof PutOutcome.Created) {
                world.history.acknowledged(attempt, next.number());
            }
        } catch (StorageException refused) {
            world.history.refused(attempt);
            throw refused;
        }
        return Optional.of(attempt);
    }

    private Optional<Attempt> compact(Step step, Random random, Snapshot snapshot) {
        String bucket = bucket(random);
        List<Action.AddFile> some = files(snapshot, bucket).stream()
                .filter(file -> random.nextInt(4) > 0)
                .toList();
        if (some.isEmpty()) {
            return Optional.empty();
        }
        List<String> rows = some.stream().flatMap(file -> rows(file).stream()).toList();
        Attempt attempt = begin(step, IsolationLevel.SNAPSHOT, Optional.of(snapshot), bucket, List.of(), 0);
        Transaction transaction = snapshot.transaction(IsolationLevel.SNAPSHOT, "OPTIMIZE");
        some.forEach(transaction::remove);
        add(transaction, rows, bucket);
        return commit(attempt, transaction);
    }

    private Optional<Attempt> addColumn(Step step, Snapshot snapshot) {
        Attempt attempt = begin(step, IsolationLevel.SERIALIZABLE, Optional.of(snapshot), "", List.of(), 0);
        attempt.columns++;
        List<Field> fields = new ArrayList<>(snapshot.schema().fields());
        fields.add(Field.nullable("column" + attempt.number, Primitive.LONG));
        return metadata(attempt, snapshot, snapshot.metadata().withSchema(new Schema(fields)));
    }

    private Optional<Attempt> setProperty(Step step, Random random, Snapshot snapshot) {
        Attempt attempt = begin(step, IsolationLevel.SERIALIZABLE, Optional.of(snapshot), "", List.of(), 0);
        Map<String, String> properties = new HashMap<>(snapshot.metadata().configuration());
        properties.put("delta.checkpointInterval", String.valueOf(10 + random.nextInt(90)));
        return metadata(attempt, snapshot, snapshot.metadata().withConfiguration(properties));
    }

    private Optional<Attempt> metadata(Attempt attempt, Snapshot snapshot, Action.Metadata metadata) {
        return commit(
                attempt,
                snapshot.transaction(IsolationLevel.SERIALIZABLE, "ALTER TABLE")
                        .reading(Predicate.not(Predicate.TRUE))
                        .metadata(metadata));
    }

    private static Transaction reading(Attempt attempt, Snapshot snapshot, String bucket) {
        return snapshot.transaction(attempt.level, "CHANGE").reading(Predicate.equal("bucket", bucket));
    }

    /** @param bucket that is read; empty where nothing is */
    private Attempt begin(
            Step step, IsolationLevel level, Optional<Snapshot> read, String bucket, List<String> gone, int rows) {
        int number = world.history.nextAttempt();
        Attempt.Read seen = read.map(snapshot -> new Attempt.Read(
                        OptionalLong.of(snapshot.version().number()),
                        Optional.of(bucket).filter(name -> !name.isEmpty())))
                .orElse(Attempt.Read.NOTHING);
        List<String> added = rows == 0 ? List.of() : List.of("row" + number, "row" + number + "b");
        Attempt attempt = new Attempt(number, step, level, seen, gone, added);
        read.ifPresent(snapshot -> attempt.columns = snapshot.schema().size());
        return world.history.begin(attempt);
    }

    private Optional<Attempt> commit(Attempt attempt, Transaction transaction) {
        try {
            Version version = transaction
                    .parameter(Attempt.PARAMETER, String.valueOf(attempt.number))
                    .commit();
            world.history.acknowledged(attempt, version.number());
        } catch (CommitConflictException | StorageException nothingWritten) {
            world.history.refused(attempt);
            throw nothingWritten;
        }
        return Optional.of(attempt);
    }

    private void add(Transaction transaction, List<String> rows, String bucket) {
        Location at =
                World.TABLE.resolve("bucket=" + bucket + "/" + log.environment().uuid() + ".parquet");
        log.environment().storage().put(at, Content.of("rows"));
        world.contents.file(at.relativeTo(World.TABLE), rows);
        var statistics = new FileStatistics(OptionalLong.of(rows.size()), Map.of(), true);
        transaction.add(
                new DataFile(at, 4, rows.size(), statistics)
                        .withBegun(log.environment().clock().instant()),
                Map.of("bucket", Optional.of(bucket)));
    }

    private static List<Action.AddFile> files(Snapshot snapshot, String bucket) {
        return snapshot.files(Predicate.equal("bucket", bucket)).toList();
    }

    private List<String> rows(Action.AddFile file) {
        return world.contents.rows(file.path(), vector(file.deletionVector()));
    }

    private static String bucket(Random random) {
        return "b" + random.nextInt(BUCKETS);
    }

    private static IsolationLevel level(Random random) {
        return random.nextBoolean() ? IsolationLevel.SERIALIZABLE : IsolationLevel.WRITE_SERIALIZABLE;
    }
}
