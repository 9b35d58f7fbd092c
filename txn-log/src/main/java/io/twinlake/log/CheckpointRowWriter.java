package io.twinlake.log;

import io.twinlake.format.BooleanVector;
import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import io.twinlake.format.IntVector;
import io.twinlake.format.ListVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.MapVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.StructVector;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Appends actions to a batch of a checkpoint's rows, each to the column of its kind. */
final class CheckpointRowWriter implements Action.Cases<String> {

    private final RowBatch batch;
    private final TypedColumns typed;

    CheckpointRowWriter(RowBatch batch, TypedColumns typed) {
        this.batch = batch;
        this.typed = typed;
    }

    /** One row: null in every column but one. */
    void append(Action action) {
        String column = action.match(this);
        for (int i = 0; i < batch.schema().size(); i++) {
            if (!batch.schema().field(i).name().equals(column)) {
                batch.column(i).appendNull();
            }
        }
    }

    @Override
    public String transaction(Action.SetTransaction action) {
        return row(CheckpointSchema.TXN, fields -> {
            fields.text("appId", action.appId());
            fields.number("version", OptionalLong.of(action.version()));
            fields.number("lastUpdated", action.lastUpdated());
        });
    }

    @Override
    public String add(Action.AddFile add) {
        return row(CheckpointSchema.ADD, fields -> {
            fields.text("path", add.path());
            fields.values("partitionValues", add.partitionValues());
            fields.number("size", OptionalLong.of(add.size()));
            fields.number("modificationTime", OptionalLong.of(add.modificationTime()));
            fields.flag("dataChange", false);
            if (!add.tags().isEmpty()) {
                fields.texts("tags", add.tags());
            }
            add.deletionVector().ifPresent(vector -> fields.struct("deletionVector", vector(vector)));
            fields.number("baseRowId", add.baseRowId());
            fields.number("defaultRowCommitVersion", add.defaultRowCommitVersion());
            fields.text("clusteringProvider", add.clusteringProvider());
            fields.text("stats", add.stats());
            fields.typed(CheckpointSchema.PARTITION_VALUES, vector -> typed.appendPartitions(vector, add));
            fields.typed(CheckpointSchema.STATISTICS, vector -> typed.appendStatistics(vector, add));
        });
    }

    @Override
    public String remove(Action.RemoveFile remove) {
        return row(CheckpointSchema.REMOVE, fields -> {
            fields.text("path", remove.path());
            fields.number("deletionTimestamp", remove.deletionTimestamp());
            fields.flag("dataChange", false);
            fields.flag("extendedFileMetadata", remove.size().isPresent());
            if (remove.size().isPresent()) {
                fields.values("partitionValues", remove.partitionValues());
            }
            fields.number("size", remove.size());
            remove.deletionVector().ifPresent(vector -> fields.struct("deletionVector", vector(vector)));
            fields.number("baseRowId", remove.baseRowId());
            fields.number("defaultRowCommitVersion", remove.defaultRowCommitVersion());
        });
    }

    @Override
    public String metadata(Action.Metadata metadata) {
        return row(CheckpointSchema.METADATA, fields -> {
            fields.text("id", metadata.id());
            fields.text("name", metadata.name());
            fields.text("description", metadata.description());
            fields.struct("format", format -> {
                format.text("provider", metadata.formatProvider());
                format.texts("options", Map.of());
            });
            fields.text("schemaString", metadata.schema().toJson());
            fields.names("partitionColumns", metadata.partitionColumns());
            fields.texts("configuration", metadata.configuration());
            fields.number("createdTime", metadata.createdTime());
        });
    }

    @Override
    public String protocol(Action.Protocol protocol) {
        return row(CheckpointSchema.PROTOCOL, fields -> {
            fields.number("minReaderVersion", OptionalLong.of(protocol.minReaderVersion()));
            fields.number("minWriterVersion", OptionalLong.of(protocol.minWriterVersion()));
            if (protocol.minReaderVersion() >= 3) {
                fields.names("readerFeatures", new TreeSet<>(protocol.readerFeatures()));
            }
            if (protocol.minWriterVersion() >= 7) {
                fields.names("writerFeatures", new TreeSet<>(protocol.writerFeatures()));
            }
        });
    }

