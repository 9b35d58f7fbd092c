package io.twinlake.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One object on its way to the disk: a hidden temporary file beside its final name, until {@link #link} or {@link
 * #rename} gives it that name. Closing removes the temporary file, whatever happened.
 */
final class LocalWrite implements AutoCloseable {

    private static final String PREFIX = ".twinlake-";
    private static final String SUFFIX = ".tmp";
    private static final int COPY_BYTES = 1 << 16;
    private static final AtomicLong NUMBER = new AtomicLong();

    private final Path target;
    private final Path folder;
    private final boolean fsync;
    private final Path temporary;

    private LocalWrite(Path target, Path folder, boolean fsync, Path temporary) {
        this.target = target;
        this.folder = folder;
        this.fsync = fsync;
        this.temporary = temporary;
    }

    /** Whether {@code name} belongs to a put in progress, or to one that died. */
    static boolean isTemporary(String name) {
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
    }

    /** Writes all of {@code content} to a new temporary file beside {@code target}, making the folders on the way. */
    static LocalWrite of(Path target, Content content, boolean fsync) throws IOException {
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException(target + " is the root of the file system, not an object");
        }
        while (true) {
            Path temporary =
                    folder.resolve(PREFIX + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet() + SUFFIX);
            try (FileChannel file =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                var write = new LocalWrite(target, folder, fsync, temporary);
                write.fill(file, content);
                return write;
            } catch (NoSuchFileException noFolder) {
                createFolders(folder, fsync);
            } catch (FileAlreadyExistsException leftByAnother) {
                // A process of the same id once died here: the next number is free, or the one after it.
            }
        }
    }

    private void fill(FileChannel file, Content content) throws IOException {
        try {
            copy(file, content);
            if (fsync) {
                file.force(true);
            }
        } catch (IOException | RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    private void copy(FileChannel file, Content content) throws IOException {
        byte[] buffer = new byte[(int) Math.min(COPY_BYTES, Math.max(1, content.length()))];
        long written = 0;
        try (InputStream in = content.open()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
                while (bytes.hasRemaining()) {
                    written += file.write(bytes);
                }
            }
        }
        if (written != content.length()) {
            throw new IOException("content of " + content.length() + " bytes gave " + written);
        }
    }

    /** Gives the object its name if none has it: a hard link is made whole or not at all, by one of many. */
    boolean link() throws IOException {
        try {
            Files.createLink(target, temporary);
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (UnsupportedOperationException e) {
            throw new IOException("the file system has no hard links, which put-if-absent needs; use another one", e);
        }
        return true;
    }

    /** Gives the object its name, replacing what had it. */
    void rename() throws IOException {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Where asked, forces the name to the disk: the file's bytes already are. */
    void forceName() throws IOException {
        if (fsync) {
            force(folder);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException leftHidden) {
            // It stays hidden under a name that nobody reads; the put itself is decided.
            return;
        }
    }

    private static void createFolders(Path folder, boolean fsync) throws IOException {
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        Files.createDirectories(folder);
        for (Path made = folder; fsync && made != null && !made.equals(existing); made = made.getParent()) {
            force(made);
        }
        if (fsync && existing != null) {
            force(existing);
        }
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
