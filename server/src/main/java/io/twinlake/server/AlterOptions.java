package io.twinlake.server;

import io.twinlake.dml.ColumnDefinitions;
import io.twinlake.format.Field;
import io.twinlake.format.Nearest;
import io.twinlake.log.Action.Metadata;
import io.twinlake.log.SchemaChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Changes of a table's metadata, made in the order in which these options are listed. */
final class AlterOptions {

    private static final String CONSTRAINT = "delta.constraints.";

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "Set a property; may be repeated.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--unset", paramLabel = "NAME", description = "Take a property away; may be repeated.")
    private List<String> unset = new ArrayList<>();

    @Option(names = "--drop-constraint", paramLabel = "NAME", description = "Take a constraint away; may be repeated.")
    private List<String> dropConstraints = new ArrayList<>();

    @Option(
            names = "--add",
            paramLabel = "COLUMNS",
            description = "Add columns behind the others, as in 'twinlake create --columns'; may be repeated.")
    private List<String> add = new ArrayList<>();

    @Option(
            names = "--rename",
            paramLabel = "COLUMN=NAME",
            description = "Call a column otherwise (a.b: a field of a struct); may be repeated.")
    private Map<String, String> rename = new LinkedHashMap<>();

    @Option(names = "--drop", paramLabel = "COLUMN", description = "Take a column away; may be repeated.")
    private List<String> drop = new ArrayList<>();

    @Option(
            names = "--widen",
            paramLabel = "\"COLUMN TYPE\"",
            description = "Give a column a wider type, for example \"count BIGINT\"; may be repeated.")
    private List<String> widen = new ArrayList<>();

    @Option(names = "--nullable", paramLabel = "COLUMN", description = "Let a column be null; may be repeated.")
    private List<String> nullable = new ArrayList<>();

    @Option(
            names = "--default",
            paramLabel = "COLUMN=VALUE",
            description = "What a column gets in new rows that state no value, an SQL expression; may be repeated.")
    private Map<String, String> defaults = new LinkedHashMap<>();

    @Option(names = "--column-comment", paramLabel = "COLUMN=TEXT", description = "What a column is; may be repeated.")
    private Map<String, String> columnComments = new LinkedHashMap<>();

    @Option(names = "--comment", paramLabel = "TEXT", description = "What the table is.")
    private Optional<String> comment = Optional.empty();

    boolean isNothing() {
        return operation().isEmpty();
    }

    /** What the history calls it, by the first of the changes; empty without any. */
    String operation() {
        Map<String, Boolean> names = new LinkedHashMap<>();
        names.put("SET TBLPROPERTIES", !set.isEmpty() || comment.isPresent());
        names.put("UNSET TBLPROPERTIES", !unset.isEmpty());
        names.put("DROP CONSTRAINT", !dropConstraints.isEmpty());
        names.put("ADD COLUMNS", !add.isEmpty());
        names.put("RENAME COLUMN", !rename.isEmpty());
        names.put("DROP COLUMNS", !drop.isEmpty());
        names.put(
                "CHANGE COLUMN",
                !widen.isEmpty() || !nullable.isEmpty() || !defaults.isEmpty() || !columnComments.isEmpty());
        return names.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    /** @throws IllegalArgumentException if something is to change that is not there */
    Metadata apply(Metadata before) {
        Metadata metadata = columns(SchemaChange.of(properties(before))).metadata();
        return comment.isEmpty() ? metadata : metadata.withDescription(comment);
    }

    private Metadata properties(Metadata before) {
        Map<String, String> properties = new LinkedHashMap<>(before.configuration());
        properties.putAll(set);
        unset.forEach(name -> remove(properties, name, "property"));
        dropConstraints.forEach(name -> remove(properties, CONSTRAINT + name, "constraint"));
        return before.withConfiguration(properties);
    }

    private static void remove(Map<String, String> from, String name, String what) {
        String there = from.keySet().stream()
                .filter(key -> what.equals("constraint") ? key.equalsIgnoreCase(name) : key.equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no " + what + " '" + plain(name) + "'; "
                        + Nearest.remedy(
                                plain(name),
                                from.keySet().stream()
                                        .filter(key -> key.startsWith(CONSTRAINT) == what.equals("constraint"))
                                        .map(AlterOptions::plain)
                                        .toList())));
        from.remove(there);
    }

    private static String plain(String name) {
        return name.startsWith(CONSTRAINT) ? name.substring(CONSTRAINT.length()) : name;
    }

    private SchemaChange columns(SchemaChange before) {
        SchemaChange change = before;
        for (String columns : add) {
            for (Field column : ColumnDefinitions.parse(columns).fields()) {
                change = change.add(List.of(), column);
            }
        }
        for (Map.Entry<String, String> each : rename.entrySet()) {
            change = change.rename(ColumnDefinitions.path(each.getKey()), each.getValue());
        }
        for (String column : drop) {
            change = change.drop(ColumnDefinitions.path(column));
        }
        for (String each : widen) {
            int blank = each.strip().indexOf(' ');
            if (blank < 0) {
                throw new UsageException(
                        "--widen '" + each + "': expected a column and its new type, for example \"count BIGINT\"");
            }
            change = change.widen(
                    ColumnDefinitions.path(each.strip().substring(0, blank)),
                    ColumnDefinitions.type(each.strip().substring(blank)));
        }
        for (String column : nullable) {
            change = change.loosen(ColumnDefinitions.path(column));
        }
        return noted(change);
    }

    private SchemaChange noted(SchemaChange before) {
        SchemaChange change = before;
        for (Map.Entry<String, String> each : defaults.entrySet()) {
            change = change.defaultValue(ColumnDefinitions.path(each.getKey()), each.getValue());
        }
        for (Map.Entry<String, String> each : columnComments.entrySet()) {
            change = change.comment(ColumnDefinitions.path(each.getKey()), each.getValue());
        }
        return change;
    }
}
