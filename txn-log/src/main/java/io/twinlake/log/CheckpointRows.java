package io.twinlake.log;

import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** Rows of a checkpoint as actions. */
final class CheckpointRows {

    private static final Map<String, Function<StructRow, Action>> PARSERS = Map.of(
            CheckpointSchema.TXN, CheckpointRows::transaction,
            CheckpointSchema.METADATA, CheckpointRows::metadata,
            CheckpointSchema.PROTOCOL, CheckpointRows::protocol,
            CheckpointSchema.DOMAIN, CheckpointRows::domain);

    private CheckpointRows() {}

    /** Hands over every action of a batch, in order of row, and the names of sidecars. */
    static void read(RowBatch batch, Consumer<Action> actions, Consumer<Sidecar> sidecars) {
        Schema schema = batch.schema();
        for (int row = 0; row < batch.rows(); row++) {
            for (int column = 0; column < schema.size(); column++) {
                if (batch.column(column).isNull(row)) {
                    continue;
                }
                String name = schema.field(column).name();
                StructRow struct = StructRow.of(name, batch.column(column), row);
                if (name.equals(CheckpointSchema.SIDECAR)) {
                    sidecars.accept(sidecar(struct));
                } else {
                    actions.accept(
                            understood(Optional.ofNullable(PARSERS.get(name)).orElseThrow(), struct));
                }
            }
        }
    }

    /** What a row is, if it makes sense. */
    private static <A extends Action> A understood(Function<StructRow, A> parser, StructRow row) {
        try {
            return parser.apply(row);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CorruptLogException("a row of a checkpoint says what can't be: " + e.getMessage(), e);
        }
    }

    private static Sidecar sidecar(StructRow row) {
        return new Sidecar(
                row.requiredText("path"),
                row.number("sizeInBytes").orElse(0),
                row.number("modificationTime").orElse(0));
    }

    private static Action transaction(StructRow row) {
        return new Action.SetTransaction(
                row.requiredText("appId"), row.requiredNumber("version"), row.number("lastUpdated"));
    }

    static Action.AddFile add(StructRow row) {
        return understood(CheckpointRows::addOf, row);
    }

    private static Action.AddFile addOf(StructRow row) {
        return new Action.AddFile(
                row.requiredText("path"),
                row.values("partitionValues"),
                row.requiredNumber("size"),
                row.number("modificationTime").orElse(0),
                row.flag("dataChange", false),
                row.text("stats"),
                row.texts("tags"),
                row.struct("deletionVector").map(CheckpointRows::deletionVector),
                row.number("baseRowId"),
                row.number("defaultRowCommitVersion"),
                row.text("clusteringProvider"));
    }

    /** A live file of which nothing is known but what makes its key. */
    static Action.AddFile key(StructRow row) {
        return bare(
                row.requiredText("path"),
                Map.of(),
                Optional.empty(),
                row.struct("deletionVector").map(CheckpointRows::deletionVector));
    }

    /** A live file of which nothing is known but what tells about its rows. */
    static Action.AddFile statistics(StructRow row) {
        Map<String, Optional<String>> values = row.has("partitionValues") ? row.values("partitionValues") : Map.of();
        return bare("", values, row.text("stats"), Optional.empty());
    }

    private static Action.AddFile bare(
            String path,
            Map<String, Optional<String>> partitionValues,
            Optional<String> stats,
            Optional<Action.DeletionVectorDescriptor> deletionVector) {
        return new Action.AddFile(
                path,
                partitionValues,
                0,
                0,
                false,
                stats,
                Map.of(),
                deletionVector,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }

    static Action.RemoveFile remove(StructRow row) {
        return new Action.RemoveFile(
                row.requiredText("path"),
                row.number("deletionTimestamp"),
                row.flag("dataChange", false),
                row.values("partitionValues"),
                row.number("size"),
                Optional.empty(),
                Map.of(),
                row.struct("deletionVector").map(CheckpointRows::deletionVector),
                row.number("baseRowId"),
                row.number("defaultRowCommitVersion"));
    }

    private static Action.DeletionVectorDescriptor deletionVector(StructRow row) {
        return new Action.DeletionVectorDescriptor(
                row.requiredText("storageType"),
                row.requiredText("pathOrInlineDv"),
                row.number("offset"),
                Math.toIntExact(row.requiredNumber("sizeInBytes")),
                row.requiredNumber("cardinality"));
    }

    private static Action metadata(StructRow row) {
        return new Action.Metadata(
                row.requiredText("id"),
                row.text("name"),
                row.text("description"),
                row.struct("format").flatMap(format -> format.text("provider")).orElse("parquet"),
                ActionParsers.schema(row.requiredText("schemaString")),
                row.names("partitionColumns"),
                row.texts("configuration"),
                row.number("createdTime"));
    }

    private static Action protocol(StructRow row) {
        return new Action.Protocol(
                Math.toIntExact(row.requiredNumber("minReaderVersion")),
                Math.toIntExact(row.requiredNumber("minWriterVersion")),
                new HashSet<>(row.names("readerFeatures")),
                new HashSet<>(row.names("writerFeatures")));
    }

    private static Action domain(StructRow row) {
        return new Action.DomainMetadata(
                row.requiredText("domain"), row.text("configuration").orElse(""), row.flag("removed", false));
    }
}
