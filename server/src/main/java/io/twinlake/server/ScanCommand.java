package io.twinlake.server;

import io.twinlake.log.Snapshot;
import io.twinlake.query.ScanPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "scan",
        description = "Rows of any Delta table, by name or path, through Twinlake's own reader.",
        footer = {
            "",
            "For example:",
            "  twinlake scan aviation.aircraft_state --where \"key = 'N14228'\" --columns observed_at,place",
            "  twinlake scan s3://bucket/some/table --version 12 --format csv --output rows.csv"
        })
final class ScanCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private VersionOptions version = new VersionOptions();

    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Option(names = "--columns", split = ",", paramLabel = "COLUMN", description = "Only these columns, in this order.")
    private List<String> columns = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "ROWS", description = "At most so many rows.")
    private Optional<Long> limit = Optional.empty();

    @Parameters(paramLabel = "TABLE|PATH", description = "namespace.table, or the path or URI of any Delta table.")
    private String table = "";

    @Override
    public Integer call() {
        limit.ifPresent(rows -> WholeNumbers.requireAtLeast(0, "--limit", rows));
        try (OpenLake lake = lakeOptions.open()) {
            Snapshot snapshot = version.of(lake.existing(table));
            ScanPlan plan = ScanPlan.over(snapshot).where(filter.predicate());
            if (!columns.isEmpty()) {
                plan = plan.select(columns.stream().map(String::strip).toList());
            }
            if (limit.isPresent()) {
                plan = plan.limit(limit.get());
            }
            output.print(plan.rows());
            return ExitCode.DONE.number();
        }
    }
}
