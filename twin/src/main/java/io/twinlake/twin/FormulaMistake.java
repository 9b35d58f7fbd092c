package io.twinlake.twin;

/** A formula that does not parse or type: where in its text, what is wrong and what to write instead. */
final class FormulaMistake extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String remedy;

    /** Takes the {@code offset} of the mistake in the formula's text. */
    FormulaMistake(int offset, String problem, String remedy) {
        super(problem);
        this.offset = offset;
        this.remedy = remedy;
    }

    /** A name whose own mistake is told already: nothing more to say. */
    static FormulaMistake consequence() {
        return new FormulaMistake(0, "", "");
    }

    boolean isConsequence() {
        return problem().isEmpty();
    }

    int offset() {
        return offset;
    }

    String remedy() {
        return remedy;
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
