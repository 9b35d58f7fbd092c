package io.twinlake.twin;

/** An expression over rows does not parse, or says what is not possible: correct it. */
public final class FormulaNotUnderstoodException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String problem;

    private FormulaNotUnderstoodException(String message, int offset, String problem, FormulaMistake cause) {
        super(message, cause);
        this.offset = offset;
        this.problem = problem;
    }

    static FormulaNotUnderstoodException of(String sql, FormulaMistake mistake) {
        String problem = mistake.problem() + "; " + mistake.remedy();
        return new FormulaNotUnderstoodException(
                "'" + sql + "' is not understood: " + mistake.problem() + " (at character " + (mistake.offset() + 1)
                        + "); " + mistake.remedy(),
                mistake.offset(),
                problem,
                mistake);
    }

    /** Where in the expression, in characters from 0. */
    public int offset() {
        return offset;
    }

    /** What is wrong and what to write instead, without the expression. */
    public String problem() {
        return problem;
    }
}
