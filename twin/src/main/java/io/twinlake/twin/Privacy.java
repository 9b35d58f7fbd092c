package io.twinlake.twin;

/** What happens to a private field, before reducers and dead letters. */
public sealed interface Privacy {

    /** One method a case. */
    interface Cases<R> {
        R drop();

        R mask();

        R hash(Hash action);
    }

    <R> R match(Cases<R> cases);

    /** The field is null. */
    record Drop() implements Privacy {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.drop();
        }
    }

    /** The text becomes {@code ***}. */
    record Mask() implements Privacy {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.mask();
        }
    }

    /**
     * The text becomes its HMAC-SHA-256 in lower-case hexadecimal.
     *
     * @param keyVariable the environment variable that has the key
     */
    record Hash(String keyVariable) implements Privacy {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.hash(this);
        }
    }
}
