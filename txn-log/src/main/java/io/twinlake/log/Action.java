package io.twinlake.log;

import io.twinlake.format.DeletionVector;
import io.twinlake.format.DeletionVectorFile;
import io.twinlake.format.Schema;
import io.twinlake.format.Z85;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** One entry of a commit or checkpoint (PROTOCOL.md, "Actions"). */
public sealed interface Action {

    /** One method a case, so that a new action does not compile until every reader answers it. */
    interface Cases<R> {
        R add(AddFile action);

        R remove(RemoveFile action);

        R metadata(Metadata action);

        R protocol(Protocol action);

        R transaction(SetTransaction action);

        R domain(DomainMetadata action);

        R change(AddChangeFile action);

        R commitInfo(CommitInfo action);
    }

    <R> R match(Cases<R> cases);

    /**
     * A live data file.
     *
     * @param path as in the log: a percent-encoded URI, relative to the table or absolute
     * @param partitionValues by physical column name; empty means null
     * @param size in bytes
     * @param modificationTime milliseconds from 1970
     * @param dataChange false where rows were only rearranged
     * @param stats the statistics as JSON text
     */
    record AddFile(
            String path,
            Map<String, Optional<String>> partitionValues,
            long size,
            long modificationTime,
            boolean dataChange,
            Optional<String> stats,
            Map<String, String> tags,
            Optional<DeletionVectorDescriptor> deletionVector,
            OptionalLong baseRowId,
            OptionalLong defaultRowCommitVersion,
            Optional<String> clusteringProvider)
            implements Action {
        public AddFile {
            if (size < 0) {
                throw new IllegalArgumentException("add.size is negative: " + size + ", of '" + path + "'");
            }
            partitionValues = Map.copyOf(partitionValues);
            tags = Map.copyOf(tags);
        }

        /** The tombstone of this file, without what a tombstone need not tell (its statistics and tags). */
        RemoveFile removed(long deletionTimestamp, boolean changesRows) {
            return new RemoveFile(
                    path,
                    OptionalLong.of(deletionTimestamp),
                    changesRows,
                    partitionValues,
                    OptionalLong.of(size),
                    Optional.empty(),
                    Map.of(),
                    deletionVector,
                    baseRowId,
                    defaultRowCommitVersion);
        }

        /** The same file with other statistics. */
        AddFile withStats(Optional<String> other) {
            return new AddFile(
                    path,
                    partitionValues,
                    size,
                    modificationTime,
                    dataChange,
                    other,
                    tags,
                    deletionVector,
                    baseRowId,
                    defaultRowCommitVersion,
                    clusteringProvider);
        }

        /** The same file under another path. */
        AddFile withPath(String other) {
            return new AddFile(
                    other,
                    partitionValues,
                    size,
                    modificationTime,
                    dataChange,
                    stats,
                    tags,
                    deletionVector,
                    baseRowId,
                    defaultRowCommitVersion,
                    clusteringProvider);
        }

        /** The same file with other deleted rows. */
        public AddFile withDeletionVector(Optional<DeletionVectorDescriptor> other) {
            return new AddFile(
                    path,
                    partitionValues,
                    size,
                    modificationTime,
                    dataChange,
                    stats,
                    tags,
                    other,
                    baseRowId,
                    defaultRowCommitVersion,
                    clusteringProvider);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.add(this);
        }
    }

    /**
     * A data file that is live no more: a tombstone until its retention has passed.
     *
     * @param size in bytes; where it is known, the log calls the file's metadata extended
     */
    record RemoveFile(
            String path,
            OptionalLong deletionTimestamp,
            boolean dataChange,
            Map<String, Optional<String>> partitionValues,
            OptionalLong size,
            Optional<String> stats,
            Map<String, String> tags,
            Optional<DeletionVectorDescriptor> deletionVector,
            OptionalLong baseRowId,
            OptionalLong defaultRowCommitVersion)
            implements Action {
        public RemoveFile {
            partitionValues = Map.copyOf(partitionValues);
            tags = Map.copyOf(tags);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.remove(this);
        }
    }

