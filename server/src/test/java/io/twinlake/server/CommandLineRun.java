package io.twinlake.server;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** One run of the command line in this process, with what it printed. */
record CommandLineRun(int exitCode, String output, String errors) {

    static CommandLineRun of(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        CommandLineRun run = into(output, arguments);
        return new CommandLineRun(run.exitCode(), output.toString(StandardCharsets.UTF_8), run.errors());
    }

    /** A run whose standard output goes elsewhere. */
    static CommandLineRun into(OutputStream output, String... arguments) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        PrintStream standardOutput = System.out;
        PrintStream standardError = System.err;
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            CommandLine command = Twinlake.commandLine(arguments)
                    .setOut(new PrintWriter(System.out, true))
                    .setErr(new PrintWriter(System.err, true));
            int exitCode = Twinlake.execute(command, arguments);
            return new CommandLineRun(exitCode, "", errors.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(standardOutput);
            System.setErr(standardError);
        }
    }
}
