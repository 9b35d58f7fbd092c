package io.twinlake.dml;

import io.twinlake.dml.SqlToken.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads a statement token by token. */
final class SqlReader {

    private final String sql;
    private List<SqlToken> tokens;
    private int at;

    SqlReader(String sql) {
        this.sql = sql;
        this.tokens = SqlLexer.tokens(sql, 0);
    }

    SqlToken peek() {
        return tokens.get(at);
    }

    SqlToken peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    SqlToken next() {
        SqlToken token = peek();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    /** Whether these words come next; then they are passed. */
    boolean skip(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).isWord(words[i]) && !peek(i).isSign(words[i])) {
                return false;
            }
        }
        at += words.length;
        return true;
    }

    /** Passes a word or a sign. @throws StatementException if another comes */
    void require(String word, String where) {
        if (!skip(word)) {
            throw unexpected(word + where);
        }
    }

    StatementException unexpected(String expected) {
        return mistake(peek(), "expected " + expected + ", found " + peek().shown());
    }

    StatementException mistake(SqlToken token, String problem) {
        return StatementException.at(sql, token.begin(), problem);
    }

    StatementException mistake(int place, String problem) {
        return StatementException.at(sql, place, problem);
    }

    /** A statement ends, with or without a semicolon. */
    void requireEnd(String otherwise) {
        skip(";");
        if (!peek().isEnd()) {
            throw unexpected(otherwise + " or the end of the statement");
        }
    }

    /** The expression up to an outermost token, or to the end. @throws StatementException if there is none */
    SqlText expression(String what, Predicate<SqlToken> end) {
        int from = at;
        Nesting nesting = new Nesting();
        while (!peek().isEnd() && !peek().isSign(";")) {
            boolean outermost = nesting.isOutermost(peek());
            if (nesting.isBeyond() || (outermost && end.test(peek()))) {
                break;
            }
            at++;
        }
        if (at == from) {
            throw unexpected(what);
        }
        return SqlText.of(tokens.subList(from, at));
    }

    /** A name of one part or several, as they are written. */
    List<SqlToken> name(String what) {
        if (!peek().isName()) {
            throw unexpected(what);
        }
        int from = at++;
        while (peek().isSign(".") && peek(1).isName()) {
            at += 2;
        }
        return tokens.subList(from, at).stream().filter(SqlToken::isName).toList();
    }

    /** The rest of the statement as it is written, without a semicolon at its end. */
    String rest() {
        String rest = sql.substring(peek().begin()).strip();
        at = tokens.size() - 1;
        return rest.endsWith(";") ? rest.substring(0, rest.length() - 1) : rest;
    }

    /** What is written between brackets that begin here. */
    String bracketed() {
        SqlToken open = next();
        Nesting nesting = new Nesting();
        int from = open.end();
        while (!nesting.isBeyond()) {
            if (peek().isEnd()) {
                throw mistake(open, "the bracket is not closed; end it with )");
            }
            nesting.isOutermost(next());
        }
        return sql.substring(from, tokens.get(at - 1).begin());
    }

    /** A path that is written without quotes: up to a blank or a bracket. Tokens go on behind it. */
    Optional<String> path() {
        int begin = peek().begin();
        int end = begin;
        while (end < sql.length() && !Character.isWhitespace(sql.charAt(end)) && "();,".indexOf(sql.charAt(end)) < 0) {
            end++;
        }
        String path = sql.substring(begin, end);
        boolean isPath = (path.contains("/") || path.startsWith(".")) && path.matches("[^'\"`]+");
        if (!isPath) {
            return Optional.empty();
        }
        tokens = SqlLexer.tokens(sql, end);
        at = 0;
        return Optional.of(path);
    }

    boolean isOneOf(Set<String> words) {
        return words.stream().anyMatch(peek()::isWord);
    }

    boolean isText() {
        return peek().kind() == Kind.TEXT;
    }
}
