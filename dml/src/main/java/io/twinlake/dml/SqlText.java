package io.twinlake.dml;

import io.twinlake.dml.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An expression of a statement as formulas write it, which knows where each of its parts stood. */
final class SqlText {

    /** What Spark writes behind a number to say its type; here columns say it. */
    private static final Set<String> SUFFIXES = Set.of("L", "S", "Y", "F", "D", "BD");

    private final StringBuilder text = new StringBuilder();
    private final List<int[]> origins = new ArrayList<>();
    private final int begin;

    private SqlText(int begin) {
        this.begin = begin;
    }

    /** Of tokens, one at least. */
    static SqlText of(List<SqlToken> tokens) {
        SqlText sql = new SqlText(tokens.get(0).begin());
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            SqlToken before = tokens.get(Math.max(0, i - 1));
            boolean touches = i > 0 && before.touches(token);
            boolean isSuffix = touches
                    && before.kind() == Kind.NUMBER
                    && token.kind() == Kind.WORD
                    && SUFFIXES.contains(token.value().toUpperCase(java.util.Locale.ROOT));
            boolean isSecondEquals = touches && before.isSign("=") && token.isSign("=");
            if (!isSuffix && !isSecondEquals) {
                sql.append(token, i == 0 || touches ? "" : " ");
            }
        }
        return sql;
    }

    private void append(SqlToken token, String gap) {
        text.append(gap);
        origins.add(new int[] {text.length(), token.begin()});
        switch (token.kind()) {
            case TEXT ->
                text.append('\'').append(token.value().replace("'", "''")).append('\'');
            case NAME -> text.append(quoted(token.value()));
            default -> text.append(token.value());
        }
    }

    /** A name in backticks. */
    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** Where in the statement a place of this stood. */
    int origin(int offset) {
        int origin = begin;
        for (int[] part : origins) {
            if (part[0] <= offset) {
                origin = part[1];
            }
        }
        return origin;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
