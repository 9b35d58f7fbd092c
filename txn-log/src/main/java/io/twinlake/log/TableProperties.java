package io.twinlake.log;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The protocol's table properties, typed, with their defaults.
 *
 * @param configuration as in the metadata, unknown keys too
 */
public record TableProperties(Map<String, String> configuration) {

    static final String IN_COMMIT_TIMESTAMPS = "delta.enableInCommitTimestamps";

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
        return optionalNumber("delta.inCommitTimestampEnablementVersion");
    }

    /** The time of the first version that carries its own, in milliseconds from 1970; empty where that is version 0. */
    public OptionalLong inCommitTimestampStart() {
        return optionalNumber("delta.inCommitTimestampEnablementTimestamp");
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
