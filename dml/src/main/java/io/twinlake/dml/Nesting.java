package io.twinlake.dml;

/** Whether a token stands outside all brackets and every CASE … END, as tokens pass by. */
final class Nesting {

    private int brackets;
    private int cases;
    private boolean behindDot;

    /** Takes the next token. Returns whether it is outermost and may be a word of SQL's: what opens and closes is inside. */
    boolean isOutermost(SqlToken token) {
        boolean isPartOfName = behindDot;
        behindDot = token.isSign(".");
        if (token.isSign("(") || token.isSign("[")) {
            brackets++;
        } else if (token.isSign(")") || token.isSign("]")) {
            brackets--;
        } else if (!isPartOfName && token.isWord("CASE")) {
            cases++;
        } else if (!isPartOfName && cases > 0 && token.isWord("END")) {
            cases--;
        } else {
            return brackets == 0 && cases == 0 && !isPartOfName;
        }
        return false;
    }

    /** Whether it has closed a bracket that was not open. */
    boolean isBeyond() {
        return brackets < 0;
    }
}
