package io.twinlake.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.twinlake.format.Predicate;
import io.twinlake.format.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rows of each table a statement can need at all, from the engine's own plan of it over tables that are empty:
 * what the plan filters at a scan nothing above it sees. The columns of the empty tables have names of our own, as the plan
 * shows names without quotes. Statistics of the empty tables must not shape the plan, so the optimizers that go by them are
 * off.
 */
final class SqlPruning {

    private final Map<String, List<Predicate>> scans = new HashMap<>();
    private final List<SqlSource> sources;

    private SqlPruning(List<SqlSource> sources) {
        this.sources = sources;
    }

    /**
     * By the position of the source; what every scan of it needs, together.
     *
     * @throws SqlException if the statement names columns or functions that are not there
     */
    static Map<Integer, Predicate> of(String sql, List<SqlSource> sources) {
        try (SqlSession session = SqlSession.open()) {
            session.execute("SET disabled_optimizers = 'statistics_propagation,empty_result_pullup'");
            for (SqlSource source : sources) {
                Schema schema = source.snapshot().schema();
                session.execute(SqlViews.emptyTable(source.emptyTable(), schema));
                session.execute(SqlViews.named(source.relation(), source.emptyTable(), schema));
            }
            session.name(sources);
            session.execute("SET enable_external_access = false");
            SqlPruning pruning = new SqlPruning(sources);
            pruning.collect(session.explain(sql));
            return pruning.needed();
        }
    }

    private Map<Integer, Predicate> needed() {
        Map<Integer, Predicate> needed = new HashMap<>();
        for (SqlSource source : sources) {
            List<Predicate> each = scans.getOrDefault(source.emptyTable(), List.of());
            // A table that the plan does not scan has been reasoned away; that is not for us to rely on.
            needed.put(
                    source.position(),
                    switch (each.size()) {
                        case 0 -> Predicate.TRUE;
                        case 1 -> each.get(0);
                        default -> new Predicate.Or(each);
                    });
        }
        return needed;
    }

    private void collect(JsonNode node) {
        JsonNode details = node.path("extra_info");
        String table = details.path("Table").asText();
        for (SqlSource source : sources) {
            if (table.equals(source.emptyTable())) {
                scans.computeIfAbsent(table, name -> new ArrayList<>())
                        .add(new PushedFilters(source.snapshot().schema()).parse(texts(details.path("Filters"))));
            }
        }
        (node.isArray() ? node : node.path("children")).forEach(this::collect);
    }

    private static List<String> texts(JsonNode filters) {
        List<String> texts = new ArrayList<>();
        if (filters.isTextual()) {
            texts.add(filters.asText());
        }
        filters.forEach(filter -> texts.add(filter.asText()));
        return texts;
    }
}
