package io.twinlake.twin;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Matching of texts; a constant pattern is compiled once. */
final class Patterns {

    private Patterns() {}

    /** {@code RLIKE}: the regular expression of Java is found somewhere in the text. */
    static Expression find(Expression value, Expression regex) {
        Compiled compiled = compiled(regex, Pattern::compile);
        return Nodes.ofBoolean(at -> {
            String text = value.evalText(at);
            if (text == null) {
                return false;
            }
            Pattern pattern = compiled.of(at);
            return pattern != null && matched(pattern, text, Matcher::find);
        });
    }

    /** {@code LIKE}: {@code _} is one character, {@code %} any number of them. */
    static Expression like(Expression value, Expression pattern, char escape, boolean ignoringCase) {
        int flags = Pattern.DOTALL | (ignoringCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
        Compiled compiled = compiled(pattern, text -> Pattern.compile(regex(text, escape), flags));
        return Nodes.ofBoolean(at -> {
            String text = value.evalText(at);
            if (text == null) {
                return false;
            }
            Pattern like = compiled.of(at);
            return like != null && like.matcher(text).matches();
        });
    }

    /** A pattern at hand; null, and so said to the evaluation, if its text is null. */
    interface Compiled {
        @Nullable
        Pattern of(Evaluation at);
    }

    static Compiled compiled(Expression text, Function<String, Pattern> compiler) {
        if (text.isConstant()) {
            String constant = text.evalText(new Evaluation());
            Pattern pattern = constant == null ? null : compiler.apply(constant);
            return at -> {
                at.wasNull(pattern == null);
                return pattern;
            };
        }
        return at -> {
            String now = text.evalText(at);
            return now == null ? null : compiler.apply(now);
        };
    }

    /**
     * What a pattern makes of a text.
     *
     * @throws IllegalArgumentException if the text is too long for it (Java's matcher goes a level deeper with each
     *     repetition of a group), or if the pattern lacks a group that is asked for
     */
    static <T> T matched(Pattern pattern, String text, Function<Matcher, T> use) {
        try {
            return use.apply(pattern.matcher(text));
        } catch (StackOverflowError tooDeep) {
            throw new IllegalArgumentException(
                    "the pattern '" + pattern + "' goes too deep for a text of " + text.length()
                            + " characters; let it repeat characters, not groups",
                    tooDeep);
        } catch (IndexOutOfBoundsException noGroup) {
            throw new IllegalArgumentException("the pattern '" + pattern + "': " + noGroup.getMessage(), noGroup);
        }
    }

    private static String regex(String like, char escape) {
        StringBuilder regex = new StringBuilder();
        int width;
        for (int i = 0; i < like.length(); i += width) {
            int c = like.codePointAt(i);
            width = Character.charCount(c);
            if (c == escape) {
                if (++i == like.length() || !isEscapable(like.charAt(i), escape)) {
                    throw new IllegalArgumentException(
                            "the pattern '" + like + "' escapes what needs no escape, or nothing, with " + escape);
                }
                regex.append(Pattern.quote(String.valueOf(like.charAt(i))));
            } else if (c == '_') {
                regex.append('.');
            } else if (c == '%') {
                regex.append(".*");
            } else {
                regex.append(Pattern.quote(Character.toString(c)));
            }
        }
        return regex.toString();
    }

    private static boolean isEscapable(char c, char escape) {
        return c == '_' || c == '%' || c == escape;
    }
}
