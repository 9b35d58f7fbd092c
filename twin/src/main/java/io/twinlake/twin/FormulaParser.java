package io.twinlake.twin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlConformanceEnum;

/** Parses a formula by Calcite's parser and binds its names and types. */
final class FormulaParser {

    private static final SqlParser.Config CONFIG = SqlParser.config()
            .withQuoting(Quoting.BACK_TICK)
            .withUnquotedCasing(Casing.UNCHANGED)
            .withQuotedCasing(Casing.UNCHANGED)
            .withIdentifierMaxLength(512)
            .withConformance(SqlConformanceEnum.BABEL);

    /** In messages of Calcite's parser: what it did not expect, a character that begins no token, a wrong literal. */
    private static final Pattern TOKEN = Pattern.compile("(?s)^(?:.*: )?Encountered \"(.*?)\"(?: \"|\\s+at line)");

    private static final Pattern CHARACTER = Pattern.compile("Lexical error.*Encountered: \"(.*?)\" \\(");
    private static final Pattern LITERAL = Pattern.compile("^Illegal ([A-Z ]+ literal .*?'.*?')");

    private FormulaParser() {}

    /**
     * Compiles a formula.
     *
     * @param where whose it is, for messages at run time
     * @param target the type wanted; numbers widen to it
     */
    static Formula compile(String text, String where, Scope scope, ValueType target) throws FormulaMistake {
        Expression root = Types.wanted(bound(text, scope), target, 0);
        return new Formula(text, where, root, scope.reads());
    }

    /** Compiles a formula of whatever type. */
    static Formula compile(String text, String where, Scope scope) throws FormulaMistake {
        return new Formula(text, where, bound(text, scope), scope.reads());
    }

    /** Neither Calcite's parser nor the binder has a bound of its own but the thread's stack. */
    private static Expression bound(String text, Scope scope) throws FormulaMistake {
        var formula = new FormulaText(text, scope::knows);
        try {
            SqlNode parsed = parse(formula);
            if (FormulaDepth.of(parsed) > FormulaDepth.MOST) {
                throw tooDeep();
            }
            return new Binder(scope, formula).bind(parsed);
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    private static FormulaMistake tooDeep() {
        return new FormulaMistake(
                0,
                "the formula has more than " + FormulaDepth.MOST + " levels of brackets and operators, or too many for"
                        + " this thread's stack",
                "write an IN list for a chain of OR; make properties of its parts");
    }

    static SqlNode parse(FormulaText formula) throws FormulaMistake {
        if (formula.quoted().isBlank()) {
            throw new FormulaMistake(0, "the formula is empty", "write an SQL expression");
        }
        try {
            return SqlParser.create(formula.quoted(), CONFIG).parseExpression();
        } catch (SqlParseException e) {
            if (e.getCause() instanceof StackOverflowError) {
                throw tooDeep();
            }
            SqlParserPos at = e.getPos();
            int offset = at == null ? 0 : formula.offset(at.getLineNum(), at.getColumnNum());
            throw new FormulaMistake(offset, "the formula does not parse: " + reason(e), "write an SQL expression");
        }
    }

    /** What Calcite's parser stumbled over, in words of ours. */
    private static String reason(SqlParseException e) {
        String message = String.valueOf(e.getMessage());
        Matcher token = TOKEN.matcher(message);
        if (token.find()) {
            String found = token.group(1).replace("`", "");
            return found.endsWith("<EOF>") ? "it ends too early" : "'" + found + "' is not expected here";
        }
        Matcher character = CHARACTER.matcher(message);
        if (character.find()) {
            return "the character '" + character.group(1) + "' has no meaning here";
        }
        Matcher literal = LITERAL.matcher(message);
        return literal.find()
                ? literal.group(1) + " is not how such a value is written"
                : "it is no expression of SQL at this place";
    }
}
