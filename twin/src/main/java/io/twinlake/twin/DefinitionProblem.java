package io.twinlake.twin;

/**
 * One mistake of a definition.
 *
 * @param line from 1
 * @param column from 1
 * @param remedy what to write instead
 */
public record DefinitionProblem(String file, int line, int column, String problem, String remedy) {

    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + problem + "; " + remedy;
    }
}
