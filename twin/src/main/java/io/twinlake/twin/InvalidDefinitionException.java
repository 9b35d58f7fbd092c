package io.twinlake.twin;

import java.util.List;
import java.util.stream.Collectors;

/** A definition can't be used; the message names every mistake with file, line, column and remedy. */
public final class InvalidDefinitionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<DefinitionProblem> problems;

    InvalidDefinitionException(List<DefinitionProblem> problems) {
        super(problems.stream().map(DefinitionProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All of them, in order of line and column. */
    public List<DefinitionProblem> problems() {
        return problems;
    }
}
