package io.twinlake.storage;

/** What is known after a conditional put. {@link Unknown} is not a failure: the bytes may well be there. */
public sealed interface PutOutcome {

    /** One method a case. */
    interface Cases<R> {
        R created();

        R exists();

        R unknown(StorageException why);
    }

    <R> R match(Cases<R> cases);

    /** The object is there and this call wrote it. */
    record Created() implements PutOutcome {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.created();
        }
    }

    /** An object of that name was there; nothing was written by this call, unless an earlier answer of it was lost. */
    record Exists() implements PutOutcome {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.exists();
        }
    }

    /** A time-out, a reset, an answer 5xx or 409: the object may be there or not, or appear later. */
    record Unknown(StorageException why) implements PutOutcome {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.unknown(why);
        }
    }
}
