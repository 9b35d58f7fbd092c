/**
 * Sources become epochs, and epochs become commits, exactly once.
 *
 * <p>Read in this order, which is the life of an event: {@link io.twinlake.ingest.Pipeline} is the door; {@code Sources} open
 * partitions, {@code FilesReader} finds files and {@code FileReader}s cut them into records; {@code RecordSink} puts fields into
 * slots and {@code PrivacyFilter} keeps private ones out of dead letters; {@code SourceMerge} merges partitions by event time;
 * {@code Admission} decides what is applied; {@code PartitionedExecutor} applies it to shards of twins; {@code EpochBuilder}
 * closes epochs; {@code StorageSink} commits them; {@code EpochRecords} and {@code StateCodec} keep what a restart needs, and
 * {@code Recovery} goes on from what every table has.
 *
 * <p>A {@link io.twinlake.ingest.SourceException} names a source that can't be read; a {@link
 * io.twinlake.ingest.PipelineConflictException} another process of the same pipeline; a {@link
 * io.twinlake.ingest.CorruptPipelineException} what the lake keeps and is damaged, with the remedy. Nothing was written after any.
 *
 * <p>Example: {@code ./twinlake ingest --dry-run}, which is {@code Pipeline} with a sink that counts.
 */
@NullMarked
package io.twinlake.ingest;

import org.jspecify.annotations.NullMarked;
