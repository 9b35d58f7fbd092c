package io.twinlake.server;

import io.twinlake.compaction.CompactionPlan;
import io.twinlake.compaction.CompactionPolicy;
import io.twinlake.compaction.Compactor;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.ingest.EventSource;
import io.twinlake.ingest.Pipeline;
import io.twinlake.ingest.PipelineListener;
import io.twinlake.ingest.PipelineOptions;
import io.twinlake.ingest.PipelineProgress;
import io.twinlake.ingest.PipelineSpec;
import io.twinlake.ingest.SourceAccess;
import io.twinlake.query.LocalSql;
import io.twinlake.query.RowBatches;
import io.twinlake.query.SqlOptions;
import io.twinlake.query.TwinQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The chapters of the demo but for Spark's. */
final class Demo {

    static final String AIRCRAFT = "aviation.aircraft_state";
    static final String AIRPORT = "aviation.airport_state";

    private static final String POSITIONS = "positions=synthetic:positions?aircraft=100&hours=3";
    private static final List<String> SHOWN =
            List.of("key", "observed_at", "phase", "place", "bound_for", "delay_band", "flights");
    private static final String KNOWN_AIRCRAFT = "N14228";
    private static final Instant A_MOMENT = Instant.parse("2013-01-15T18:00:00Z");

    private final OpenLake lake;
    private final DemoData data;
    private final Narrator narrator;
    private final String uri;

    Demo(OpenLake lake, String uri, DemoData data, Narrator narrator) {
        this.lake = lake;
        this.uri = uri;
        this.data = data;
        this.narrator = narrator;
    }

    void ingestFourWeeks() {
        narrator.chapter("Four weeks of departures, arrivals and weather become twins, twins become tables");
        command("ingest --definition examples/flights/aircraft.yaml examples/flights/airport.yaml \\\n"
                + "    --source 'flights=examples/flights/data/events/week-[1-4]*' "
                + "'weather=examples/flights/data/weather/week-[1-4]*'");
        // Small epochs, so that there is something to compact.
        RunTotals totals = new RunTotals();
        ingest("demo", data.flightDefinitions(), data.fourWeeks(), 8_000, totals);
        totals.report().print("wrote", narrator.out());
        narrator.say(
                "Nearly every departure and arrival changes what an aircraft does: most of these events make a row.");
    }

    void reducePositions() {
        narrator.chapter("Three hours of position reports: only changes of what is worth knowing become rows");
        command("ingest --definition examples/positions/aircraft.yaml --source '" + POSITIONS + "'");
        RunTotals totals = new RunTotals();
        ingest("demo-positions", data.positionDefinitions(), List.of(EventSource.parse(POSITIONS)), 1_000_000, totals);
        totals.report().print("wrote", narrator.out());
        narrator.say("The rest of the reports has moved the twins' state in memory, and no row.");
    }

    /** Called while a stream listens. */
    PipelineProgress ingestFifthWeek() {
        return ingest("demo", data.flightDefinitions(), data.allWeeks(), 2_000, PipelineListener.NONE);
    }

    void compact() {
        narrator.chapter("Small files are merged; no row changes and no subscriber notices");
        command("compact " + AIRCRAFT + " --full");
        for (String table : List.of(AIRCRAFT, AIRPORT)) {
            Optional<CompactionPlan> plan =
                    CompactionPolicy.defaults().full().plan(lake.existing(table).latest());
            plan.ifPresent(due -> {
                var result = new Compactor(lake.environment()).run(due);
                narrator.say(table + ": " + Sizes.count(result.filesIn(), "file") + " into " + result.filesOut() + ", "
                        + Sizes.bytes(due.bytesIn()) + " into " + Sizes.bytes(result.bytesOut()));
            });
        }
    }

    void askSql() throws IOException {
        narrator.chapter("SQL over the state of twins now");
        String punctuality = "SELECT coalesce(delay_band, 'not departed yet') AS delay, count(*) AS aircraft,\n"
                + "    round(avg(flights), 1) AS mean_flights FROM " + AIRCRAFT
                + ".current GROUP BY delay ORDER BY aircraft DESC";
        String busiest = "SELECT key AS airport, max(hourly_departures) AS most_departures_an_hour,\n"
                + "    round(max(hourly_delay_min), 0) AS worst_hours_mean_delay\n    FROM " + AIRPORT
                + " WHERE key IN ('EWR', 'JFK', 'LGA') GROUP BY key ORDER BY 2 DESC";
        Path cache = Files.createTempDirectory("twinlake-sql");
        try (LocalSql sql = LocalSql.over(lake.lake(), SqlOptions.defaults(cache))) {
            for (String statement : List.of(punctuality, busiest)) {
                command("sql \"" + statement + "\"");
                narrator.rows(sql.query(statement));
            }
        } finally {
            Files.deleteIfExists(cache);
        }
    }

    void lookBack() {
        narrator.chapter("What an aircraft was doing at a time, and what the table said at a version");
        command("current " + AIRCRAFT + " " + KNOWN_AIRCRAFT + " --as-of " + A_MOMENT);
        TwinQuery.over(lake.existing(AIRCRAFT).latest())
                .asOf(KNOWN_AIRCRAFT, A_MOMENT)
                .ifPresent(twin -> {
                    RowBatch row = RowBatch.empty(twin.row().schema());
                    row.appendFrom(twin.row().batch(), twin.row().position());
                    narrator.rows(RowBatches.of(some(row, SHOWN)));
                });
        narrator.say("Every version of a table can be read too: --version N or --timestamp T, in every command.");
    }

    /** The command by which a user does the same in this lake. */
    private void command(String line) {
        narrator.command(line + " --lake " + uri);
    }

    /** The columns of a row that fit a terminal. */
    private static RowBatch some(RowBatch rows, List<String> names) {
        List<Integer> positions = names.stream()
                .map(name -> rows.schema().indexOf(name).orElseThrow())
                .toList();
        return RowBatch.of(
                new Schema(positions.stream().map(rows.schema()::field).toList()),
                positions.stream().map(rows::column).toList(),
                rows.rows());
    }

    void sayWhatNext(Duration took) {
        narrator.chapter("Go on by yourself");
        command("tables");
        command("history " + AIRCRAFT + " " + KNOWN_AIRCRAFT);
        command("subscribe " + AIRPORT + " --from earliest");
        command("doctor");
        narrator.say(String.format(Locale.ROOT, "%nThat took %.1f s. The lake is %s.", took.toMillis() / 1e3, uri));
    }

    private PipelineProgress ingest(
            String pipeline, List<Path> definitions, List<EventSource> sources, int epoch, PipelineListener listener) {
        PipelineOptions options = PipelineOptions.defaults().withEpochEvents(epoch);
        PipelineSpec spec = new PipelineSpec(pipeline, Definitions.read(definitions), sources, options);
        return new Pipeline(spec, lake.root(), lake.environment(), SourceAccess.system()).run(listener);
    }
}
