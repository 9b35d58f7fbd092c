package io.twinlake.twin;

/** A reducer at work: what of a property's inputs a twin keeps. Stateless itself; what is kept lies in memory. */
abstract class Reduction {

    /**
     * Takes what there is to see now.
     *
     * @return whether there is a value, in the moment's register; false: the property stays as it is
     */
    abstract boolean reduce(Moment moment);

    /** Whether each event counts, so that it must not be seen again when another property changes. */
    boolean addsUp() {
        return false;
    }

    /**
     * Where a reducer keeps its value.
     *
     * @param isOwn false: it is the property's visible value, which is written by {@link Rule} alone
     */
    record Kept(Layout.Slot slot, boolean isOwn) {

        boolean isNull(Moment moment) {
            return moment.state.isNull(slot);
        }

        void remember(Moment moment) {
            if (isOwn) {
                moment.value.store(moment.state, slot);
            }
        }
    }
}
