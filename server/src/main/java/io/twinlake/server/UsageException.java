package io.twinlake.server;

import org.jspecify.annotations.Nullable;

/** What was asked for can't be done as it was asked; the message says what to write instead. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(@Nullable String message) {
        super(message);
    }
}
