package io.twinlake.ingest;

import io.twinlake.twin.Event;
import java.util.Comparator;

/**
 * An event that waits for the watermark to pass it, so that it is applied in order of event time.
 *
 * @param bytes what a dead letter would keep of it
 */
record HeldEvent(String key, Event event, byte[] bytes) {

    static final Comparator<HeldEvent> ORDER = Comparator.comparingLong((HeldEvent held) -> held.event.timeMicros())
            .thenComparing(held -> held.event.sourcePartition())
            .thenComparingLong(held -> held.event.offset());
}
