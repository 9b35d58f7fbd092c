package io.twinlake.ingest;

import io.twinlake.log.CorruptLogException;
import io.twinlake.log.UnsupportedTableException;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at what the lake keeps of a pipeline as a restart would, and writes nothing: state checkpoints, epoch records,
 * definitions, owner, and whether its tables have what they must have.
 */
public final class PipelineExamination {

    private final PipelineStore store;
    private final Environment environment;
    private final PipelineFolder folder;
    private final List<Problem> problems = new ArrayList<>();

    private PipelineExamination(Environment environment, Location lake, String name) {
        this.environment = environment;
        this.folder = PipelineFolder.of(lake, name);
        this.store = new PipelineStore(environment, lake, folder, Ownership.ofNobody(environment, folder));
    }

    /**
     * Something that is not in order.
     *
     * @param losesRows whether rows are missing or a restart may not go on; else it costs time or is worth knowing
     * @param where the pipeline or the object
     */
    public record Problem(boolean losesRows, String where, String problem, String remedy) {}

    /**
     * What is not in order with a pipeline; nothing if all is well.
     *
     * @param tables of the lake, any of which may have rows of it
     */
    public static List<Problem> of(Environment environment, Location lake, String name, Collection<String> tables) {
        if (!PipelineFolder.isName(name)) {
            return List.of(new Problem(
                    false,
                    PipelineFolder.all(lake).resolve(name).toString(),
                    "no pipeline has such a name",
                    "move the folder elsewhere"));
        }
        return new PipelineExamination(environment, lake, name).problems(tables);
    }

    private List<Problem> problems(Collection<String> ofLake) {
        Optional<Owner> owner = owner();
        store.look();
        states();
        Set<String> tables = records();
        tables.addAll(ofLake);
        tables.removeIf(table -> !isReadable(table));
        boolean runs = owner.filter(found -> found.seemsAlive(now())).isPresent();
        tables(tables, runs);
        return problems;
    }

    private Optional<Owner> owner() {
        Optional<Owner> owner = Owner.read(environment, folder);
        if (owner.isEmpty() && Owner.isThere(environment, folder)) {
            advice(
                    folder.owner().toString(),
                    "the owner can't be read",
                    "delete it unless a process runs the pipeline");
        }
        owner.filter(found -> !found.seemsAlive(now()))
                .ifPresent(gone -> advice(
                        "pipeline " + folder.name(),
                        "its last process, " + gone.pid() + " on host " + gone.host() + ", was last seen "
                                + Clocks.instant(gone.seenMicros()) + " and has not let it go: it was killed or lost"
                                + " its store",
                        "start it again if it is to run: it goes on where it was"));
        owner.filter(found -> Clocks.instant(found.seenMicros()).isAfter(now().plusNanos(found.ttlMicros() * 1_000)))
                .ifPresent(ahead -> advice(
                        "pipeline " + folder.name(),
                        "its owner was last seen " + Clocks.instant(ahead.seenMicros())
                                + ", which is to come: the clock of host " + ahead.host() + " or of this one is wrong",
                        "set the clocks; until then --take-over"));
        return owner;
    }

    private void states() {
        for (StateName name : store.states()) {
            try {
                store.state(name);
            } catch (CorruptPipelineException damaged) {
                error(
                        folder.state(name).toString(),
                        String.valueOf(damaged.getMessage()),
                        "a restart passes over it if an older one and the epoch records behind it will do; restore it from"
                                + " a copy, or delete it");
            } catch (PipelineConflictException meanwhile) {
                // A process at work deletes what it needs no more.
            }
        }
    }

    /** Looks at records and the definitions that they name; the tables that they had rows for or will have. */
    private Set<String> records() {
        Set<String> tables = new TreeSet<>();
        Set<Epoch.DefinitionReference> definitions = new LinkedHashSet<>();
        NavigableSet<Long> recorded = store.recorded();
        for (long number : recorded) {
            if (number > recorded.first() && !recorded.contains(number - 1)) {
                error(
                        folder.epoch(number - 1).toString(),
                        "the record of epoch " + (number - 1) + " is gone, and those before and after it are there",
                        "restore it from a copy: a table that lacks its rows can't be given them without it");
            }
            record(number).ifPresent(epoch -> {
                tables.addAll(epoch.rows().keySet());
                definitions.addAll(epoch.definitions());
            });
        }
        for (Epoch.DefinitionReference reference : definitions) {
            tables.add(reference.table());
            try {
                store.definition(reference);
            } catch (CorruptPipelineException gone) {
                error(
                        folder.definition(reference.hash()).toString(),
                        "the definition of " + reference.table() + " by which epochs were made is gone or another one",
                        "put its text back there, byte by byte: epochs can't be made again without it");
            }
        }
        return tables;
    }

    private Optional<Epoch> record(long number) {
        try {
            return Optional.of(store.epoch(number));
        } catch (CorruptPipelineException damaged) {
            error(
                    folder.epoch(number).toString(),
                    String.valueOf(damaged.getMessage()),
                    "restore it from a copy: a table that lacks its rows can't be given them without it. Delete it if it is"
                            + " the last one and no table has its epoch");
            return Optional.empty();
        } catch (PipelineConflictException meanwhile) {
            return Optional.empty();
        }
    }

    /** Asks the tables as a restart does. */
    private void tables(Set<String> tables, boolean runs) {
        List<String> notices = new ArrayList<>();
        try {
            Recovery.Begin begin = new Recovery(store, tables, notices::add).begin();
            notices.forEach(notice ->
                    error("pipeline " + folder.name(), notice, "start it again: what is missing is made again"));
            if (!runs && notices.isEmpty()) {
                recordedOnly(begin);
            }
        } catch (CorruptPipelineException refused) {
            error(
                    "pipeline " + folder.name(),
                    String.valueOf(refused.getMessage()),
                    "see docs/operations.md, Recovery");
        } catch (PipelineConflictException meanwhile) {
            // A process at work deletes what it needs no more.
        }
    }

    /** Epochs that were recorded when their process died, and that not every table has. */
    private void recordedOnly(Recovery.Begin begin) {
        for (Epoch epoch : begin.epochs()) {
            Set<String> lacking = new TreeSet<>(epoch.rows().keySet());
            lacking.removeIf(table -> store.log(table).exists()
                    && store.log(table).latest().progress(folder.name()).orElse(0) >= epoch.number());
            if (!lacking.isEmpty()) {
                error(
                        String.join(", ", lacking),
                        "rows of epoch " + epoch.number() + " of pipeline " + folder.name()
                                + " are recorded and not there: its process ended before it committed them",
                        "start the pipeline again: it makes them again");
            }
        }
    }

    /** Whether a table, if it is there, can be opened; why not, the examination of tables tells. */
    private boolean isReadable(String table) {
        try {
            return !store.log(table).exists()
                    || store.log(table).latest().version().number() >= 0;
        } catch (CorruptLogException | UnsupportedTableException unreadable) {
            return false;
        }
    }

    private Instant now() {
        return environment.clock().instant();
    }

    private void error(String where, String problem, String remedy) {
        problems.add(new Problem(true, where, problem, remedy));
    }

    private void advice(String where, String problem, String remedy) {
        problems.add(new Problem(false, where, problem, remedy));
    }
}
