package io.twinlake.twin;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** The names that a formula may use. Gathers those that it does use; one a formula. */
interface Scope {

    /** Whether it is a name here: of a field, a property, a stream or {@code in} or {@code state}. */
    boolean knows(String word);

    /** The value of a name. */
    Expression resolve(Name name) throws FormulaMistake;

    /** All names, for messages. */
    Collection<String> names();

    /** What was resolved so far. */
    Set<Reference> reads();

    /** Where aggregate functions may stand: what becomes of them. */
    Optional<Aggregates> aggregates();

    /** Why there is no time of a twin to be asked for, if so. */
    Optional<String> noTime();

    /** Notes that the formula depends on the time. */
    void readsTime();

    /**
     * A name in a formula.
     *
     * @param qualifier what stands before the dot, or empty
     * @param previous in {@code prev(…)}
     * @param offset where
     */
    record Name(String qualifier, String name, boolean previous, int offset) {
        @Override
        public String toString() {
            return qualifier.isEmpty() ? name : qualifier + "." + name;
        }
    }
}
