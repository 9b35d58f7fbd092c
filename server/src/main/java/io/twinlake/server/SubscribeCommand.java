package io.twinlake.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.twinlake.format.RowBatch;
import io.twinlake.log.TransactionLog;
import io.twinlake.query.RowBatches;
import io.twinlake.query.StartAt;
import io.twinlake.query.SubscribedCommit;
import io.twinlake.query.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "subscribe",
        description = {
            "New rows as JSON lines, each with its version in _commit_version (or as --version-column says): whole commits, at"
                    + " least once.",
            "Compaction is not seen. Resume with --from LAST_VERSION+1."
        },
        footer = {"", "For example:", "  twinlake subscribe aviation.aircraft_state --from latest --follow"})
final class SubscribeCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Option(
            names = "--from",
            paramLabel = "earliest|latest|VERSION",
            defaultValue = "latest",
            description = {
                "Where to begin (default: ${DEFAULT-VALUE}). earliest: all rows of the oldest version that can be rebuilt and read, "
                        + "then every later commit; latest: only what is committed from now on."
            })
    private String from = "latest";

    @Option(
            names = "--follow",
            description = "Wait for further commits until interrupted; else end where the log ends.")
    private boolean follow;

    @Option(
            names = "--poll",
            paramLabel = "DURATION",
            defaultValue = "200ms",
            description =
                    "How often to look for the next commit when following; a look is one GET (default: ${DEFAULT-VALUE}).")
    private Duration poll = Duration.ofMillis(200);

    @Option(
            names = "--lease",
            paramLabel = "NAME",
            description =
                    "Claim in that name what has not been read yet: vacuum keeps it although its retention has passed.")
    private Optional<String> lease = Optional.empty();

    @Option(
            names = "--lease-time",
            paramLabel = "DURATION",
            defaultValue = "7d",
            description =
                    "How long the claim lasts after this ends, so that it can be resumed (default: ${DEFAULT-VALUE}).")
    private Duration leaseTime = Duration.ofDays(7);

    @Option(
            names = "--version-column",
            paramLabel = "NAME",
            defaultValue = "_commit_version",
            description = "What each row's version is called, for tables that have a column of that name themselves"
                    + " (default: ${DEFAULT-VALUE}).")
    private String versionColumn = "_commit_version";

    @Parameters(paramLabel = "TABLE|PATH", description = "namespace.table, or the path or URI of any Delta table.")
    private String table = "";

    @Override
    public Integer call() throws IOException {
        try (OpenLake lake = lakeOptions.open()) {
            TransactionLog log = lake.existing(table);
            try (Subscription subscription = Subscription.from(log, start());
                    JsonGenerator json = generator()) {
                lease.ifPresent(holder -> subscription.leased(holder, leaseTime));
                Optional<SubscribedCommit> commit = subscription.poll();
                while (commit.isPresent() || follow) {
                    deliver(commit.isPresent() ? commit.get() : subscription.await(poll), json);
                    commit = subscription.poll();
                }
                System.err.println("resume with --from " + subscription.position());
            }
            return ExitCode.DONE.number();
        }
    }

    private StartAt start() {
        return switch (from.toLowerCase(Locale.ROOT)) {
            case "earliest" -> StartAt.earliest();
            case "latest" -> StartAt.latest();
            default -> StartAt.version(number());
        };
    }

    private long number() {
        try {
            long number = Long.parseLong(from);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException(
                "--from '" + from + "' is neither earliest, latest nor a version; versions begin at 0");
    }

    private static JsonGenerator generator() throws IOException {
        JsonGenerator json = new JsonFactory().createGenerator(StandardOutput.buffered());
        json.setRootValueSeparator(null);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        return json;
    }

    private void deliver(SubscribedCommit commit, JsonGenerator json) {
        requireFree(commit);
        try {
            write(commit, json);
        } catch (IOException e) {
            System.err.println("resume with --from " + commit.version());
            throw OutputException.of("standard output", e);
        }
    }

    /** Two values by one name would be told apart by nobody; a column may also come with a later commit. */
    private void requireFree(SubscribedCommit commit) {
        if (commit.schema().indexOf(versionColumn).isPresent()) {
            throw new UsageException(
                    "version " + commit.version() + " of the table has a column '" + versionColumn
                            + "' itself, so its rows are not written; say by --version-column what the version is to be called");
        }
    }

    /** Flushes once a commit, so that a program that reads along sees whole commits. */
    private void write(SubscribedCommit commit, JsonGenerator json) throws IOException {
        try (RowBatches rows = commit.rows()) {
            while (rows.hasNext()) {
                RowBatch batch = rows.next();
                for (int row = 0; row < batch.rows(); row++) {
                    json.writeStartObject();
                    json.writeNumberField(versionColumn, commit.version().number());
                    JsonLines.fields(json, batch, row);
                    json.writeEndObject();
                    json.writeRaw('\n');
                }
            }
        }
        json.flush();
    }
}
