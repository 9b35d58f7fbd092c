package io.twinlake.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The tables that a statement names, from DuckDB's own parse tree of it. */
final class SqlTables {

    /**
     * A table as the statement names it: by one, two or three parts.
     *
     * @param parts as written, the most general first
     */
    record Reference(List<String> parts) {

        Reference {
            parts = List.copyOf(parts);
        }

        String name() {
            return String.join(".", parts);
        }

        /** Whether it names a table by its place: {@code '/folder/table'}, or {@code "s3://bucket/table".current}. */
        boolean isPath() {
            return parts.size() <= 2 && Lake.isPath(parts.get(0));
        }

        /** Where DuckDB looks for it: the catalog of two or three parts, else the one that is there from the start. */
        String catalog() {
            return parts.size() == 1 ? "memory" : parts.get(0);
        }

        String schema() {
            return parts.size() == 3 ? parts.get(1) : "main";
        }

        String relation() {
            return parts.get(parts.size() - 1);
        }

        /** For DuckDB, every part quoted. */
        String quoted() {
            return DuckDbTypes.quoted(catalog()) + "." + DuckDbTypes.quoted(schema()) + "."
                    + DuckDbTypes.quoted(relation());
        }
    }

    private final Set<String> commonTables = new HashSet<>();
    private final Set<Reference> references = new LinkedHashSet<>();

    private SqlTables() {}

    /** The tables below a node of the parse tree, without those that the statement defines itself (WITH). */
    static List<Reference> in(JsonNode tree) {
        SqlTables tables = new SqlTables();
        tables.collectCommonTables(tree);
        tables.collect(tree);
        return List.copyOf(tables.references);
    }

    private void collectCommonTables(JsonNode node) {
        node.path("cte_map")
                .path("map")
                .forEach(entry -> commonTables.add(entry.path("key").asText()));
        node.forEach(this::collectCommonTables);
    }

    private void collect(JsonNode node) {
        if (node.path("type").asText().equals("BASE_TABLE")) {
            Reference reference = new Reference(Stream.of("catalog_name", "schema_name", "table_name")
                    .map(part -> node.path(part).asText())
                    .filter(part -> !part.isEmpty())
                    .toList());
            if (reference.parts().size() > 1 || !commonTables.contains(reference.name())) {
                references.add(reference);
            }
        }
        node.forEach(this::collect);
    }
}
