package io.twinlake.twin;

/**
 * A formula had no value when a timer was due. There is no event to refuse: the property kept its value.
 *
 * @param dueMicros the timer's due time, microseconds from 1970 UTC
 */
public record TimerFailure(String key, long dueMicros, String property, String message) {}
