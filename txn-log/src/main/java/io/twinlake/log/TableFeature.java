package io.twinlake.log;

import io.twinlake.format.ColumnMapping;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The features of the protocol that are known here, and what is done with them (PROTOCOL.md, "Table Features"). */
public enum TableFeature {
    APPEND_ONLY("appendOnly", 0, 2, Support.ALWAYS, Support.ALWAYS),
    INVARIANTS("invariants", 0, 2, Support.ALWAYS, Support.ALWAYS),
    CHECK_CONSTRAINTS("checkConstraints", 0, 3, Support.ALWAYS, Support.ALWAYS),
    CHANGE_DATA_FEED("changeDataFeed", 0, 4, Support.ALWAYS, Support.ALWAYS),
    GENERATED_COLUMNS("generatedColumns", 0, 4, Support.ALWAYS, Support.ALWAYS),
    COLUMN_MAPPING("columnMapping", 2, 5, Support.ALWAYS, Support.ALWAYS),
    IDENTITY_COLUMNS("identityColumns", 0, 6, Support.ALWAYS, Support.WHILE_UNUSED),
    ALLOW_COLUMN_DEFAULTS("allowColumnDefaults", 0, 7, Support.ALWAYS, Support.ALWAYS),
    DOMAIN_METADATA("domainMetadata", 0, 7, Support.ALWAYS, Support.ALWAYS),
    IN_COMMIT_TIMESTAMP("inCommitTimestamp", 0, 7, Support.ALWAYS, Support.ALWAYS),
    CHECKPOINT_PROTECTION("checkpointProtection", 0, 7, Support.ALWAYS, Support.ALWAYS),
    CLUSTERING("clustering", 0, 7, Support.ALWAYS, Support.ALWAYS),
    ROW_TRACKING("rowTracking", 0, 7, Support.ALWAYS, Support.ALWAYS),
    MATERIALIZE_PARTITION_COLUMNS("materializePartitionColumns", 0, 7, Support.ALWAYS, Support.NEVER),
    ICEBERG_COMPAT_V1("icebergCompatV1", 0, 7, Support.ALWAYS, Support.WHILE_UNUSED),
    ICEBERG_COMPAT_V2("icebergCompatV2", 0, 7, Support.ALWAYS, Support.WHILE_UNUSED),
    ICEBERG_COMPAT_V3("icebergCompatV3", 0, 7, Support.ALWAYS, Support.WHILE_UNUSED),
    TIMESTAMP_NTZ("timestampNtz", 3, 7, Support.ALWAYS, Support.ALWAYS),
    VACUUM_PROTOCOL_CHECK("vacuumProtocolCheck", 3, 7, Support.ALWAYS, Support.ALWAYS),
    V2_CHECKPOINT("v2Checkpoint", 3, 7, Support.ALWAYS, Support.ALWAYS),
    DELETION_VECTORS("deletionVectors", 3, 7, Support.ALWAYS, Support.ALWAYS),
    TYPE_WIDENING("typeWidening", 3, 7, Support.ALWAYS, Support.ALWAYS),
    TYPE_WIDENING_PREVIEW("typeWidening-preview", 3, 7, Support.ALWAYS, Support.ALWAYS),
    VARIANT_TYPE("variantType", 3, 7, Support.ALWAYS, Support.NEVER),
    VARIANT_TYPE_PREVIEW("variantType-preview", 3, 7, Support.ALWAYS, Support.NEVER),
    VARIANT_SHREDDING("variantShredding", 3, 7, Support.ALWAYS, Support.NEVER),
    VARIANT_SHREDDING_PREVIEW("variantShredding-preview", 3, 7, Support.ALWAYS, Support.NEVER),
    CATALOG_MANAGED("catalogManaged", 3, 7, Support.NEVER, Support.NEVER);

    /** When a table with the feature is read, or written. */
    private enum Support {
        ALWAYS,
        /** As long as nothing in the metadata makes use of the feature. */
        WHILE_UNUSED,
        NEVER
    }

    private static final int NEWEST_READER = 3;
    private static final int NEWEST_WRITER = 7;

    private final String word;
    private final int readerVersion;
    private final int writerVersion;
    private final Support reading;
    private final Support writing;

    TableFeature(String word, int readerVersion, int writerVersion, Support reading, Support writing) {
        this.word = word;
        this.readerVersion = readerVersion;
        this.writerVersion = writerVersion;
        this.reading = reading;
        this.writing = writing;
    }

    /** The protocol's name of it. */
    public String word() {
        return word;
    }

