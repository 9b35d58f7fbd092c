package io.twinlake.dml;

/** A statement does not parse, or names what is not there: correct it. The message begins with the line and the column. */
public final class StatementException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private StatementException(String message) {
        super(message);
    }

    /** A mistake at a place of a statement, in characters from 0. */
    static StatementException at(String sql, int place, String problem) {
        String before = sql.substring(0, place).replace("\r\n", " \n").replace('\r', '\n');
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
        return new StatementException("the statement, line " + line + ", column " + column + ": " + problem);
    }
}
