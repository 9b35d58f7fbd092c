package io.twinlake.spark;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.execution.datasources.PartitionedFile;

/**
 * A range of event time, in the units of {@link EventTimeType}. It travels with a file to the executor that reads it.
 *
 * @param column its name in the schema that the stream reads with
 * @param withNulls whether rows without an event time are of the range
 * @param from the first value
 * @param isOpen whether all later values are of the range, whatever {@code before} says
 * @param before the first value that is not of the range
 */
record EventTimes(String column, boolean withNulls, long from, boolean isOpen, long before) implements Serializable {

    /** The key under which a file carries it. */
    static final String KEY = "twinlake.eventTimes";

    /**
     * What is read between two positions. A position is the value below which all rows have been read, those without an
     * event time too; no value is the position before these.
     *
     * @param end empty for the end of the table
     */
    static EventTimes between(String column, OptionalLong start, OptionalLong end) {
        return new EventTimes(
                column, start.isEmpty(), start.orElse(Long.MIN_VALUE), end.isEmpty(), end.orElse(Long.MAX_VALUE));
    }

    /** That of the rows that are to be read of a file; empty for all of them. */
    static Optional<EventTimes> of(PartitionedFile file) {
        return Optional.ofNullable(
                (EventTimes) file.otherConstantMetadataColumnValues().getOrElse(KEY, () -> null));
    }

    boolean contains(long value) {
        return value >= from && (isOpen || value < before);
    }

    /** Whether any value from {@code least} to {@code greatest} is of the range. */
    boolean meets(long least, long greatest) {
        return greatest >= from && (isOpen || least < before);
    }
}
