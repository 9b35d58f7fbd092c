package io.twinlake.spark;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinlake.log.Version;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.read.streaming.Offset;

/**
 * How far a stream has read: every version below {@link #version}, and a part of that one. Of a commit that is the first
 * {@link #index} files, in its order. Where the stream begins with what the table held, it is the rows up to {@link
 * #times a position in event time}, or the first {@link #index} live files in order of path.
 */
final class StreamOffset extends Offset {

    private final String tableId;
    private final Version version;
    private final int index;
    private final boolean isSnapshot;
    private final Optional<Times> times;

    /**
     * A position in the event time of a snapshot.
     *
     * @param column the column's physical name
     * @param below the value below which all rows are read, and those without an event time; empty where none is
     */
    record Times(String column, OptionalLong below) {

        static final String FIELD = "eventTime";

        static Times parse(JsonNode node) {
            return new Times(
                    node.path("column").asText(),
                    node.hasNonNull("below") ? OptionalLong.of(node.get("below").asLong()) : OptionalLong.empty());
        }

        private String json() {
            String column = Json.quoted(this.column);
            return below.isEmpty()
                    ? "{\"column\":" + column + "}"
                    : "{\"column\":" + column + ",\"below\":" + below.getAsLong() + "}";
        }
    }

    private StreamOffset(String tableId, Version version, int index, boolean isSnapshot, Optional<Times> times) {
        this.tableId = tableId;
        this.version = version;
        this.index = index;
        this.isSnapshot = isSnapshot;
        this.times = times;
    }

    /** Before the first file of a snapshot. */
    static StreamOffset atSnapshot(String tableId, Version version) {
        return new StreamOffset(tableId, version, 0, true, Optional.empty());
    }

    /** Before the first file of a commit. */
    static StreamOffset atCommit(String tableId, Version version) {
        return new StreamOffset(tableId, version, 0, false, Optional.empty());
    }

    static StreamOffset parse(String json) {
        JsonNode node = Json.object(json, "the offset of a twinlake stream");
        boolean isTimed = node.hasNonNull(Times.FIELD);
        for (String field : new String[] {"tableId", "version", isTimed ? Times.FIELD : "index", "isSnapshot"}) {
            if (!node.hasNonNull(field)) {
                throw new IllegalArgumentException("the offset of a twinlake stream lacks '" + field + "': " + json
                        + "; the checkpoint was written by another source, so start with a new one");
            }
        }
        return new StreamOffset(
                node.get("tableId").asText(),
                Version.of(node.get("version").asLong()),
                node.path("index").asInt(),
                node.get("isSnapshot").asBoolean(),
                isTimed ? Optional.of(Times.parse(node.get(Times.FIELD))) : Optional.empty());
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

    /** Empty for a commit, and for a snapshot whose files come in order of path. */
    Optional<Times> times() {
        return times;
    }

    /** In the same version, with that many files read. */
    StreamOffset at(int filesRead) {
        return new StreamOffset(tableId, version, filesRead, isSnapshot, times);
    }

    /** In the same snapshot, whose rows come in order of that column, before all of them. */
    StreamOffset inOrderOf(String physicalColumn) {
        return at(new Times(physicalColumn, OptionalLong.empty()));
    }

    /** In the same snapshot, with all rows below that event time read. */
    StreamOffset below(long time) {
        return at(new Times(times.orElseThrow().column(), OptionalLong.of(time)));
    }

    private StreamOffset at(Times position) {
        return new StreamOffset(tableId, version, index, isSnapshot, Optional.of(position));
    }

    /** Behind all files of the version. */
    StreamOffset next() {
        return atCommit(tableId, version.next());
    }

    boolean isInSameVersionAs(StreamOffset other) {
        return version.equals(other.version) && isSnapshot == other.isSnapshot;
    }

    /** A release that knows no event times finds no index, and refuses the offset instead of taking it for a start. */
    @Override
    public String json() {
        String part = times.map(position -> "\"" + Times.FIELD + "\":" + position.json())
                .orElseGet(() -> "\"index\":" + index);
        return "{\"tableId\":\"" + tableId + "\",\"version\":" + version + "," + part + ",\"isSnapshot\":" + isSnapshot
                + "}";
    }
}
