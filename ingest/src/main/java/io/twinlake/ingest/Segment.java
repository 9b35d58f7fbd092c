package io.twinlake.ingest;

/**
 * Consecutive records of one batch, at their turn in the merge.
 *
 * @param partition the index of the source partition
 * @param firstOffset the source offset of the batch's record 0
 */
record Segment(EventBatch batch, int partition, String partitionName, long firstOffset, int from, int to) {

    long offsetOf(int record) {
        return firstOffset + record;
    }
}
