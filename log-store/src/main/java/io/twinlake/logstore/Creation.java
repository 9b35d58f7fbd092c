package io.twinlake.logstore;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * An object that is to be created by one of many. Whatever failure S3A reports, be it 412, 409, a time-out or a reset,
 * and however often it or its SDK has repeated the PUT by itself, the object decides: the same bytes are ours, others are
 * another's, and where there is nothing the same bytes are put again, never another name.
 */
record Creation(FileSystem files, Path path, byte[] bytes, Pause pause) {

    private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";
    private static final Pattern COMMIT = Pattern.compile("\\d{20}\\.json");
    private static final int MOST_TRIES = 8;
    private static final long FIRST_PAUSE_MILLIS = 50;

    /** What lies there. */
    private enum Found {
        NOTHING,
        OURS,
        ANOTHERS
    }

    void run() throws IOException {
        long wait = FIRST_PAUSE_MILLIS;
        for (int tries = 1; ; tries++) {
            try {
                put();
                return;
            } catch (AccessDeniedException | FileNotFoundException refused) {
                throw refused;
            } catch (IOException failure) {
                switch (found(failure)) {
                    case OURS -> {
                        return;
                    }
                    case ANOTHERS -> throw taken(failure);
                    case NOTHING -> {
                        if (tries == MOST_TRIES) {
                            throw unknown("the store gave no clear answer " + tries + " times", failure);
                        }
                    }
                }
                waits(wait, failure);
                wait *= 2;
            }
        }
    }

    private void put() throws IOException {
        FSDataOutputStreamBuilder<?, ?> builder =
                files.createFile(path).create().overwrite(true).recursive();
        builder.must(CONDITIONAL, true);
        FSDataOutputStream opened;
        try {
            opened = builder.build();
        } catch (IllegalArgumentException notConditional) {
            throw new UnsupportedOperationException(
                    path + " can't be created safely: its file system "
                            + files.getClass().getName() + " does not know " + CONDITIONAL
                            + "; use s3a of Hadoop 3.4.2 or newer",
                    notConditional);
        }
        try (FSDataOutputStream out = opened) {
            write(out);
        }
    }

    /** Where writing fails before the end, S3A is told not to complete the half object. */
    private void write(FSDataOutputStream out) throws IOException {
        try {
            out.write(bytes);
        } catch (IOException | RuntimeException failure) {
            if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
                out.abort();
            }
            throw failure;
        }
    }

    private Found found(IOException failure) throws IOException {
        byte[] there;
        try (InputStream in = files.open(path)) {
            there = in.readAllBytes();
        } catch (FileNotFoundException absent) {
            return Found.NOTHING;
        } catch (IOException unreadable) {
            failure.addSuppressed(unreadable);
            throw unknown("it can't be read back", failure);
        }
        if (!Arrays.equals(there, bytes)) {
            return Found.ANOTHERS;
        }
        if (isCommit() && !isNamed()) {
            throw unknown("what is there is the same, but has no txnId that would tell whose it is", failure);
        }
        return Found.OURS;
    }

    /** Of other objects (checksums) it does not matter who wrote the same bytes. */
    private boolean isCommit() {
        return COMMIT.matcher(path.getName()).matches();
    }

    /** Two commits are never the same where each names its transaction. */
    private boolean isNamed() {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.lines().anyMatch(line -> line.startsWith("{\"commitInfo\":") && line.contains("\"txnId\":\""));
    }

    private FileAlreadyExistsException taken(IOException failure) {
        var taken = new FileAlreadyExistsException(path.toString());
        taken.initCause(failure);
        return taken;
    }

    private CommitStateUnknownException unknown(String why, IOException failure) {
        return new CommitStateUnknownException(
                "it is not known whether " + path + " was written: " + why
                        + "; delete none of the files that it names, and look at the table before it is written again",
                failure);
    }

    private void waits(long millis, IOException failure) throws IOException {
        try {
            pause.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted =
                    new InterruptedIOException("interrupted before it was known whether " + path + " is there");
            interrupted.addSuppressed(failure);
            throw interrupted;
        }
    }
}
