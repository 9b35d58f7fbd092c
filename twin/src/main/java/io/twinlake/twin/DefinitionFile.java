package io.twinlake.twin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The text of a file of definitions, and the mistakes found in it so far. */
final class DefinitionFile {

    private static final Pattern SEPARATOR = Pattern.compile("---(\\s.*)?");

    private final String name;
    private final List<String> lines;
    private final List<DefinitionProblem> problems = new ArrayList<>();

    DefinitionFile(String name, String text) {
        this.name = name;
        this.lines = text.lines().toList();
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
