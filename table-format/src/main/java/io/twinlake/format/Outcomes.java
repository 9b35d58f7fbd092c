package io.twinlake.format;

/** Which of true, false and unknown a predicate can be over the rows of a file. */
record Outcomes(boolean canBeTrue, boolean canBeFalse, boolean canBeUnknown) {

    static final Outcomes ANY = new Outcomes(true, true, true);

    static Outcomes always(boolean value) {
        return new Outcomes(value, !value, false);
    }

    Outcomes not() {
        return new Outcomes(/* canBeTrue= */ canBeFalse, /* canBeFalse= */ canBeTrue, canBeUnknown);
    }

    /** The outcomes of both at once: false wins over unknown, unknown over true. */
    Outcomes and(Outcomes other) {
        boolean possible = any() && other.any();
        return new Outcomes(
                canBeTrue && other.canBeTrue,
                possible && (canBeFalse || other.canBeFalse),
                (canBeUnknown && (other.canBeUnknown || other.canBeTrue)) || (other.canBeUnknown && canBeTrue));
    }

    Outcomes or(Outcomes other) {
        return not().and(other.not()).not();
    }

    Tri tri() {
        if (!canBeTrue) {
            return Tri.NO;
        }
        return canBeFalse || canBeUnknown ? Tri.MAYBE : Tri.ALL;
    }

    private boolean any() {
        return canBeTrue || canBeFalse || canBeUnknown;
    }
}