    /**
     * Where the deleted rows of a data file are listed (PROTOCOL.md, "Deletion Vectors").
     *
     * @param storageType {@code u}: an object below the table, {@code p}: an object anywhere, {@code i}: in the log itself
     * @param offset of the vector's frame in its object
     * @param sizeInBytes of the vector, without its frame
     */
    record DeletionVectorDescriptor(
            String storageType, String pathOrInlineDv, OptionalLong offset, int sizeInBytes, long cardinality) {

        /** A vector that the log itself holds. */
        public static DeletionVectorDescriptor inline(DeletionVector vector) {
            byte[] bytes = vector.toBytes();
            return new DeletionVectorDescriptor(
                    "i", Z85.encode(bytes), OptionalLong.empty(), bytes.length, vector.cardinality());
        }

        /** The same vector, whose object is named by an absolute path. */
        DeletionVectorDescriptor at(String absolutePath) {
            return new DeletionVectorDescriptor("p", absolutePath, offset, sizeInBytes, cardinality);
        }

        /** A vector in the object that {@link #fileName} names, below the table. */
        public static DeletionVectorDescriptor inFile(UUID file, DeletionVectorFile.Place place) {
            return new DeletionVectorDescriptor(
                    "u",
                    Z85.encode(DeletionVectors.bytes(file)),
                    OptionalLong.of(place.offset()),
                    place.size(),
                    place.cardinality());
        }

        /** What an object of deletion vectors is called. */
        public static String fileName(UUID file) {
            return "deletion_vector_" + file + ".bin";
        }

        /** The identity of the vector, part of a file's key in reconciliation. */
        public String uniqueId() {
            return storageType + pathOrInlineDv + (offset.isPresent() ? "@" + offset.getAsLong() : "");
        }
    }

    /** What the table is: identity, schema, partitioning, properties. */
    record Metadata(
            String id,
            Optional<String> name,
            Optional<String> description,
            String formatProvider,
            Schema schema,
            List<String> partitionColumns,
            Map<String, String> configuration,
            OptionalLong createdTime)
            implements Action {
        public Metadata {
            partitionColumns = List.copyOf(partitionColumns);
            configuration = Map.copyOf(configuration);
        }

        /** That of a table to be created; {@code id} is a UUID of its own. */
        public static Metadata of(
                String id, Schema schema, List<String> partitionColumns, Map<String, String> configuration) {
            return new Metadata(
                    id,
                    Optional.empty(),
                    Optional.empty(),
                    "parquet",
                    schema,
                    partitionColumns,
                    configuration,
                    OptionalLong.empty());
        }

        /** The table properties, typed. */
        public TableProperties properties() {
            return new TableProperties(configuration);
        }

        /** Whether a column, named in whatever case, is one that the table is partitioned by. */
        public boolean isPartitionedBy(String column) {
            return partitionColumns.stream().anyMatch(column::equalsIgnoreCase);
        }

        /** The same metadata for a table with another identity, which is a UUID. */
        public Metadata withId(String other) {
            return new Metadata(
                    other, name, description, formatProvider, schema, partitionColumns, configuration, createdTime);
        }

        /** The same table with another name. */
        public Metadata named(String other) {
            return new Metadata(
                    id,
                    Optional.of(other),
                    description,
                    formatProvider,
                    schema,
                    partitionColumns,
                    configuration,
                    createdTime);
        }

        /** The same table with other partition columns. */
        Metadata withPartitionColumns(List<String> other) {
            return new Metadata(id, name, description, formatProvider, schema, other, configuration, createdTime);
        }

        /** The same table with another description. */
        public Metadata withDescription(Optional<String> other) {
            return new Metadata(id, name, other, formatProvider, schema, partitionColumns, configuration, createdTime);
        }

        /** The same table with another time of creation. */
        public Metadata createdAt(Instant time) {
            return new Metadata(
                    id,
                    name,
                    description,
                    formatProvider,
                    schema,
                    partitionColumns,
                    configuration,
                    OptionalLong.of(time.toEpochMilli()));
        }

        /** The same table with other properties. */
        public Metadata withConfiguration(Map<String, String> other) {
            return new Metadata(id, name, description, formatProvider, schema, partitionColumns, other, createdTime);
        }

        /** The same table with another schema. */
        public Metadata withSchema(Schema other) {
            return new Metadata(
                    id, name, description, formatProvider, other, partitionColumns, configuration, createdTime);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.metadata(this);
        }
    }

    /** What a reader and a writer must understand. */
    record Protocol(int minReaderVersion, int minWriterVersion, Set<String> readerFeatures, Set<String> writerFeatures)
            implements Action {
        public Protocol {
            readerFeatures = Set.copyOf(readerFeatures);
            writerFeatures = Set.copyOf(writerFeatures);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.protocol(this);
        }
    }

    /** How far an application has come: the exactly-once mark of a pipeline. */
    record SetTransaction(String appId, long version, OptionalLong lastUpdated) implements Action {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.transaction(this);
        }
    }

    /** A named configuration of a table, kept by everybody, read by who knows it. */
    record DomainMetadata(String domain, String configuration, boolean removed) implements Action {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.domain(this);
        }
    }

    /** A file of the change data feed. */
    record AddChangeFile(String path, Map<String, Optional<String>> partitionValues, long size) implements Action {
        public AddChangeFile {
            partitionValues = Map.copyOf(partitionValues);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.change(this);
        }
    }

    /** Who committed what and when; {@code values} are JSON texts of further fields. */
    record CommitInfo(
            OptionalLong inCommitTimestamp,
            OptionalLong timestamp,
            Optional<String> operation,
            Optional<String> txnId,
            Map<String, String> values)
            implements Action {
        public CommitInfo {
            values = Map.copyOf(values);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.commitInfo(this);
        }
    }
}
