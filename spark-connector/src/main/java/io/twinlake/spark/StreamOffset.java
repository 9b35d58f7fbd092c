package io.twinlake.spark;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinlake.log.Version;
import org.apache.spark.sql.connector.read.streaming.Offset;

/**
 * How far a stream has read: every version below {@link #version}, and of that one the first {@link #index} files. The
 * files are those of the version's commit, in its order, or, where the stream begins with what the table held, all live
 * files of that snapshot in order of path.
 */
final class StreamOffset extends Offset {

    private final String tableId;
    private final Version version;
    private final int index;
    private final boolean isSnapshot;

    private StreamOffset(String tableId, Version version, int index, boolean isSnapshot) {
        this.tableId = tableId;
        this.version = version;
        this.index = index;
        this.isSnapshot = isSnapshot;
    }

    /** Before the first file of a snapshot. */
    static StreamOffset atSnapshot(String tableId, Version version) {
        return new StreamOffset(tableId, version, 0, true);
    }

    /** Before the first file of a commit. */
    static StreamOffset atCommit(String tableId, Version version) {
        return new StreamOffset(tableId, version, 0, false);
    }

    static StreamOffset parse(String json) {
        JsonNode node = Json.object(json, "the offset of a twinlake stream");
        for (String field : new String[] {"tableId", "version", "index", "isSnapshot"}) {
            if (!node.hasNonNull(field)) {
                throw new IllegalArgumentException("the offset of a twinlake stream lacks '" + field + "': " + json
                        + "; the checkpoint was written by another source, so start with a new one");
            }
        }
        return new StreamOffset(
                node.get("tableId").asText(),
                Version.of(node.get("version").asLong()),
                node.get("index").asInt(),
                node.get("isSnapshot").asBoolean());
    }

    String tableId() {
        return tableId;
    }

    Version version() {
        return version;
    }

    int index() {
        return index;
    }

    boolean isSnapshot() {
        return isSnapshot;
    }

    /** In the same version, with that many files read. */
    StreamOffset at(int filesRead) {
        return new StreamOffset(tableId, version, filesRead, isSnapshot);
    }

    /** Behind all files of the version. */
    StreamOffset next() {
        return atCommit(tableId, version.next());
    }

    boolean isInSameVersionAs(StreamOffset other) {
        return version.equals(other.version) && isSnapshot == other.isSnapshot;
    }

    @Override
    public String json() {
        return "{\"tableId\":\"" + tableId + "\",\"version\":" + version + ",\"index\":" + index + ",\"isSnapshot\":"
                + isSnapshot + "}";
    }
}
