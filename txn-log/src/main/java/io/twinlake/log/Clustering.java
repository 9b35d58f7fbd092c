package io.twinlake.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twinlake.format.ColumnMapping;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The metadata that says by which columns a table is clustered (PROTOCOL.md, "Clustered Table"). */
final class Clustering {

    static final String DOMAIN = "delta.clustering";

    /** A table that is not clustered any more. */
    private static final String BY_NOTHING = "{\"clusteringColumns\":[],\"domainName\":\"" + DOMAIN + "\"}";

    private Clustering() {}

    /** The domain that makes one version clustered as another; empty where it is. */
    static Optional<Action.DomainMetadata> asIn(TableState wanted, TableState now) {
        Optional<Action.DomainMetadata> then = wanted.domain(DOMAIN);
        return then.equals(now.domain(DOMAIN))
                ? Optional.empty()
                : Optional.of(then.orElseGet(() -> new Action.DomainMetadata(DOMAIN, BY_NOTHING, false)));
    }

    /**
     * The domain for columns by their names, {@code a.b} for a field of a struct.
     *
     * @throws IllegalArgumentException naming a column that is not there
     */
    static Action.DomainMetadata domain(List<String> columns, Action.Metadata metadata) {
        if (!metadata.partitionColumns().isEmpty()) {
            throw new IllegalArgumentException(
                    "a table that is partitioned by " + metadata.partitionColumns() + " can't be clustered");
        }
        ColumnMapping mapping = metadata.properties().columnMapping();
        ObjectNode root = new JsonMapper().createObjectNode();
        ArrayNode all = root.putArray("clusteringColumns");
        for (String column : columns) {
            ArrayNode path = all.addArray();
            physical(column, metadata.schema().fields(), mapping).forEach(path::add);
        }
        root.put("domainName", DOMAIN);
        return new Action.DomainMetadata(DOMAIN, root.toString(), false);
    }

    /**
     * The columns that a domain names, by their names as a predicate has them; those that the table has no more are left
     * out.
     *
     * @throws CorruptLogException if the domain is not the JSON that the protocol says
     */
    static List<String> columns(Action.DomainMetadata domain, Action.Metadata metadata) {
        ColumnMapping mapping = metadata.properties().columnMapping();
        List<String> names = new ArrayList<>();
        try {
            for (JsonNode path :
                    new JsonMapper().readTree(domain.configuration()).path("clusteringColumns")) {
                List<String> physicalNames = new ArrayList<>();
                path.forEach(name -> physicalNames.add(name.asText()));
                name(physicalNames, metadata.schema().fields(), mapping).ifPresent(names::add);
            }
        } catch (JsonProcessingException e) {
            throw new CorruptLogException("metadata domain " + DOMAIN + " is not JSON: " + domain.configuration(), e);
        }
        return names;
    }

    private static Optional<String> name(List<String> path, List<Field> fields, ColumnMapping mapping) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        List<String> below = path.subList(1, path.size());
        return fields.stream()
                .filter(field -> mapping.physicalName(field).equals(path.get(0)))
                .findFirst()
                .flatMap(field -> below.isEmpty()
                        ? Optional.of(field.name())
                        : name(
                                        below,
                                        field.type() instanceof DataType.Struct struct ? struct.fields() : List.of(),
                                        mapping)
                                .map(rest -> field.name() + "." + rest));
    }

    private static List<String> physical(String column, List<Field> fields, ColumnMapping mapping) {
        List<String> path = new ArrayList<>();
        List<Field> level = fields;
        String rest = column;
        while (true) {
            String left = rest;
            Field field = level.stream()
                    .filter(candidate -> left.equalsIgnoreCase(candidate.name())
                            || left.regionMatches(
                                    true,
                                    0,
                                    candidate.name() + ".",
                                    0,
                                    candidate.name().length() + 1))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("no column '" + column + "' to cluster the table by"));
            path.add(mapping.physicalName(field));
            if (left.length() == field.name().length()) {
                return path;
            }
            rest = left.substring(field.name().length() + 1);
            level = field.type() instanceof DataType.Struct struct ? struct.fields() : List.of();
        }
    }
}
