package io.twinlake.logstore;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Delta's log on S3 for many writers at once, without a lock service: a version is created by one conditional PUT
 * through S3A, and whose it is is found out by reading it back. For Delta Spark: {@code
 * spark.delta.logStore.s3a.impl=io.twinlake.logstore.S3LogStore}, and the same for {@code s3}. Every writer of a table
 * must create versions so; Twinlake does.
 */
public final class S3LogStore extends HadoopFileSystemLogStore {

    private final Pause pause;

    /** As Delta makes it. */
    public S3LogStore(Configuration settings) {
        this(settings, Thread::sleep);
    }

    S3LogStore(Configuration settings, Pause pause) {
        super(settings);
        this.pause = pause;
    }

    /**
     * @throws java.nio.file.FileAlreadyExistsException if {@code path} is another's and is not to be overwritten
     * @throws CommitStateUnknownException if it can't be told whether {@code path} was written
     */
    @Override
    public void write(Path path, Iterator<String> actions, Boolean overwrite, Configuration settings)
            throws IOException {
        FileSystem files = path.getFileSystem(settings);
        byte[] bytes = lines(actions);
        if (overwrite) {
            try (FSDataOutputStream out = files.create(path, true)) {
                out.write(bytes);
            }
        } else {
            new Creation(files, path, bytes, pause).run();
        }
    }

    /** An object is there whole or not at all. */
    @Override
    public Boolean isPartialWriteVisible(Path path, Configuration settings) {
        return false;
    }

    private static byte[] lines(Iterator<String> actions) {
        var bytes = new ByteArrayOutputStream();
        while (actions.hasNext()) {
            bytes.writeBytes(actions.next().getBytes(StandardCharsets.UTF_8));
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }
}
