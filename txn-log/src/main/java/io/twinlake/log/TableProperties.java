package io.twinlake.log;

import io.twinlake.format.ColumnMapping;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The protocol's table properties, typed, with their defaults.
 *
 * @param configuration as in the metadata, unknown keys too
 */
public record TableProperties(Map<String, String> configuration) {

    static final String IN_COMMIT_TIMESTAMPS = "delta.enableInCommitTimestamps";
    static final String IN_COMMIT_VERSION = "delta.inCommitTimestampEnablementVersion";
    static final String IN_COMMIT_START = "delta.inCommitTimestampEnablementTimestamp";
    static final String MAPPING_MODE = "delta.columnMapping.mode";
    static final String MAX_COLUMN_ID = "delta.columnMapping.maxColumnId";
    static final String ROW_TRACKING = "delta.enableRowTracking";
    static final String ROW_IDS = "delta.rowTracking.materializedRowIdColumnName";
    static final String ROW_VERSIONS = "delta.rowTracking.materializedRowCommitVersionColumnName";
    static final String CONSTRAINT = "delta.constraints.";

    public TableProperties {
        configuration = Map.copyOf(configuration);
    }

    /** How long a file that is live no more stays on storage, for readers of older versions. */
    public Duration deletedFileRetention() {
        return duration("delta.deletedFileRetentionDuration", Duration.ofDays(7));
    }

    /** How long old versions' commits are kept. */
    public Duration logRetention() {
        return duration("delta.logRetentionDuration", Duration.ofDays(30));
    }

    /** Whether commits that are too old may be deleted at all. */
    public boolean expiredLogCleanup() {
        return flag("delta.enableExpiredLogCleanup", true);
    }

    /** After what time an application's progress may be forgotten; empty: never. */
    public Optional<Duration> transactionRetention() {
        String key = "delta.setTransactionRetentionDuration";
        return Optional.ofNullable(configuration.get(key)).map(value -> interval(key, value));
    }

    /** Whether the table itself says after how many versions another checkpoint is due. */
    boolean hasCheckpointInterval() {
        return configuration.containsKey("delta.checkpointInterval");
    }

    /** After how many versions another checkpoint is due. */
    public long checkpointInterval() {
        return number("delta.checkpointInterval", 10);
    }

    /** Whether rows may only be added. */
    public boolean appendOnly() {
        return flag("delta.appendOnly", false);
    }

    /** Whether commits carry their own time. */
    public boolean inCommitTimestamps() {
        return flag(IN_COMMIT_TIMESTAMPS, false);
    }

    /** The first version that carries its own time; empty where that is 0. */
    public OptionalLong inCommitTimestampVersion() {
        return optionalNumber(IN_COMMIT_VERSION);
    }

    /** The time of the first version that carries its own, in milliseconds from 1970; empty where that is version 0. */
    public OptionalLong inCommitTimestampStart() {
        return optionalNumber(IN_COMMIT_START);
    }

    /** The conditions that every row keeps, by name, as SQL. */
    public Map<String, String> constraints() {
        Map<String, String> constraints = new TreeMap<>();
        configuration.forEach((key, sql) -> {
            if (key.startsWith(CONSTRAINT)) {
                constraints.put(key.substring(CONSTRAINT.length()), sql);
            }
        });
        return constraints;
    }

    /** Whether changes of rows are kept for readers of changes. */
    public boolean changeDataFeed() {
        return flag("delta.enableChangeDataFeed", false);
    }

    /** Whether rows are deleted by vectors beside files, not by rewriting these. */
    public boolean deletionVectors() {
        return flag("delta.enableDeletionVectors", false);
    }

    /** Whether rows keep their ids, whatever is rewritten. */
    public boolean rowTracking() {
        return flag(ROW_TRACKING, false);
    }

    /** Whether columns may be given wider types. */
    public boolean typeWidening() {
        return flag("delta.enableTypeWidening", false);
    }

    /** Whether checkpoints are to be of the second version. */
    public boolean v2Checkpoints() {
        return configuration.getOrDefault("delta.checkpointPolicy", "classic").equalsIgnoreCase("v2");
    }

    /** How columns are called in data files. @throws IllegalArgumentException naming the property if it is no such way */
    public ColumnMapping columnMapping() {
        String mode = configuration.getOrDefault(MAPPING_MODE, ColumnMapping.NONE.word());
        try {
            return ColumnMapping.of(mode.trim());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("table property " + MAPPING_MODE + ": " + e.getMessage(), e);
        }
    }

