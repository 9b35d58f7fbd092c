package io.twinlake.dml;

import io.twinlake.dml.SqlToken.Kind;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.apache.calcite.sql.parser.impl.SimpleCharStream;
import org.apache.calcite.sql.parser.impl.SqlParserImplConstants;
import org.apache.calcite.sql.parser.impl.SqlParserImplTokenManager;
import org.apache.calcite.sql.parser.impl.Token;
import org.apache.calcite.sql.parser.impl.TokenMgrError;

/**
 * Cuts SQL into tokens, by Calcite's lexer in its state for backticks and backslashes, which is how Spark writes names and texts.
 * Names may stand in double quotes as well. Comments are no tokens.
 */
final class SqlLexer {

    private static final Set<Integer> NUMBERS = Set.of(
            SqlParserImplConstants.UNSIGNED_INTEGER_LITERAL,
            SqlParserImplConstants.APPROX_NUMERIC_LITERAL,
            SqlParserImplConstants.DECIMAL_NUMERIC_LITERAL);

    private final String sql;
    private final int from;
    private final TreeMap<Integer, Integer> lineStarts = new TreeMap<>();
    private final SqlParserImplTokenManager tokens;
    private final boolean isFormula;

    private SqlLexer(String sql, int from, boolean isFormula) {
        this.sql = sql;
        this.from = from;
        this.isFormula = isFormula;
        String rest =
                sql.substring(from).replace("\r\n", " \n").replace('\r', '\n').replace('\t', ' ');
        int line = 1;
        lineStarts.put(line, 0);
        for (int at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n', at + 1)) {
            lineStarts.put(++line, at + 1);
        }
        this.tokens = new SqlParserImplTokenManager(new SimpleCharStream(new StringReader(rest), 1, 1));
        tokens.SwitchTo(isFormula ? SqlParserImplConstants.BTID : SqlParserImplConstants.BQID);
    }

    /** The tokens from a place on; the last is the end. @throws StatementException where there is none */
    static List<SqlToken> tokens(String sql, int from) {
        return joined(new SqlLexer(sql, from, false).all());
    }

    /** The tokens of a formula, in whose texts a backslash is a backslash; texts stay quoted. */
    static List<SqlToken> ofFormula(String formula) {
        return new SqlLexer(formula, 0, true).all();
    }

    private List<SqlToken> all() {
        List<SqlToken> all = new ArrayList<>();
        while (true) {
            SqlToken next = next(all.isEmpty() ? from : all.get(all.size() - 1).end());
            all.add(next);
            if (next.isEnd()) {
                return all;
            }
        }
    }

    private SqlToken next(int after) {
        Token token;
        try {
            token = tokens.getNextToken();
        } catch (TokenMgrError e) {
            boolean comment = sql.indexOf("/*", after) >= 0;
            throw comment
                    ? StatementException.at(sql, sql.indexOf("/*", after), "the comment is not closed; end it with */")
                    : StatementException.at(
                            sql,
                            Math.min(after, sql.length()),
                            "there is a character behind this that is no part of SQL");
        }
        if (token.kind == SqlParserImplConstants.EOF) {
            return new SqlToken(Kind.END, "", sql.length(), sql.length());
        }
        int begin = place(token.beginLine, token.beginColumn);
        int end = place(token.endLine, token.endColumn) + 1;
        String raw = sql.substring(begin, end);
        if (isFormula && raw.charAt(0) == '\'') {
            return new SqlToken(Kind.TEXT, raw, begin, end);
        }
        return switch (raw.charAt(0)) {
            case '`', '"' -> quoted(Kind.NAME, raw, begin, end);
            case '\'' -> quoted(Kind.TEXT, raw, begin, end);
            default -> new SqlToken(kind(token.kind, raw), raw, begin, end);
        };
    }

    private int place(int line, int column) {
        return from + lineStarts.getOrDefault(line, 0) + column - 1;
    }

    private static Kind kind(int kind, String raw) {
        if (NUMBERS.contains(kind)) {
            return Kind.NUMBER;
        }
        return Character.isLetter(raw.charAt(0)) || raw.charAt(0) == '_' ? Kind.WORD : Kind.SIGN;
    }

    private SqlToken quoted(Kind kind, String raw, int begin, int end) {
        if (raw.length() < 2 || raw.charAt(raw.length() - 1) != raw.charAt(0)) {
            throw StatementException.at(
                    sql, begin, "what begins with " + raw.charAt(0) + " is not closed; end it with " + raw.charAt(0));
        }
        return new SqlToken(kind, raw, begin, end);
    }

    /** Quotes that are doubled are lexed as two tokens beside each other: one, of which the quote is a part. */
    private static List<SqlToken> joined(List<SqlToken> tokens) {
        List<SqlToken> joined = new ArrayList<>();
        for (SqlToken token : tokens) {
            SqlToken last = joined.isEmpty() ? token : joined.get(joined.size() - 1);
            boolean isQuoted = token.kind() == Kind.NAME || token.kind() == Kind.TEXT;
            if (!isQuoted) {
                joined.add(token);
                continue;
            }
            char quote = token.value().charAt(0);
            String content = content(token);
            if (joined.isEmpty() || last.kind() != token.kind()) {
                joined.add(new SqlToken(token.kind(), content, token.begin(), token.end()));
            } else if (last.touches(token)) {
                joined.set(joined.size() - 1, joined(last, quote + content, token));
            } else if (token.kind() == Kind.TEXT) {
                joined.set(joined.size() - 1, joined(last, content, token));
            } else {
                joined.add(new SqlToken(token.kind(), content, token.begin(), token.end()));
            }
        }
        return joined;
    }

    private static SqlToken joined(SqlToken last, String more, SqlToken token) {
        return new SqlToken(last.kind(), last.value() + more, last.begin(), token.end());
    }

    private static String content(SqlToken quoted) {
        String inside = quoted.value().substring(1, quoted.value().length() - 1);
        return quoted.kind() == Kind.TEXT ? SqlEscapes.read(inside) : inside;
    }
}
