package io.twinlake.ingest;

/**
 * A part of a source that is read in its own order: known by stream and canonical URI, so that offsets find it again.
 *
 * @param stream whose telemetry its events are
 * @param uri canonical: absolute, with the parameters that change what is read
 */
public record SourcePartition(String stream, String uri) implements Comparable<SourcePartition> {

    public SourcePartition {
        if (stream.isEmpty() || uri.isEmpty()) {
            throw new IllegalArgumentException(
                    "not a source partition: stream '" + stream + "', URI '" + uri + "'; expected both");
        }
    }

    /** The name under which offsets, rows and dead letters know it. */
    public String name() {
        return stream + "=" + uri;
    }

    /** The partition of that name. */
    static SourcePartition named(String name) {
        int equals = name.indexOf('=');
        return new SourcePartition(name.substring(0, equals), name.substring(equals + 1));
    }

    /** What it reads. */
    EventSource source() {
        return EventSource.parse(name());
    }

    @Override
    public int compareTo(SourcePartition other) {
        return name().compareTo(other.name());
    }

    @Override
    public String toString() {
        return name();
    }
}
