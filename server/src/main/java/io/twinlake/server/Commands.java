package io.twinlake.server;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The commands by name, in the order of the help text. */
final class Commands {

    private static final Map<String, Class<?>> BY_NAME = byName();

    private Commands() {}

    /**
     * Adds the command that the first argument names, or all where it names none, as help and corrections of misspelled
     * names need them all. Reading the options of all commands costs a look-up of one twin a tenth of its processor time.
     */
    static void addTo(CommandLine twinlake, String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        if (BY_NAME.containsKey(first) && !first.equals("help")) {
            add(twinlake, first);
        } else {
            BY_NAME.keySet().forEach(name -> add(twinlake, name));
        }
    }

    private static void add(CommandLine twinlake, String name) {
        CommandLine command = new CommandLine(BY_NAME.get(name));
        withHelp(command.getCommandSpec());
        twinlake.addSubcommand(name, command);
    }

    /** Asking for help needs nothing else that a command requires. */
    private static void withHelp(CommandSpec command) {
        if (command.findOption("--help") == null) {
            command.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help message and exit.")
                    .build());
        }
    }

    private static Map<String, Class<?>> byName() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand.class);
        commands.put("ingest", IngestCommand.class);
        commands.put("check", CheckCommand.class);
        commands.put("pipelines", PipelinesCommand.class);
        commands.put("dead-letters", DeadLettersCommand.class);
        commands.put("tables", TablesCommand.class);
        commands.put("describe", DescribeCommand.class);
        commands.put("log", LogCommand.class);
        commands.put("files", FilesCommand.class);
        commands.put("scan", ScanCommand.class);
        commands.put("sql", SqlCommand.class);
        commands.put("subscribe", SubscribeCommand.class);
        commands.put("changes", ChangesCommand.class);
        commands.put("current", CurrentCommand.class);
        commands.put("history", HistoryCommand.class);
        commands.put("dml", DmlCommand.class);
        commands.put("create", CreateCommand.class);
        commands.put("alter", AlterCommand.class);
        commands.put("restore", RestoreCommand.class);
        commands.put("clone", CloneCommand.class);
        commands.put("compact", CompactCommand.class);
        commands.put("vacuum", VacuumCommand.class);
        commands.put("doctor", DoctorCommand.class);
        commands.put("help", CommandLine.HelpCommand.class);
        return commands;
    }
}