    /** Whether readers must know it; if not, writers alone must. */
    public boolean concernsReaders() {
        return readerVersion > 0;
    }

    /** The lowest reader version that has it without a list; 0 if readers need not know it, 3 if it is always listed. */
    int readerVersion() {
        return readerVersion;
    }

    /** The lowest writer version that has it without a list; 7 if it is always listed. */
    int writerVersion() {
        return writerVersion;
    }

    /** Features that are of no use without others, which a table gets with them. */
    Set<TableFeature> requires() {
        return switch (this) {
            case ROW_TRACKING, CLUSTERING -> Set.of(DOMAIN_METADATA);
            case VARIANT_SHREDDING -> Set.of(VARIANT_TYPE);
            default -> Set.of();
        };
    }

    /** All that are known here and that a table of that protocol has. */
    static Set<TableFeature> of(Action.Protocol protocol) {
        return Arrays.stream(values())
                .filter(feature -> feature.isIn(protocol))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(TableFeature.class)));
    }

    /** Whether a table of that protocol has it, by a list or by its versions. */
    boolean isIn(Action.Protocol protocol) {
        boolean implied = writerVersion < 7
                && protocol.minWriterVersion() < 7
                && writerVersion <= protocol.minWriterVersion()
                && readerVersion <= protocol.minReaderVersion();
        return implied
                || isListedForWriters(protocol)
                || preview().stream().anyMatch(listed -> listed.isListedForWriters(protocol));
    }

    /** The feature of another name under which a table had this one while it was new. */
    private Optional<TableFeature> preview() {
        return switch (this) {
            case TYPE_WIDENING -> Optional.of(TYPE_WIDENING_PREVIEW);
            case VARIANT_TYPE -> Optional.of(VARIANT_TYPE_PREVIEW);
            case VARIANT_SHREDDING -> Optional.of(VARIANT_SHREDDING_PREVIEW);
            default -> Optional.empty();
        };
    }

    /** Whether any table that lists it is written here. */
    public boolean isWritten() {
        return writing == Support.ALWAYS;
    }

    /** The feature of that name, ignoring case. */
    public static Optional<TableFeature> of(String word) {
        return Arrays.stream(values())
                .filter(feature -> feature.word.equalsIgnoreCase(word))
                .findFirst();
    }

    /** The features of a protocol by name, those that its versions imply as well. */
    static Set<String> words(Action.Protocol protocol) {
        Set<String> words = Arrays.stream(values())
                .filter(feature -> feature.isImpliedBy(protocol, true) || feature.isImpliedBy(protocol, false))
                .map(TableFeature::word)
                .collect(Collectors.toCollection(TreeSet::new));
        Stream.of(protocol.readerFeatures(), protocol.writerFeatures())
                .flatMap(Set::stream)
                .map(word -> of(word).map(TableFeature::word).orElse(word))
                .forEach(words::add);
        return words;
    }

    /**
     * Whether a commit that was begun before the table got the feature is right after it as well. That holds where the rules of
     * the feature are checked for each version at which a commit is tried, or come with a change of metadata.
     */
    boolean asksNothingOfChangesUnderWay() {
        return switch (this) {
            case APPEND_ONLY,
                    DOMAIN_METADATA,
                    IN_COMMIT_TIMESTAMP,
                    CHECKPOINT_PROTECTION,
                    TIMESTAMP_NTZ,
                    VACUUM_PROTOCOL_CHECK,
                    V2_CHECKPOINT,
                    DELETION_VECTORS -> true;
            default -> false;
        };
    }

    /**
     * How a table's columns are mapped: as its property says if its protocol has the feature, which stray metadata does not replace.
     *
     * @throws UnsupportedTableException if the property says what is no mapping, whatever the protocol
     */
    static ColumnMapping columnMapping(Action.Protocol protocol, Action.Metadata metadata) {
        boolean supported = COLUMN_MAPPING.isImpliedBy(protocol, true)
                || protocol.readerFeatures().stream().anyMatch(COLUMN_MAPPING.word::equalsIgnoreCase);
        try {
            ColumnMapping asked = metadata.properties().columnMapping();
            return supported ? asked : ColumnMapping.NONE;
        } catch (IllegalArgumentException e) {
            throw new UnsupportedTableException(String.valueOf(e.getMessage()), e);
        }
    }

    /** @throws UnsupportedTableException naming what is not read */
    static void requireReadable(Action.Protocol protocol, Action.Metadata metadata, Object table) {
        if (protocol.minReaderVersion() > NEWEST_READER) {
            throw new UnsupportedTableException(table + " needs reader version " + protocol.minReaderVersion()
                    + "; versions up to " + NEWEST_READER + " are read");
        }
        refuse("read", protocol, refusedWords(protocol, metadata, true), table);
        if (TYPE_WIDENING.isIn(protocol)) {
            TypeWidening.requireKnownChanges(metadata.schema(), table);
        }
    }

    /** What can be told before the metadata is known. @throws UnsupportedTableException naming what is never read */
    static void requireKnown(Action.Protocol protocol, Object table) {
        Set<String> words = protocol.readerFeatures().stream()
                .filter(word -> of(word).map(feature -> feature.reading == Support.NEVER)
                        .orElse(true))
                .collect(Collectors.toCollection(TreeSet::new));
        refuse("read", protocol, words, table);
    }

    /** @throws UnsupportedTableException naming what is not written */
    static void requireWritable(Action.Protocol protocol, Action.Metadata metadata, Object table) {
        requireReadable(protocol, metadata, table);
        if (protocol.minWriterVersion() > NEWEST_WRITER) {
            throw new UnsupportedTableException(table + " needs writer version " + protocol.minWriterVersion()
                    + "; versions up to " + NEWEST_WRITER + " are written");
        }
        refuse("written", protocol, refusedWords(protocol, metadata, false), table);
    }

    private static void refuse(String verb, Action.Protocol protocol, Collection<String> words, Object table) {
        if (!words.isEmpty()) {
            throw new UnsupportedTableException(table + " uses " + String.join(", ", words) + ", which "
                    + (words.size() == 1 ? "is" : "are") + " not " + verb + " here (reader version "
                    + protocol.minReaderVersion() + ", writer version " + protocol.minWriterVersion()
                    + "); use another client for it, or a table without");
        }
    }

    private static Set<String> refusedWords(Action.Protocol protocol, Action.Metadata metadata, boolean toRead) {
        Set<String> refused = Arrays.stream(values())
                .filter(feature -> feature.isImpliedBy(protocol, toRead))
                .filter(feature -> feature.isRefused(metadata, toRead))
                .map(TableFeature::word)
                .collect(Collectors.toCollection(TreeSet::new));
        for (String word : toRead ? protocol.readerFeatures() : protocol.writerFeatures()) {
            if (of(word).map(feature -> feature.isRefused(metadata, toRead)).orElse(true)) {
                refused.add(word);
            }
        }
        return refused;
    }

    /** Whether a protocol without lists of features has this one by its version. */
    private boolean isImpliedBy(Action.Protocol protocol, boolean toRead) {
        if (toRead) {
            return readerVersion == 2 && (protocol.minReaderVersion() == 2 || isListedForWriters(protocol));
        }
        return writerVersion < 7 && protocol.minWriterVersion() < 7 && writerVersion <= protocol.minWriterVersion();
    }

    /** Some writers list column mapping for writers alone; readers must know it all the same. */
    private boolean isListedForWriters(Action.Protocol protocol) {
        return protocol.writerFeatures().stream().anyMatch(word::equalsIgnoreCase);
    }

    private boolean isRefused(Action.Metadata metadata, boolean toRead) {
        Support support = toRead ? reading : writing;
        return support == Support.NEVER || (support == Support.WHILE_UNUSED && isUsed(metadata));
    }

    private boolean isUsed(Action.Metadata metadata) {
        Map<String, String> properties = metadata.configuration();
        return switch (this) {
            case IDENTITY_COLUMNS -> anyField(metadata, "delta.identity.start");
            case COLUMN_MAPPING ->
                !properties.getOrDefault("delta.columnMapping.mode", "none").equals("none");
            case ICEBERG_COMPAT_V1 -> isTrue(properties, "delta.enableIcebergCompatV1");
            case ICEBERG_COMPAT_V2 -> isTrue(properties, "delta.enableIcebergCompatV2");
            case ICEBERG_COMPAT_V3 -> isTrue(properties, "delta.enableIcebergCompatV3");
            default -> true;
        };
    }

    private static boolean isTrue(Map<String, String> properties, String key) {
        return properties.getOrDefault(key, "false").equalsIgnoreCase("true");
    }

    private static boolean anyField(Action.Metadata metadata, String key) {
        Predicate<io.twinlake.format.Field> has = field -> field.metadata().containsKey(key);
        return metadata.schema().fields().stream().anyMatch(has.or(field -> NestedFields.any(field.type(), has)));
    }
}
