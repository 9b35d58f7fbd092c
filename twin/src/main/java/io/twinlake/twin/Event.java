package io.twinlake.twin;

/**
 * One decoded event.
 *
 * @param stream index of its stream in {@link TwinModel#streams}
 * @param telemetry in the stream's layout; the twin keeps no reference to it
 * @param timeMicros event time, microseconds from 1970 UTC
 * @param offset in its source partition
 */
public record Event(int stream, Slots telemetry, long timeMicros, String sourcePartition, long offset) {}
