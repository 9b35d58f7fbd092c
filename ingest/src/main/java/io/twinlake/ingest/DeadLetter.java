package io.twinlake.ingest;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was refused, why, and from where.
 *
 * @param definition the table of the definition that could not use it
 * @param sourcePartition empty where a timer failed, which has no event
 * @param sourceOffset the record's number in its source partition, from 0
 * @param detail what is wrong, for a user to act on
 * @param bytes the event, with private fields masked
 */
public record DeadLetter(
        String definition,
        Optional<String> sourcePartition,
        OptionalLong sourceOffset,
        Reason reason,
        String detail,
        byte[] bytes) {

    DeadLetter withBytes(byte[] other) {
        return new DeadLetter(definition, sourcePartition, sourceOffset, reason, detail, other);
    }
}
