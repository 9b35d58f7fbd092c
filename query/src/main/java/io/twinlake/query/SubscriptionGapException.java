package io.twinlake.query;

/** Commits that a subscription has not seen are gone: start again from a version that is still there. */
public final class SubscriptionGapException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SubscriptionGapException(String message) {
        super(message);
    }

    public SubscriptionGapException(String message, Throwable cause) {
        super(message, cause);
    }
}
