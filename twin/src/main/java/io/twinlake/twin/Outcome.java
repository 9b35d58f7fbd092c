package io.twinlake.twin;

/** What became of an event: it was applied, or it is dead and changed nothing. */
public sealed interface Outcome {

    /** One method a case. */
    interface Cases<R> {
        R applied();

        R dead(Dead outcome);
    }

    <R> R match(Cases<R> cases);

    /** The outcome of an event that is not dead. */
    Outcome APPLIED = new Applied();

    /** Its twin has taken it. */
    record Applied() implements Outcome {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.applied();
        }
    }

    /** Why an event is dead. */
    enum Reason {
        /** {@code key} is null. */
        NULL_KEY,
        /** {@code require} is false or null. */
        REQUIRE,
        /** A formula has no value: goes the way of {@code on_error: expression}. */
        EXPRESSION
    }

    /** It was refused; its twin is as if it had not come. */
    record Dead(Reason reason, String message) implements Outcome {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.dead(this);
        }
    }
}
