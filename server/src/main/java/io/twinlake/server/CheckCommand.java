package io.twinlake.server;

import io.twinlake.twin.DefinitionProblem;
import io.twinlake.twin.DefinitionReport;
import io.twinlake.twin.InvalidDefinitionException;
import io.twinlake.twin.TwinDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description = {
            "Checks twin definitions: all mistakes at once, each with file, line, column and remedy.",
            "Of what is right it says what would be stored. Exit code 0: all are right; 65: there are mistakes."
        })
final class CheckCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Definitions (YAML); a file may hold several documents.")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() {
        int mistakes = 0;
        for (Path file : files) {
            try {
                for (TwinDefinition definition : Definitions.read(file)) {
                    System.out.println(file + ": " + DefinitionReport.of(definition));
                }
            } catch (InvalidDefinitionException e) {
                for (DefinitionProblem problem : e.problems()) {
                    System.err.println(problem);
                    mistakes++;
                }
            }
        }
        if (mistakes > 0) {
            System.err.println(Sizes.count(mistakes, "mistake") + "; nothing was changed");
        }
        return (mistakes == 0 ? ExitCode.DONE : ExitCode.BAD_DATA).number();
    }
}
