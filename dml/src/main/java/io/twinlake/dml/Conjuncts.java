package io.twinlake.dml;

import java.util.ArrayList;
import java.util.List;

/** The parts of a condition that must all be true. */
final class Conjuncts {

    private Conjuncts() {}

    /** The condition itself where it is not made of several by AND. */
    static List<String> of(String condition) {
        List<SqlToken> tokens = tokens(condition);
        List<String> parts = new ArrayList<>();
        Nesting nesting = new Nesting();
        boolean inBetween = false;
        int begin = 0;
        for (SqlToken token : tokens) {
            if (!nesting.isOutermost(token)) {
                continue;
            }
            if (token.isWord("OR")) {
                return List.of(condition);
            }
            if (token.isWord("AND") && !inBetween) {
                parts.add(condition.substring(begin, token.begin()));
                begin = token.end();
            }
            inBetween = token.isWord("BETWEEN") || (inBetween && !token.isWord("AND"));
        }
        parts.add(condition.substring(begin));
        return parts;
    }

    /** The two names that a condition says to be equal; none if it says something else. */
    static List<String> equality(String condition) {
        List<SqlToken> tokens = tokens(condition);
        List<SqlToken> equals =
                tokens.stream().filter(token -> token.isSign("=")).toList();
        boolean onlyNames = tokens.stream().allMatch(token -> token.isName() || token.isSign(".") || token.isSign("="));
        return onlyNames && equals.size() == 1
                ? List.of(
                        condition.substring(0, equals.get(0).begin()),
                        condition.substring(equals.get(0).end()))
                : List.of();
    }

    /** Without the end; none if they can't be told. */
    private static List<SqlToken> tokens(String condition) {
        try {
            List<SqlToken> tokens = SqlLexer.ofFormula(condition);
            return tokens.subList(0, tokens.size() - 1);
        } catch (StatementException toldByTheParser) {
            return List.of();
        }
    }
}
