package io.twinlake.compaction.simulation;

import io.twinlake.log.Action;
import io.twinlake.log.Snapshot;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** A commit as another implementation writes it, straight from the specification. */
record ForeignCommit(Attempt attempt, Snapshot read, Instant now) {

    /** The same file with another vector. */
    byte[] replacing(Action.AddFile file, String vector, int deleted) {
        long time = Math.max(now.toEpochMilli(), read.timestamp().toEpochMilli() + 1);
        String info = ("{\"commitInfo\":{\"inCommitTimestamp\":%s,\"timestamp\":%s,\"operation\":\"DELETE\","
                        + "\"operationParameters\":{\"%s\":\"%s\"},\"isBlindAppend\":false,\"txnId\":\"foreign-%s\"}}")
                .formatted(time, time, Attempt.PARAMETER, attempt.number, attempt.number);
        String before = file.deletionVector()
                .map(old -> ",\"deletionVector\":" + vector(old.pathOrInlineDv(), old.cardinality()))
                .orElse("");
        String values =
                file.partitionValues().getOrDefault("bucket", Optional.empty()).orElseThrow();
        String common = "\"path\":\"%s\",\"partitionValues\":{\"bucket\":\"%s\"},\"size\":%s,\"dataChange\":true"
                .formatted(file.path(), values, file.size());
        String remove = "{\"remove\":{%s,\"deletionTimestamp\":%s,\"extendedFileMetadata\":true%s}}"
                .formatted(common, time, before);
        String stats = file.stats().orElse("{}").replace("\"", "\\\"");
        String add = "{\"add\":{%s,\"modificationTime\":%s,\"stats\":\"%s\",\"deletionVector\":%s}}"
                .formatted(common, file.modificationTime(), stats, vector(vector, deleted));
        return String.join("\n", info, remove, add, "").getBytes(StandardCharsets.UTF_8);
    }

    private static String vector(String name, long deleted) {
        return "{\"storageType\":\"i\",\"pathOrInlineDv\":\"%s\",\"sizeInBytes\":4,\"cardinality\":%s}"
                .formatted(name, deleted);
    }
}
