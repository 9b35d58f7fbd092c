package io.twinlake.server;

import io.twinlake.format.Predicate;
import io.twinlake.query.PredicateParser;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which rows: {@code --where}. */
final class FilterOptions {

    @Option(
            names = "--where",
            paramLabel = "PREDICATE",
            description =
                    "Only rows for which this holds, in SQL: comparisons, IN, BETWEEN, IS NULL, LIKE 'x%%', AND, OR, NOT.")
    private Optional<String> where = Optional.empty();

    Predicate predicate() {
        try {
            return where.map(PredicateParser::parse).orElse(Predicate.TRUE);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--where: " + e.getMessage());
        }
    }
}
