package io.twinlake.ingest;

import io.twinlake.format.DataFile;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import io.twinlake.format.TwinShape;
import io.twinlake.log.Action;
import io.twinlake.log.ApplicationProgress;
import io.twinlake.log.Checkpointer;
import io.twinlake.log.CommitConflictException;
import io.twinlake.log.IsolationLevel;
import io.twinlake.log.ProgressConflictException;
import io.twinlake.log.Snapshot;
import io.twinlake.log.TableInUseException;
import io.twinlake.log.TransactionLog;
import io.twinlake.log.Version;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A table that a pipeline writes: one file and one commit an epoch, each epoch once. */
final class TwinTableSink {

    /** The metadata domain in which a table keeps the text of its definition. */
    private final Environment environment;

    private final TransactionLog log;
    private final String pipeline;
    private final Contents contents;
    private final boolean alone;
    private DataFileOptions options = DataFileOptions.defaults();
    private boolean prepared;

    /**
     * What goes into a table.
     *
     * @param schema of the rows that will come
     * @param definition the text that the table keeps, if it is a twin table
     */
    record Contents(String name, Schema schema, Optional<String> definition) {}

    /**
     * @param pipeline that writes here
     * @param alone whether it stops where another pipeline has begun to write the table before it
     */
    TwinTableSink(TransactionLog log, String pipeline, Contents contents, boolean alone) {
        this.environment = log.environment();
        this.log = log;
        this.pipeline = pipeline;
        this.contents = contents;
        this.alone = alone;
    }

    String name() {
        return contents.name();
    }

    Schema schema() {
        return contents.schema();
    }

    /**
     * Creates the table, or gives an existing one the columns and the definition that it lacks.
     *
     * @return the text of the definition that the table had till now, if it had one
     * @throws IllegalArgumentException if a column has another type there, or another pipeline has begun to write it
     */
    Optional<String> prepare() {
        Optional<String> before = Optional.empty();
        while (!prepared) {
            try {
                if (log.exists()) {
                    Snapshot latest = log.latest();
                    checkAlone(latest);
                    options = latest.fileOptions();
                    before = latest.domain(TwinShape.DEFINITION_DOMAIN);
                    evolve(latest);
                } else {
                    create();
                }
                prepared = true;
            } catch (CommitConflictException another) {
                // Another pipeline created or changed the table first: look again.
                prepared = false;
            }
        }
        return before;
    }

    /** Whether the table has the rows of that epoch. */
    boolean covers(long epoch) {
        return log.exists() && log.latest().progress(pipeline).orElse(0) >= epoch;
    }

    /** Writes the file of an epoch's rows, which no reader sees before it is committed. */
    DataFile write(EpochRows rows, long recordedAtMicros) {
        int recordedAt = contents.schema().indexOf(TwinShape.RECORDED_AT).orElseThrow();
        return write(writer -> rows.forEachBatch(recordedAtMicros, recordedAt, writer::write));
    }

    DataFile write(Consumer<DataFileWriter> rows) {
        Location at = log.table().resolve("part-" + environment.uuid() + ".parquet");
        try (DataFileWriter writer = DataFileWriter.create(environment.storage(), at, contents.schema(), options)) {
            rows.accept(writer);
            Instant begun = environment.clock().instant();
            return writer.finish().withBegun(begun);
        }
    }

    /**
     * Commits an epoch's rows and its number, both or neither; empty if somebody else has done so.
     *
     * @throws IllegalArgumentException if another pipeline has begun to write the table meanwhile
     */
    Optional<Version> commit(DataFile file, long epoch) {
        try {
            var append = log.append("STREAMING UPDATE").add(file).advance(new ApplicationProgress(pipeline, epoch));
            return Optional.of((alone ? append.unlessAnotherHasBegun() : append).commit());
        } catch (TableInUseException another) {
            throw TableShare.of(log.latest(), pipeline).refusal(contents.name(), Optional.of(another));
        } catch (ProgressConflictException overtaken) {
            if (!covers(epoch)) {
                throw overtaken;
            }
            return Optional.empty();
        }
    }

    private void checkAlone(Snapshot latest) {
        TableShare share = TableShare.of(latest, pipeline);
        if (alone && share.isNew()) {
            throw share.refusal(contents.name(), Optional.empty());
        }
    }

    /** What writes checkpoints of the table's log, on that executor. */
    Checkpointer checkpointer(Executor executor, Consumer<String> notices) {
        return new Checkpointer(
                log,
                executor,
                failure -> notices.accept("checkpoint of " + contents.name() + " put off: " + failure.getMessage()));
    }

    private void create() {
        Action.Metadata metadata = Action.Metadata.of(
                        environment.uuid().toString(),
                        contents.schema(),
                        List.of(),
                        Map.of("delta.enableInCommitTimestamps", "true"))
                .named(contents.name())
                .createdAt(environment.clock().instant());
        var creation = log.create(metadata, "CREATE TABLE");
        // The mark that the table is this pipeline's, before it has rows: another one that begins sees it.
        contents.definition()
                .ifPresent(text -> creation.domain(TwinShape.DEFINITION_DOMAIN, text)
                        .advance(new ApplicationProgress(pipeline, 0)));
        creation.commit();
    }

    private void evolve(Snapshot snapshot) {
        Schema evolved = merged(snapshot.schema());
        boolean wider = evolved.size() > snapshot.schema().size();
        Optional<String> definition = contents.definition();
        boolean redefined = definition.isPresent() && !definition.equals(snapshot.domain(TwinShape.DEFINITION_DOMAIN));
        if (!wider && !redefined) {
            return;
        }
        var change =
                snapshot.transaction(IsolationLevel.WRITE_SERIALIZABLE, wider ? "ADD COLUMNS" : "SET TBLPROPERTIES");
        if (wider) {
            change.metadata(snapshot.metadata().withSchema(evolved));
        }
        definition.ifPresent(text -> change.domain(TwinShape.DEFINITION_DOMAIN, text));
        change.commit();
    }

    private Schema merged(Schema existing) {
        List<Field> fields = new ArrayList<>(existing.fields());
        for (Field field : contents.schema().fields()) {
            OptionalInt found = existing.indexOf(field.name());
            if (found.isEmpty()) {
                fields.add(Field.nullable(field.name(), field.type()));
            } else {
                checkSameType(field, existing.field(found.getAsInt()));
            }
        }
        return new Schema(fields);
    }

    private void checkSameType(Field wanted, Field existing) {
        if (!wanted.type().equals(existing.type())) {
            throw new IllegalArgumentException(
                    "column '" + wanted.name() + "' of table " + contents.name() + " has type "
                            + word(existing.type()) + " and the definition says " + word(wanted.type())
                            + "; a column keeps its type: give the property another name, or the definition another table");
        }
    }

    private static String word(DataType type) {
        return type instanceof DataType.Primitive primitive ? primitive.word() : type.toString();
    }
}