    @Override
    public String domain(Action.DomainMetadata domain) {
        return row(CheckpointSchema.DOMAIN, fields -> {
            fields.text("domain", domain.domain());
            fields.text("configuration", domain.configuration());
            fields.flag("removed", domain.removed());
        });
    }

    @Override
    public String change(Action.AddChangeFile action) {
        throw new IllegalArgumentException("a checkpoint holds no files of the change data feed: " + action.path());
    }

    @Override
    public String commitInfo(Action.CommitInfo action) {
        throw new IllegalArgumentException("a checkpoint holds no commitInfo: " + action);
    }

    private static Consumer<Fields> vector(Action.DeletionVectorDescriptor descriptor) {
        return fields -> {
            fields.text("storageType", descriptor.storageType());
            fields.text("pathOrInlineDv", descriptor.pathOrInlineDv());
            fields.number("offset", descriptor.offset());
            fields.number("sizeInBytes", OptionalLong.of(descriptor.sizeInBytes()));
            fields.number("cardinality", OptionalLong.of(descriptor.cardinality()));
        };
    }

    private String row(String column, Consumer<Fields> fill) {
        StructVector struct =
                (StructVector) batch.column(batch.schema().indexOf(column).orElseThrow());
        Fields.fill(struct, fill);
        return column;
    }

    /** The fields of one row of a struct; those that are not set are null in the end. */
    private record Fields(StructVector struct, DataType.Struct type) {

        static void fill(StructVector struct, Consumer<Fields> fill) {
            int row = struct.size();
            fill.accept(new Fields(struct, (DataType.Struct) struct.type()));
            for (ColumnVector field : struct.fields()) {
                if (field.size() == row) {
                    field.appendNull();
                }
            }
            struct.endRow();
        }

        void text(String name, Optional<String> value) {
            value.ifPresent(text -> text(name, text));
        }

        void text(String name, String value) {
            field(name).ifPresent(vector -> ((BytesVector) vector).append(value));
        }

        void number(String name, OptionalLong value) {
            if (value.isPresent()) {
                ColumnVector vector = field(name).orElseThrow();
                if (vector instanceof IntVector ints) {
                    ints.append(Math.toIntExact(value.getAsLong()));
                } else {
                    ((LongVector) vector).append(value.getAsLong());
                }
            }
        }

        void flag(String name, boolean value) {
            ((BooleanVector) field(name).orElseThrow()).append(value);
        }

        void names(String name, Collection<String> values) {
            ListVector list = (ListVector) field(name).orElseThrow();
            values.forEach(((BytesVector) list.elements())::append);
            list.endRow();
        }

        void texts(String name, Map<String, String> entries) {
            MapVector map = (MapVector) field(name).orElseThrow();
            new TreeMap<>(entries).forEach((key, value) -> {
                ((BytesVector) map.keys()).append(key);
                ((BytesVector) map.values()).append(value);
            });
            map.endRow();
        }

        void values(String name, Map<String, Optional<String>> entries) {
            MapVector map = (MapVector) field(name).orElseThrow();
            new TreeMap<>(entries).forEach((key, value) -> {
                ((BytesVector) map.keys()).append(key);
                value.ifPresentOrElse(((BytesVector) map.values())::append, map.values()::appendNull);
            });
            map.endRow();
        }

        void struct(String name, Consumer<Fields> fill) {
            fill((StructVector) field(name).orElseThrow(), fill);
        }

        void typed(String name, Consumer<StructVector> fill) {
            field(name).ifPresent(vector -> fill.accept((StructVector) vector));
        }

        /** The vector of a field; empty where this checkpoint does not hold it. */
        private Optional<ColumnVector> field(String name) {
            for (int i = 0; i < type.fields().size(); i++) {
                if (type.fields().get(i).name().equals(name)) {
                    return Optional.of(struct.field(i));
                }
            }
            return Optional.empty();
        }
    }
}
