package io.twinlake.server;

import io.twinlake.storage.Secrets;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, first and in one line; the options are told to those who ask for help. */
final class Misuse implements CommandLine.IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        String message = String.valueOf(wrong.getMessage()).replaceFirst("^Error: ", "");
        err.println("twinlake: " + Legible.text(Secrets.masked(message)));
        UnmatchedArgumentException.printSuggestions(wrong, err);
        if (arguments.length == 0) {
            command.usage(err);
        } else {
            CommandLine.Help help = command.getHelpFactory().create(command.getCommandSpec(), command.getColorScheme());
            err.print("Usage: " + help.synopsis("Usage: ".length()));
            err.println("'" + command.getCommandSpec().qualifiedName() + " --help' says what these mean");
        }
        err.flush();
        return ExitCode.USAGE.number();
    }
}
