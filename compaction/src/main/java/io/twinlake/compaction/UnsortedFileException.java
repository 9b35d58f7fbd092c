package io.twinlake.compaction;

/** A file that should be sorted is not: its rows must be rewritten without promising an order. */
final class UnsortedFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsortedFileException(String message) {
        super(message);
    }
}
