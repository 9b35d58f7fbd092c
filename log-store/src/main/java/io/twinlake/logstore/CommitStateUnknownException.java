package io.twinlake.logstore;

import java.io.IOException;

/** It can't be told whether the version was written: delete none of its files, and look before it is tried again. */
public final class CommitStateUnknownException extends IOException {

    private static final long serialVersionUID = 1L;

    CommitStateUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
