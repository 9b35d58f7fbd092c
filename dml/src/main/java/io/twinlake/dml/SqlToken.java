package io.twinlake.dml;

/**
 * A token of a statement.
 *
 * @param value what it says: a word as written, a quoted name or a text without its quotes and escapes
 * @param begin where it begins in the statement, in characters from 0
 * @param end behind its last character
 */
record SqlToken(Kind kind, String value, int begin, int end) {

    /** What it is. */
    enum Kind {
        WORD,
        /** A name in backticks or double quotes. */
        NAME,
        TEXT,
        NUMBER,
        SIGN,
        /** The end of the statement. */
        END
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && value.equalsIgnoreCase(word);
    }

    boolean isSign(String sign) {
        return kind == Kind.SIGN && value.equals(sign);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.NAME;
    }

    boolean isEnd() {
        return kind == Kind.END;
    }

    /** Whether nothing is between this and what follows it. */
    boolean touches(SqlToken next) {
        return end == next.begin;
    }

    /** As messages show it. */
    String shown() {
        return kind == Kind.END ? "the end" : kind == Kind.TEXT ? "the text '" + value + "'" : "'" + value + "'";
    }
}
