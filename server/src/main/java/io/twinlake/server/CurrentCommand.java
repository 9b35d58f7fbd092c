package io.twinlake.server;

import io.twinlake.format.RowBatch;
import io.twinlake.log.Snapshot;
import io.twinlake.query.RowBatches;
import io.twinlake.query.TwinQuery;
import io.twinlake.query.TwinState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "current",
        description = "The state of twins now, or as of an event time. Without KEY: of every twin that lives.",
        footer = {
            "",
            "For example:",
            "  twinlake current aviation.aircraft_state N14228 N24211",
            "  twinlake current aviation.airport_state --as-of 2013-01-15T18:00:00Z --format json"
        })
final class CurrentCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private VersionOptions version = new VersionOptions();

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "The state that held at this event time (what the world was, not what the table said).")
    private Optional<String> asOf = Optional.empty();

    @Parameters(index = "0", paramLabel = "TABLE|PATH", description = "A table of twins.")
    private String table = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "KEY", description = "Keys of twins.")
    private List<String> keys = List.of();

    @Override
    public Integer call() {
        try (OpenLake lake = lakeOptions.open()) {
            Snapshot snapshot = version.of(lake.existing(table));
            TwinQuery twins = Twins.of(snapshot, table);
            Optional<Instant> time = asOf.map(text -> Times.parse("--as-of", text));
            output.print(keys.isEmpty() ? all(twins, time) : some(twins, time, snapshot));
            return ExitCode.DONE.number();
        }
    }

    private static RowBatches all(TwinQuery twins, Optional<Instant> time) {
        return time.isPresent() ? twins.asOf(time.get()) : twins.current();
    }

    private RowBatches some(TwinQuery twins, Optional<Instant> time, Snapshot snapshot) {
        RowBatch found = RowBatch.empty(snapshot.schema());
        for (String key : keys) {
            Optional<TwinState> state = time.isPresent() ? twins.asOf(key, time.get()) : twins.current(key);
            state.ifPresentOrElse(
                    twin -> found.appendFrom(twin.row().batch(), twin.row().position()),
                    () -> System.err.println("no twin '" + key + "' lives in " + table
                            + time.map(at -> " at " + at).orElse("")));
        }
        return RowBatches.of(found);
    }
}