    /** The greatest id that a column ever had; empty where columns have none. */
    public OptionalLong maxColumnId() {
        return optionalNumber(MAX_COLUMN_ID);
    }

    /** The physical column of data files that holds rows' ids where these are not by position. */
    public Optional<String> materializedRowIds() {
        return Optional.ofNullable(configuration.get(ROW_IDS));
    }

    /** The physical column of data files that holds the versions in which rows were changed last. */
    public Optional<String> materializedRowCommitVersions() {
        return Optional.ofNullable(configuration.get(ROW_VERSIONS));
    }

    /** How transactions that read are kept apart; what their caller does not say. */
    public IsolationLevel isolationLevel() {
        String key = "delta.isolationLevel";
        String value = configuration.getOrDefault(key, "Serializable");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "serializable" -> IsolationLevel.SERIALIZABLE;
            case "writeserializable" -> IsolationLevel.WRITE_SERIALIZABLE;
            default ->
                throw new IllegalArgumentException(
                        "table property " + key + " is '" + value + "'; expected Serializable or WriteSerializable");
        };
    }

    /** Of how many leaf columns, from the first, files have statistics; {@link Integer#MAX_VALUE}: of all. */
    public int statisticsColumnCount() {
        long count = number("delta.dataSkippingNumIndexedCols", 32);
        return count < 0 || count > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) count;
    }

    /** The columns of which files have statistics, by their paths; empty where it is the first ones. */
    public Optional<List<String>> statisticsColumns() {
        return Optional.ofNullable(configuration.get("delta.dataSkippingStatsColumns"))
                .map(TableProperties::names);
    }

    /** Names between commas; one in backticks may hold anything. The backticks stay, as paths of columns have them. */
    private static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        var name = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '`';
            if (c == ',' && !quoted) {
                names.add(name.toString().trim());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        names.add(name.toString().trim());
        names.removeIf(String::isEmpty);
        return names;
    }

    /** Whether checkpoints hold statistics as JSON text. */
    public boolean checkpointStatisticsAsJson() {
        return flag("delta.checkpoint.writeStatsAsJson", true);
    }

    /** Whether checkpoints hold statistics in typed columns. */
    public boolean checkpointStatisticsAsStruct() {
        return flag("delta.checkpoint.writeStatsAsStruct", true);
    }

    private boolean flag(String key, boolean otherwise) {
        String value = configuration.get(key);
        return value == null ? otherwise : value.equalsIgnoreCase("true");
    }

    private long number(String key, long otherwise) {
        return optionalNumber(key).orElse(otherwise);
    }

    private OptionalLong optionalNumber(String key) {
        String value = configuration.get(key);
        if (value == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(value.trim()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "table property " + key + " is '" + value + "'; expected a whole number", e);
        }
    }

    private Duration duration(String key, Duration otherwise) {
        String value = configuration.get(key);
        return value == null ? otherwise : interval(key, value);
    }

    /** An interval as in SQL: {@code interval 7 days}, {@code 1 week 2 hours}; the first word may be missing. */
    private static Duration interval(String key, String value) {
        String[] words = value.trim().toLowerCase(Locale.ROOT).split("\\s+", -1);
        int first = words[0].equals("interval") ? 1 : 0;
        Duration sum = Duration.ZERO;
        try {
            for (int i = first; i < words.length; i += 2) {
                sum = sum.plus(unit(words[i + 1]).multipliedBy(Long.parseLong(words[i])));
            }
        } catch (IllegalArgumentException | ArithmeticException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "table property " + key + " is '" + value + "'; expected for example 'interval 7 days'", e);
        }
        return sum;
    }

    private static Duration unit(String word) {
        return switch (word.endsWith("s") ? word.substring(0, word.length() - 1) : word) {
            case "week" -> Duration.ofDays(7);
            case "day" -> ChronoUnit.DAYS.getDuration();
            case "hour" -> ChronoUnit.HOURS.getDuration();
            case "minute" -> ChronoUnit.MINUTES.getDuration();
            case "second" -> ChronoUnit.SECONDS.getDuration();
            case "millisecond" -> ChronoUnit.MILLIS.getDuration();
            case "microsecond" -> ChronoUnit.MICROS.getDuration();
            default -> throw new IllegalArgumentException("unknown unit " + word);
        };
    }
}
