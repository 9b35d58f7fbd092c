package io.twinlake.twin;

import java.util.Collection;
import java.util.List;
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

    /** Of how many parts a name may be. */
    default int mostParts() {
        return 2;
    }

    /**
     * A name in a formula.
     *
     * @param parts what stands between its dots
     * @param previous in {@code prev(…)}
     * @param offset where
     */
    record Name(List<String> parts, boolean previous, int offset) {

        public Name {
            parts = List.copyOf(parts);
        }

        /** What stands before the last dot, or empty. */
        String qualifier() {
            return String.join(".", parts.subList(0, parts.size() - 1));
        }

        String name() {
            return parts.get(parts.size() - 1);
        }

        @Override
        public String toString() {
            return String.join(".", parts);
        }
    }
}
