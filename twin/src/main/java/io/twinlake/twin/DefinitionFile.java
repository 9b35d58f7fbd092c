package io.twinlake.twin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.reader.StreamReader;

/** The text of a file of definitions, and the mistakes found in it so far. */
final class DefinitionFile {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final Pattern SEPARATOR = Pattern.compile("---(\\s.*)?");

    /** Where what concerns the whole file is told. */
    static final Mark START = new Mark("", 0, 0, 0, new int[0], 0);

    private final String name;
    private final String text;
    private final boolean isRecorded;
    private final List<String> lines;
    private final List<DefinitionProblem> problems = new ArrayList<>();

    private DefinitionFile(String name, String text, boolean isRecorded) {
        this.name = name;
        this.text = text;
        this.isRecorded = isRecorded;
        this.lines = text.lines().toList();
    }

    /** What somebody wrote and wants to run. */
    static DefinitionFile written(String name, String text) {
        return new DefinitionFile(name, text, false);
    }

    /** What a pipeline ran, perhaps under an older release. */
    static DefinitionFile recorded(String name, String text) {
        return new DefinitionFile(name, text, true);
    }

    String text() {
        return text;
    }

    /** Whether what older releases took is to be taken. */
    boolean isRecorded() {
        return isRecorded;
    }

    /** Whether the text can be looked at: it is not too long, and text all through. What is wrong with it is told. */
    boolean isWithinBounds() {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > TwinDefinition.MOST_BYTES) {
            problem(
                    START,
                    "the file has " + bytes + " bytes, and a definition has at most " + TwinDefinition.MOST_BYTES
                            + " (1 MiB)",
                    "name the file of the definition, or make several of it");
            return false;
        }
        for (int line = 0; line < lines.size(); line++) {
            int at = binaryAt(lines.get(line));
            if (at >= 0) {
                String code = String.format(
                        Locale.ROOT, "U+%04X", (int) lines.get(line).charAt(at));
                problem(
                        new Mark("", 0, line, at, new int[0], 0),
                        "the character " + code + " has no place in a definition",
                        "take it away; if there are more, the file is no text");
                return false;
            }
        }
        return true;
    }

    private static int binaryAt(String line) {
        for (int at = 0; at < line.length(); at += Character.charCount(line.codePointAt(at))) {
            if (!StreamReader.isPrintable(line.codePointAt(at)) && line.charAt(at) != BYTE_ORDER_MARK) {
                return at;
            }
        }
        return -1;
    }

    /** Whether no mistake has been found so far. */
    boolean isFaultless() {
        return problems.isEmpty();
    }

    void problem(Mark at, String problem, String remedy) {
        problems.add(new DefinitionProblem(name, at.getLine() + 1, at.getColumn() + 1, problem, remedy));
    }

    /** A mistake in a formula, at its place in the file. */
    void problem(ScalarNode formula, FormulaMistake mistake, String where) {
        if (!mistake.isConsequence()) {
            int[] at = place(formula, mistake.offset());
            problems.add(new DefinitionProblem(
                    name, at[0] + 1, at[1] + 1, where + ": " + mistake.problem(), mistake.remedy()));
        }
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    int problemCount() {
        return problems.size();
    }

    InvalidDefinitionException invalid() {
        problems.sort(Comparator.comparingInt(DefinitionProblem::line).thenComparingInt(DefinitionProblem::column));
        return new InvalidDefinitionException(problems.stream().distinct().toList());
    }

    /** The document that the node is the root of, without its separators. */
    String document(Node root) {
        int first = root.getStartMark().getLine();
        while (first > 0 && !SEPARATOR.matcher(lines.get(first - 1)).matches()) {
            first--;
        }
        int end = root.getStartMark().getLine();
        while (end < lines.size() && !SEPARATOR.matcher(lines.get(end)).matches()) {
            end++;
        }
        return String.join("\n", lines.subList(first, end)) + "\n";
    }

    /**
     * Line and column, from 0, of a character of a scalar's value. The value is laid beside the source character by
     * character, blanks apart, as quotes, folding and indentation change only these.
     */
    private int[] place(ScalarNode scalar, int offset) {
        boolean block = scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED;
        boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
        Mark start = scalar.getStartMark();
        int line = start.getLine() + (block ? 1 : 0);
        int column = block ? 0 : start.getColumn() + (plain ? 0 : 1);
        String value = scalar.getValue();
        int[] place = {start.getLine(), start.getColumn()};
        for (int i = 0; i <= Math.min(offset, value.length() - 1); i++) {
            if (Character.isWhitespace(value.charAt(i))) {
                continue;
            }
            while (line < lines.size()
                    && (column >= lines.get(line).length() || lines.get(line).charAt(column) != value.charAt(i))) {
                boolean endOfLine = column >= lines.get(line).length();
                line += endOfLine ? 1 : 0;
                column = endOfLine ? 0 : column + 1;
            }
            place = new int[] {line, column};
            column++;
        }
        return place;
    }
}
