package io.twinlake.server;

import io.twinlake.compaction.CompactionPlan;
import io.twinlake.compaction.CompactionPolicy;
import io.twinlake.compaction.Compactor;
import io.twinlake.format.RowBatch;
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
import io.twinlake.twin.TwinDefinition;
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

    private static final String KNOWN_AIRCRAFT = "N14228";
    private static final Instant A_MOMENT = Instant.parse("2013-01-15T18:00:00Z");

    private final OpenLake lake;
    private final DemoData data;
    private final Narrator narrator;

    Demo(OpenLake lake, DemoData data, Narrator narrator) {
        this.lake = lake;
        this.data = data;
        this.narrator = narrator;
    }

    void ingestFourWeeks() {
        narrator.chapter("Four weeks of departures, arrivals and weather become twins, twins become tables");
        narrator.command("ingest --definition examples/flights/aircraft.yaml examples/flights/airport.yaml"
                + " --source flights=… weather=…");
        // Small epochs, so that there is something to compact.
        RunTotals totals = new RunTotals();
        ingest(PipelineOptions.defaults().withEpochEvents(8_000), totals);
        totals.report().print("wrote", narrator.out());
        narrator.say(
                "Only changes of what is worth knowing became rows; the rest of the events stays in the twins' memory.");
    }

    /** Called while a stream listens. */
    PipelineProgress ingestFifthWeek() throws IOException {
        data.landLastWeek();
        return ingest(PipelineOptions.defaults().withEpochEvents(2_000), PipelineListener.NONE);
    }

    void compact() {
        narrator.chapter("Small files are merged; no row changes and no subscriber notices");
        narrator.command("compact " + AIRCRAFT + " --full");
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
        String punctuality = "SELECT delay_band, count(*) AS aircraft, round(avg(flights), 1) AS mean_flights FROM "
                + AIRCRAFT + ".current GROUP BY delay_band ORDER BY aircraft DESC";
        String busiest = "SELECT key AS airport, max(hourly_departures) AS most_departures_an_hour, "
                + "round(max(hourly_delay_min), 0) AS worst_hours_mean_delay FROM " + AIRPORT
                + " WHERE key IN ('EWR', 'JFK', 'LGA') GROUP BY key ORDER BY 2 DESC";
        Path cache = Files.createTempDirectory("twinlake-sql");
        try (LocalSql sql = LocalSql.over(lake.lake(), SqlOptions.defaults(cache))) {
            for (String statement : List.of(punctuality, busiest)) {
                narrator.command("sql \"" + statement + "\"");
                narrator.rows(sql.query(statement));
            }
        } finally {
            Files.deleteIfExists(cache);
        }
    }

    void lookBack() {
        narrator.chapter("What an aircraft was doing at a time, and what the table said at a version");
        narrator.command("current " + AIRCRAFT + " " + KNOWN_AIRCRAFT + " --as-of " + A_MOMENT);
        TwinQuery.over(lake.existing(AIRCRAFT).latest())
                .asOf(KNOWN_AIRCRAFT, A_MOMENT)
                .ifPresent(twin -> {
                    RowBatch row = RowBatch.empty(twin.row().schema());
                    row.appendFrom(twin.row().batch(), twin.row().position());
                    narrator.rows(RowBatches.of(row));
                });
        narrator.say("Every version of a table can be read too: --version N or --timestamp T, in every command.");
    }

    void sayWhatNext(String uri, Duration took) {
        narrator.chapter("Go on by yourself");
        String lakeOption = uri.equals("./lake") ? "" : " --lake " + uri;
        narrator.command("tables" + lakeOption);
        narrator.command("history " + AIRCRAFT + " " + KNOWN_AIRCRAFT + lakeOption);
        narrator.command("subscribe " + AIRPORT + " --from earliest" + lakeOption);
        narrator.command("doctor" + lakeOption);
        narrator.say(String.format(Locale.ROOT, "%nThat took %.1f s. The lake is %s.", took.toMillis() / 1e3, uri));
    }

    private PipelineProgress ingest(PipelineOptions options, PipelineListener listener) {
        List<TwinDefinition> definitions = Definitions.read(data.definitions());
        List<EventSource> sources =
                List.of(EventSource.parse("flights=" + data.events()), EventSource.parse("weather=" + data.weather()));
        PipelineSpec spec = new PipelineSpec("demo", definitions, sources, options);
        return new Pipeline(spec, lake.root(), lake.environment(), SourceAccess.system()).run(listener);
    }
}
