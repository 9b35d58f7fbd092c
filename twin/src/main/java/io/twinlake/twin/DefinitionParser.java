package io.twinlake.twin;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the documents of a file of definitions; every mistake in it is told at once. */
final class DefinitionParser {

    private static final Set<String> LATER_KINDS = Set.of("Operator", "Source");

    private final DefinitionFile file;

    DefinitionParser(DefinitionFile file) {
        this.file = file;
    }

    List<TwinDefinition> definitions() {
        List<TwinDefinition> definitions = new ArrayList<>();
        for (Node document : documents()) {
            definition(document).ifPresent(definitions::add);
        }
        checkUnique(definitions);
        if (file.hasProblems()) {
            throw file.invalid();
        }
        return List.copyOf(definitions);
    }

    private List<Node> documents() {
        List<Node> documents = new ArrayList<>();
        if (file.isWithinBounds()) {
            try {
                new Yaml(new LoaderOptions())
                        .composeAll(new StringReader(file.text()))
                        .forEach(documents::add);
            } catch (MarkedYAMLException e) {
                Mark at = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
                file.problem(
                        at,
                        "the file is not YAML at this place",
                        "check indentation, quotes and brackets; formulas with : or # need quotes, and tabs are no blanks");
            } catch (YAMLException e) {
                file.problem(
                        DefinitionFile.START,
                        "the file has more than the 50 levels or 50 aliases that a definition may have",
                        "write it with fewer levels, and without aliases (*name) of maps and lists");
            }
        }
        if (documents.isEmpty() && !file.hasProblems()) {
            file.problem(DefinitionFile.START, "the file has no definition", "write a document of kind: TwinType");
        }
        return documents;
    }

    private Optional<TwinDefinition> definition(Node document) {
        var whole = new YamlValue(file, "the definition", document);
        Optional<YamlValue> kind = part(whole, "kind");
        Optional<String> word = kind.flatMap(YamlValue::text);
        if (word.isPresent() && LATER_KINDS.contains(word.get())) {
            kind.get().later("kind: " + word.get());
            return Optional.empty();
        }
        if (word.isPresent() && !word.get().equals("TwinType")) {
            kind.get().problem("unknown kind '" + word.get() + "'", "write kind: TwinType");
        }
        return new TwinTypeParser(file, whole, file.document(document)).definition();
    }

    private Optional<YamlValue> part(YamlValue whole, String word) {
        if (whole.node() instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(word)) {
                    return Optional.of(new YamlValue(file, word, tuple.getValueNode()));
                }
            }
        }
        return Optional.empty();
    }

    private void checkUnique(List<TwinDefinition> definitions) {
        for (int i = 0; i < definitions.size(); i++) {
            String table = definitions.get(i).table().qualifiedName();
            boolean twice = definitions.subList(0, i).stream()
                    .anyMatch(d -> d.table().qualifiedName().equalsIgnoreCase(table));
            if (twice) {
                file.problem(
                        DefinitionFile.START,
                        "two definitions write the table " + table,
                        "give one another table: name");
            }
        }
    }
}
