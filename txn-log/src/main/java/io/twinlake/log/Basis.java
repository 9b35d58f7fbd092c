package io.twinlake.log;

import io.twinlake.format.Predicate;
import java.util.Optional;

/** What a transaction has read of its table, which decides what other commits may precede it. */
sealed interface Basis {

    /** The table does not exist yet. */
    record Creation() implements Basis {

        @Override
        public IsolationLevel level() {
            return IsolationLevel.SERIALIZABLE;
        }
    }

    /** The transaction has read nothing. */
    record Blind() implements Basis {

        @Override
        public IsolationLevel level() {
            return IsolationLevel.WRITE_SERIALIZABLE;
        }
    }

    /**
     * The transaction has read one version.
     *
     * @param predicate matches every row that was read
     */
    record Read(TableState state, IsolationLevel level, Predicate predicate) implements Basis {

        Read narrowedTo(Predicate narrower) {
            return new Read(state, level, narrower);
        }
    }

    IsolationLevel level();

    /** The version that was read, if one was. */
    default Optional<Read> read() {
        return this instanceof Read read ? Optional.of(read) : Optional.empty();
    }
}
