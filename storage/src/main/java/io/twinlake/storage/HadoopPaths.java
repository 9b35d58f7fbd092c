package io.twinlake.storage;

import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.fs.Path;

/** How a {@link Location} is named in Hadoop. */
final class HadoopPaths {

    private HadoopPaths() {}

    /** The scheme of the file system; Hadoop has one for all names of S3. */
    static String scheme(Location at) {
        return S3Key.canonical(at).scheme().equals("s3") ? "s3a" : at.scheme();
    }

    static Path in(Location at, String path) {
        try {
            return new Path(new URI(scheme(at), at.authority().isEmpty() ? null : at.authority(), path, null, null));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a location of a Hadoop file system: " + at, e);
        }
    }

    static Path of(Location at) {
        return in(at, at.path());
    }
}
