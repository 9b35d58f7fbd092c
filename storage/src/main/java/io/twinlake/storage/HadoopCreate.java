package io.twinlake.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.security.AccessControlException;

/** How objects come into being on a Hadoop file system: whole, and for put-if-absent by one of many. */
sealed interface HadoopCreate {

    /** Writes an object, replacing what had its name. */
    void replacing(FileSystem files, Path path, Content content) throws IOException;

    /** See {@link Storage#putIfAbsent}. */
    PutOutcome ifAbsent(Location at, Path path, Content content);

    void close() throws IOException;

    /** The name of a put in progress, or of one that died. */
    static boolean isTemporary(String name) {
        return name.startsWith(ByRename.PREFIX);
    }

    /** Writes all bytes and closes; where the content fails, S3A is told not to complete the half object. */
    static void write(FSDataOutputStream out, Content content) throws IOException {
        try (out) {
            try (InputStream in = content.open()) {
                in.transferTo(out);
            } catch (IOException | RuntimeException failure) {
                if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
                    out.abort();
                }
                throw failure;
            }
        }
    }

    /**
     * S3A: a conditional PUT. It has a file system of its own, without retries: a retry whose first answer was lost would
     * report "already there" for our own object.
     */
    record Conditional(FileSystem once) implements HadoopCreate {

        static Conditional open(URI uri, Configuration settings) throws IOException {
            var withoutRetries = new Configuration(settings);
            withoutRetries.setInt("fs.s3a.attempts.maximum", 0);
            withoutRetries.setInt("fs.s3a.retry.limit", 0);
            withoutRetries.setInt("fs.s3a.retry.throttle.limit", 0);
            return new Conditional(FileSystem.newInstance(uri, withoutRetries));
        }

        @Override
        public void replacing(FileSystem files, Path path, Content content) throws IOException {
            write(files.create(path, true), content);
        }

        @Override
        public PutOutcome ifAbsent(Location at, Path path, Content content) {
            try {
                FSDataOutputStreamBuilder<?, ?> builder =
                        once.createFile(path).create().overwrite(true).recursive();
                builder.must(Options.CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
                write(builder.build(), content);
                return new PutOutcome.Created();
            } catch (FileAlreadyExistsException taken) {
                return new PutOutcome.Exists();
            } catch (AccessDeniedException | FileNotFoundException refused) {
                throw HadoopErrors.failed("cannot write " + at, refused);
            } catch (IOException e) {
                return isPreconditionFailed(e)
                        ? new PutOutcome.Exists()
                        : new PutOutcome.Unknown(HadoopErrors.failed("cannot write " + at, e));
            }
        }

        /** Told by its text: S3A's SDK need not be ours, and the exceptions around it differ from version to version. */
        private static boolean isPreconditionFailed(IOException failure) {
            for (Throwable each = failure; each != null; each = each.getCause()) {
                if (String.valueOf(each.getMessage()).contains("Status Code: 412")) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() throws IOException {
            once.close();
        }
    }

    /** Everywhere else: a temporary file, and a rename that refuses to replace where the file system is sound. */
    record ByRename(FileSystem files) implements HadoopCreate {

        private static final String PREFIX = "_.twinlake-";
        private static final AtomicLong NUMBER = new AtomicLong();

        @Override
        public void replacing(FileSystem same, Path path, Content content) throws IOException {
            write(files.create(path, true), content);
        }

        @Override
        public PutOutcome ifAbsent(Location at, Path path, Content content) {
            Path temporary;
            try {
                if (files.exists(path)) {
                    return new PutOutcome.Exists();
                }
                temporary = temporary(path, content);
            } catch (IOException e) {
                throw HadoopErrors.failed("cannot write " + at, e);
            }
            try {
                return renamed(at, temporary, path);
            } finally {
                forget(temporary);
            }
        }

        /** Once a rename was asked for, its failure does not tell whether it was done: the answer may be what was lost. */
        private PutOutcome renamed(Location at, Path temporary, Path path) {
            try {
                if (files.rename(temporary, path)) {
                    return new PutOutcome.Created();
                }
                return files.exists(path)
                        ? new PutOutcome.Exists()
                        : new PutOutcome.Unknown(new StorageException("cannot rename " + temporary + " to " + at));
            } catch (AccessControlException refused) {
                throw HadoopErrors.failed("cannot write " + at, refused);
            } catch (IOException e) {
                return new PutOutcome.Unknown(HadoopErrors.failed("cannot rename " + temporary + " to " + at, e));
            }
        }

        private void forget(Path temporary) {
            try {
                files.delete(temporary, false);
            } catch (IOException leftHidden) {
                // It stays under a name that nobody reads; the put itself is decided.
                return;
            }
        }

        private Path temporary(Path path, Content content) throws IOException {
            while (true) {
                String name = PREFIX + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
                Path temporary = new Path(path.getParent(), name);
                try {
                    fill(temporary, files.create(temporary, false), content);
                    return temporary;
                } catch (FileAlreadyExistsException leftByAnother) {
                    // Another host or a dead process has this number: the next one.
                }
            }
        }

        private void fill(Path temporary, FSDataOutputStream out, Content content) throws IOException {
            try {
                write(out, content);
            } catch (IOException | RuntimeException failure) {
                files.delete(temporary, false);
                throw failure;
            }
        }

        @Override
        public void close() {
            // The file system belongs to the storage.
        }
    }
}
