package io.twinlake.server;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Results can't be written where they were to go. */
final class OutputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean readerGone;

    private OutputException(String message, IOException cause, boolean readerGone) {
        super(message, cause);
        this.readerGone = readerGone;
    }

    /** For a file, which may hold a part of the results. */
    static OutputException of(Path file, IOException cause) {
        try {
            return of(file + " (of which " + Sizes.bytes(Files.size(file)) + " are there)", cause);
        } catch (IOException nothingThere) {
            return of(file.toString(), cause);
        }
    }

    static OutputException of(String target, IOException cause) {
        String reason = reason(cause);
        return new OutputException(
                "the results could not be written to " + target + ": " + reason
                        + "; what is there is not whole; nothing else was changed",
                cause,
                reason.contains("Broken pipe"));
    }

    /** Whether it is only that the next command of a pipe, such as {@code head}, has ended. */
    boolean readerGone() {
        return readerGone;
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
            return "its folder does not exist";
        }
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
