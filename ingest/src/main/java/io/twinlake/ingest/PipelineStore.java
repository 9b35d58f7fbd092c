package io.twinlake.ingest;

import io.twinlake.ingest.Epoch.DefinitionReference;
import io.twinlake.storage.Content;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.twin.TwinDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** What a pipeline keeps in the lake: its records, state checkpoints, definitions, owner, and the tables it writes. */
final class PipelineStore {

    /** So many epochs' records are kept behind a state checkpoint, for a process that is slow to notice that it lost. */
    private static final int RECORDS_KEPT = 16;

    /** So many state checkpoints of one epoch are kept: processes that start and end without one leave one each. */
    private static final int STATES_KEPT = 16;

    private static final long NONE = -1;

    private final Environment environment;
    private final Location lake;
    private final PipelineFolder folder;
    private final EpochRecords records;
    private final Ownership ownership;
    private final Map<String, TwinTableSink> tables = new ConcurrentHashMap<>();
    private final NavigableSet<Long> recorded;
    /** By epoch; of one epoch the newest last. */
    private final List<StateName> states;

    /** The epoch of the state checkpoint that this process kept last. */
    private long keptEpoch = NONE;

    PipelineStore(Environment environment, Location lake, PipelineFolder folder, Ownership ownership) {
        this.environment = environment;
        this.lake = lake;
        this.folder = folder;
        this.ownership = ownership;
        this.records = new EpochRecords(environment, folder);
        this.recorded = new TreeSet<>(folder.recorded(environment.storage()));
        this.states = new ArrayList<>(folder.states(environment.storage()));
    }

    PipelineFolder folder() {
        return folder;
    }

    /** Records an epoch. @throws PipelineConflictException if another process has recorded that one */
    void record(Epoch epoch) {
        records.write(epoch);
        synchronized (this) {
            recorded.add(epoch.number());
        }
    }

    /** The id under which this process records epochs. */
    String writer() {
        return ownership.id();
    }

    void beat() {
        ownership.beat();
    }

    /** The newest state checkpoint from which the epochs behind it went on; an empty state where there is none. */
    synchronized PipelineState newestState() {
        for (int i = states.size() - 1; i >= 0; i--) {
            if (leadsOn(states.get(i))) {
                Location at = folder.state(states.get(i));
                return StateCodec.decode(environment.storage().read(at), at.toString());
            }
        }
        return PipelineState.EMPTY;
    }

    private boolean leadsOn(StateName state) {
        long next = state.epoch() + 1;
        return !recorded.contains(next) || state.leadsTo(records.read(next));
    }

    /** The records of epochs after {@code epoch}, in order, without a gap. */
    synchronized List<Epoch> recordedAfter(long epoch) {
        List<Epoch> found = new ArrayList<>();
        long expected = epoch + 1;
        for (long number : recorded.tailSet(epoch, false)) {
            if (number != expected) {
                throw new IllegalStateException("the record of epoch " + expected + " of pipeline " + folder.name()
                        + " is missing below " + folder.folder() + ", and there is one of epoch " + number
                        + "; restore it, or start a pipeline of another name");
            }
            found.add(records.read(number));
            expected++;
        }
        return found;
    }

    /**
     * Writes a state checkpoint and deletes what it makes useless: what is older than the one that this process kept for
     * an epoch before. That one was good, for the epoch behind it is this process's.
     */
    synchronized void keep(PipelineState state) {
        StateName name = new StateName(state.epoch(), writer());
        environment.storage().put(folder.state(name), Content.of(StateCodec.encode(state)));
        states.remove(name);
        states.add(name);
        if (keptEpoch != NONE && keptEpoch < state.epoch()) {
            forgetRecords(Math.min(keptEpoch, state.epoch() - RECORDS_KEPT));
            long good = keptEpoch;
            forgetStates(states.stream().filter(each -> each.epoch() < good).toList());
        }
        List<StateName> same =
                states.stream().filter(each -> each.epoch() == state.epoch()).toList();
        forgetStates(same.subList(0, Math.max(0, same.size() - STATES_KEPT)));
        keptEpoch = state.epoch();
    }

    private void forgetRecords(long before) {
        List<Long> old = List.copyOf(recorded.headSet(before, false));
        if (!old.isEmpty()) {
            records.delete(old);
            old.forEach(recorded::remove);
        }
    }

    private void forgetStates(List<StateName> old) {
        if (!old.isEmpty()) {
            environment.storage().delete(old.stream().map(folder::state).toList());
            states.removeAll(old);
        }
    }

    /** A reference to a definition, whose text is kept from now on. */
    List<DefinitionReference> keepDefinitions(Generation generation) {
        List<DefinitionReference> references = new ArrayList<>();
        for (int i = 0; i < generation.size(); i++) {
            TwinDefinition definition = generation.definition(i);
            DefinitionReference reference = reference(definition);
            environment.storage().put(folder.definition(reference.hash()), Content.of(definition.text()));
            references.add(reference);
        }
        return references;
    }

    static DefinitionReference reference(TwinDefinition definition) {
        return new DefinitionReference(
                definition.table().qualifiedName(), definition.version(), hash(definition.text()));
    }

    TwinDefinition definition(DefinitionReference reference) {
        Location at = folder.definition(reference.hash());
        String text = new String(environment.storage().read(at), StandardCharsets.UTF_8);
        return TwinDefinition.parse(at.toString(), text).get(0);
    }

    /** The table of a definition. */
    TwinTableSink table(Generation generation, int definition) {
        TwinDefinition twin = generation.definition(definition);
        String name = generation.nameOf(definition);
        return tables.computeIfAbsent(
                name + "@" + hash(twin.text()),
                any -> new TwinTableSink(
                        environment,
                        lake.resolve(
                                twin.table().namespace() + "/" + twin.table().name()),
                        name,
                        generation.models().get(definition).schema(),
                        java.util.Optional.of(twin.text())));
    }

    TwinTableSink deadLetters() {
        return tables.computeIfAbsent(DeadLetterTable.NAME, any -> DeadLetterTable.sink(environment, lake));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available in this Java runtime", e);
        }
    }
}
