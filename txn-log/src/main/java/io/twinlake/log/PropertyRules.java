package io.twinlake.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Which table properties may be set here, and to what. What is there already, known or not, is kept as it is. */
final class PropertyRules {

    /** What the log sets by itself, and nobody else. */
    static final List<String> OWNED = List.of(
            TableProperties.IN_COMMIT_VERSION,
            TableProperties.IN_COMMIT_START,
            TableProperties.MAX_COLUMN_ID,
            TableProperties.ROW_IDS,
            TableProperties.ROW_VERSIONS);

    /** Hints to other writers, without a meaning here. */
    private static final Set<String> HINTS = Set.of(
            "delta.autoOptimize.autoCompact",
            "delta.autoOptimize.optimizeWrite",
            "delta.randomizeFilePrefixes",
            "delta.randomPrefixLength",
            "delta.sampleRetentionDuration",
            "delta.checkpointRetentionDuration",
            "delta.targetFileSize",
            "delta.tuneFileSizesForRewrites");

    private static final Map<String, Consumer<TableProperties>> READERS = Map.ofEntries(
            Map.entry("delta.deletedFileRetentionDuration", TableProperties::deletedFileRetention),
            Map.entry("delta.logRetentionDuration", TableProperties::logRetention),
            Map.entry("delta.setTransactionRetentionDuration", TableProperties::transactionRetention),
            Map.entry("delta.checkpointInterval", PropertyRules::positiveInterval),
            Map.entry("delta.dataSkippingNumIndexedCols", TableProperties::statisticsColumnCount),
            Map.entry("delta.dataSkippingStatsColumns", TableProperties::statisticsColumns),
            Map.entry("delta.isolationLevel", TableProperties::isolationLevel),
            Map.entry(TableProperties.MAPPING_MODE, TableProperties::columnMapping));

    private static final Set<String> FLAGS = Set.of(
            "delta.appendOnly",
            "delta.enableExpiredLogCleanup",
            "delta.enableFullRetentionRollback",
            "delta.checkpoint.writeStatsAsJson",
            "delta.checkpoint.writeStatsAsStruct",
            "delta.enableChangeDataFeed",
            "delta.enableDeletionVectors",
            "delta.enableTypeWidening",
            TableProperties.ROW_TRACKING,
            TableProperties.IN_COMMIT_TIMESTAMPS);

    private PropertyRules() {}

    /** @throws IllegalArgumentException naming the property that may not be set, or not to that value */
    static void check(Map<String, String> before, Map<String, String> after) {
        after.forEach((key, value) -> {
            if (key.startsWith("delta.") && !value.equals(before.get(key))) {
                check(key, value);
            }
        });
    }

    private static void check(String key, String value) {
        if (FLAGS.contains(key)) {
            if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                throw new IllegalArgumentException(
                        "table property " + key + " is '" + value + "'; expected true or false");
            }
        } else if (READERS.containsKey(key)) {
            READERS.get(key).accept(new TableProperties(Map.of(key, value)));
        } else if (key.equals("delta.checkpointPolicy")) {
            if (!value.equals("classic") && !value.equals("v2")) {
                throw new IllegalArgumentException(
                        "table property " + key + " is '" + value + "'; expected classic or v2");
            }
        } else if (OWNED.contains(key)) {
            throw new IllegalArgumentException(
                    "table property " + key + " is set by the log itself and by nobody else; leave it out");
        } else if (!isFree(key)) {
            throw new IllegalArgumentException("table property " + key + " is not known here: what it asks of writers"
                    + " could not be kept. Leave it out, or use a name that does not begin with delta.");
        }
    }

    private static boolean isFree(String key) {
        return HINTS.contains(key) || FeatureNeeds.isRequest(key) || key.startsWith(TableProperties.CONSTRAINT);
    }

    private static void positiveInterval(TableProperties properties) {
        if (properties.checkpointInterval() < 1) {
            throw new IllegalArgumentException("table property delta.checkpointInterval is "
                    + properties.checkpointInterval() + "; expected at least 1");
        }
    }

    /** What was wanted with what the log has set itself, and without requests for features. */
    static Map<String, String> kept(Map<String, String> before, Map<String, String> wanted) {
        Map<String, String> kept = new HashMap<>(wanted);
        OWNED.forEach(key -> {
            if (before.containsKey(key)) {
                kept.put(key, before.get(key));
            }
        });
        kept.keySet().removeIf(FeatureNeeds::isRequest);
        return kept;
    }
}
