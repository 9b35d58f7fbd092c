package io.twinlake.server;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Twinlake's command line. */
@Command(
        name = "twinlake",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        header = "A streaming lakehouse for digital twins.",
        description = {
            "",
            "Raw events stream in; one small stateful twin per real thing reduces them to changes of semantic state; "
                    + "those are appended, exactly once, to Delta tables in a folder or on S3.",
            "",
            "Begin with:  twinlake demo",
            ""
        },
        footer = {
            "",
            "Results go to standard output, everything else to standard error.",
            "",
            "Exit codes: 0 done · 1 problems were found · 2 the command line is wrong · 65 data or a definition is wrong · "
                    + "69 the store or the output does not answer or is full · 70 a defect of Twinlake · 71 memory, stack or threads ran out · "
                    + "75 somebody else was faster, try again · 124 a statement's time was up · 130 interrupted · 141 nobody reads standard output any more",
            "",
            "Environment: TWINLAKE_LAKE (the lake), TWINLAKE_JAVA_OPTIONS (default -Xms64m -Xmx1g -XX:+UseSerialGC), TWINLAKE_STACK_TRACE=1; "
                    + "on S3: AWS_ENDPOINT_URL_S3, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY or AWS's other "
                    + "credential sources."
        })
public final class Twinlake implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Twinlake() {}

    public static void main(String[] arguments) {
        StandardOutput.install();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> ended(failure));
        GracefulStop.exit(execute(commandLine(arguments), arguments));
    }

    /** Runs a command, and says what went wrong, also where that is an error of the machine or comes before the command. */
    static int execute(CommandLine twinlake, String... arguments) {
        try {
            return twinlake.execute(arguments);
        } catch (RuntimeException | Error failure) {
            return Failures.tell(failure, twinlake.getErr()).number();
        }
    }

    /** A thread whose failure nobody takes: where it was the machine's, nothing else will end well. */
    private static void ended(Throwable failure) {
        ExitCode code = Failures.tell(failure, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        if (failure instanceof Error) {
            Runtime.getRuntime().halt(code.number());
        }
    }

    /** @param arguments what will be run; none, if every command is asked of it */
    static CommandLine commandLine(String... arguments) {
        CommandLine twinlake = new CommandLine(new Twinlake());
        Commands.addTo(twinlake, arguments);
        return twinlake.setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(java.time.Duration.class, new Durations())
                .registerConverter(Long.class, WholeNumbers::parse)
                .registerConverter(long.class, WholeNumbers::parse)
                .registerConverter(Integer.class, WholeNumbers::parseInt)
                .registerConverter(int.class, WholeNumbers::parseInt)
                .setExecutionStrategy(Twinlake::run)
                .setParameterExceptionHandler(new Misuse())
                .setExecutionExceptionHandler(new Failures())
                .setUsageHelpWidth(100)
                .setUsageHelpAutoWidth(true)
                .setAbbreviatedSubcommandsAllowed(false);
    }

    /** A command is not done before its results have arrived. */
    private static int run(CommandLine.ParseResult parsed) {
        int exitCode = new CommandLine.RunLast().execute(parsed);
        try {
            StandardOutput.requireWritten();
        } catch (OutputException e) {
            throw new ExecutionException(parsed.commandSpec().commandLine(), "results are lost", e);
        }
        return exitCode;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "what should it do? Name a command, for example: twinlake demo");
    }
}
