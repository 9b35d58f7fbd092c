package io.twinlake.twin;

import io.twinlake.format.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The functions of formulas: the listed set, which docs/formulas.md prints. */
final class FunctionTable {

    /** Those that come later, so that they are refused by name. */
    private static final Set<String> LATER = Set.of(
            "approx_percentile",
            "approx_count_distinct",
            "percentile",
            "speed_of",
            "position_now",
            "exists",
            "stddev",
            "variance",
            "lag",
            "lead");

    private static final FunctionTable TABLE = build();

    private final Map<String, Function> byName = new LinkedHashMap<>();
    private final List<Function> inOrder = new ArrayList<>();

    /** Makes an expression of a call. */
    interface Binding {
        Expression of(Arguments arguments) throws FormulaMistake;
    }

    /**
     * One function.
     *
     * @param signature as the documentation prints it
     * @param least how many arguments it has, at least
     * @param most how many arguments it has, at most
     */
    record Function(String section, String signature, String help, int least, int most, Binding binding) {
        String name() {
            return signature.substring(0, signature.indexOf('('));
        }
    }

    private FunctionTable() {}

    private static FunctionTable build() {
        var table = new FunctionTable();
        var builder = new Builder(table);
        Conditionals.addTo(builder);
        MathFunctions.addTo(builder);
        TextFunctions.addTo(builder);
        TimeFunctions.addTo(builder);
        GeoFunctions.addTo(builder);
        return table;
    }

    static List<Function> all() {
        return List.copyOf(TABLE.inOrder);
    }

    static Expression bind(String name, Arguments arguments) throws FormulaMistake {
        Function function = TABLE.byName.get(name);
        if (function == null) {
            throw unknown(name, arguments);
        }
        if (arguments.size() < function.least() || arguments.size() > function.most()) {
            throw new FormulaMistake(
                    arguments.offset(),
                    name + " was given " + arguments.size() + " arguments",
                    "write " + function.signature());
        }
        return function.binding().of(arguments);
    }

    /** A mistake if the function comes later. */
    static void refuseLater(String name, int offset) throws FormulaMistake {
        if (LATER.contains(name)) {
            throw new FormulaMistake(offset, "not supported yet: " + name, "leave it out until a later version");
        }
    }

    private static FormulaMistake unknown(String name, Arguments arguments) {
        if (Aggregates.named(name).isPresent()) {
            return new FormulaMistake(
                    arguments.offset(),
                    "the aggregate function " + name + " stands outside a window",
                    "use it in the aggregate of a window, or the reducer of that name");
        }
        String remedy = Nearest.to(name, TABLE.byName.keySet())
                .map(near -> "did you mean '" + near + "'?")
                .orElse("docs/formulas.md lists the functions");
        return new FormulaMistake(arguments.offset(), "unknown function '" + name + "'", remedy);
    }

    /** The functions as a table in Markdown. */
    static String markdown() {
        Map<String, List<Function>> sections = TABLE.inOrder.stream()
                .collect(Collectors.groupingBy(Function::section, LinkedHashMap::new, Collectors.toList()));
        StringBuilder page = new StringBuilder();
        sections.forEach((section, functions) -> {
            page.append("\n### ").append(section).append("\n\n| function | gives |\n|---|---|\n");
            functions.forEach(f -> page.append("| `")
                    .append(f.signature())
                    .append("` | ")
                    .append(f.help())
                    .append(" |\n"));
        });
        return page.toString();
    }

    /** Adds functions, section by section. */
    static final class Builder {
        private final FunctionTable table;
        private String section = "";

        private Builder(FunctionTable table) {
            this.table = table;
        }

        void section(String name) {
            this.section = name;
        }

        void add(String signature, String help, int least, int most, Binding binding) {
            var function = new Function(section, signature, help, least, most, binding);
            table.byName.put(function.name(), function);
            table.inOrder.add(function);
        }
    }
}
