package io.twinlake.ingest;

import io.twinlake.ingest.Epoch.DefinitionReference;
import io.twinlake.log.TransactionLog;
import io.twinlake.storage.Content;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectNotFoundException;
import io.twinlake.twin.TwinDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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
    private final Set<String> shared = ConcurrentHashMap.newKeySet();
    private final Map<String, TransactionLog> logs = new ConcurrentHashMap<>();
    private final NavigableSet<Long> recorded = new TreeSet<>();
    /** By epoch; of one epoch the newest last. */
    private final List<KeptState> states = new ArrayList<>();

    /** The epoch of the state checkpoint that this process kept last. */
    private long keptEpoch = NONE;

    PipelineStore(Environment environment, Location lake, PipelineFolder folder, Ownership ownership) {
        this.environment = environment;
        this.lake = lake;
        this.folder = folder;
        this.ownership = ownership;
        this.records = new EpochRecords(environment, folder);
    }

    /** Looks what records and state checkpoints there are. The record after any state that is found is found too. */
    synchronized void look() {
        recorded.clear();
        states.clear();
        recorded.addAll(folder.recorded(environment.storage()));
        states.addAll(folder.states(environment.storage()));
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

    /** The state checkpoints, the newest first. */
    synchronized List<StateName> states() {
        List<StateName> newestFirst =
                new ArrayList<>(states.stream().map(KeptState::name).toList());
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    /** The numbers of the epochs of which there is a record. */
    synchronized NavigableSet<Long> recorded() {
        return new TreeSet<>(recorded);
    }

    /** @throws CorruptPipelineException if it can't be read */
    PipelineState state(StateName name) {
        Location at = folder.state(name);
        PipelineState state = StateCodec.decode(bytes(at), at.toString());
        if (state.epoch() != name.epoch()) {
            throw new CorruptPipelineException("the state checkpoint " + at + " is that of epoch " + state.epoch());
        }
        return state;
    }

    private byte[] bytes(Location listed) {
        try {
            return environment.storage().read(listed);
        } catch (ObjectNotFoundException deleted) {
            throw PipelineConflictException.gone(folder, listed);
        }
    }

    /** @throws CorruptPipelineException if it is damaged */
    Epoch epoch(long number) {
        return records.read(number);
    }

    /** The log of a table by the name that records have; there need not be a table. */
    TransactionLog log(String table) {
        return logs.computeIfAbsent(table, name -> TransactionLog.open(environment, PipelineFolder.table(lake, name)));
    }

    /**
     * Writes a state checkpoint and deletes what is needless behind the one that this process kept for an epoch before: that
     * one was good, for the epoch after it is this process's. Records from the oldest state on are kept.
     */
    synchronized void keep(PipelineState state) {
        StateName name = new StateName(state.epoch(), writer());
        environment.storage().put(folder.state(name), Content.of(StateCodec.encode(state)));
        Instant now = environment.clock().instant();
        states.removeIf(other -> other.name().equals(name));
        states.add(new KeptState(name, now));
        if (keptEpoch != NONE && keptEpoch < state.epoch()) {
            forgetStates(KeptState.needless(states, keptEpoch, now));
            forgetRecords(Math.min(oldestState(), state.epoch() - RECORDS_KEPT));
        }
        List<KeptState> same =
                states.stream().filter(each -> each.epoch() == state.epoch()).toList();
        forgetStates(same.subList(0, Math.max(0, same.size() - STATES_KEPT)));
        keptEpoch = state.epoch();
    }

    private long oldestState() {
        return states.stream().mapToLong(KeptState::epoch).min().orElse(0);
    }

    private void forgetRecords(long before) {
        List<Long> old = List.copyOf(recorded.headSet(before, false));
        if (!old.isEmpty()) {
            records.delete(old);
            old.forEach(recorded::remove);
        }
    }

    private void forgetStates(List<KeptState> old) {
        if (!old.isEmpty()) {
            environment
                    .storage()
                    .delete(old.stream()
                            .map(state -> folder.state(state.name()))
                            .toList());
            states.removeAll(old);
        }
    }

    /** A reference to a definition, whose text is kept from now on. */
    List<DefinitionReference> keepDefinitions(CompiledDefinitions compiled) {
        List<DefinitionReference> references = new ArrayList<>();
        for (int i = 0; i < compiled.size(); i++) {
            TwinDefinition definition = compiled.definition(i);
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

    /** @throws CorruptPipelineException if its text is gone or another one */
    TwinDefinition definition(DefinitionReference reference) {
        Location at = folder.definition(reference.hash());
        String text;
        try {
            text = new String(environment.storage().read(at), StandardCharsets.UTF_8);
        } catch (ObjectNotFoundException gone) {
            throw unknown(reference, at, "gone", gone);
        }
        if (!hash(text).equals(reference.hash())) {
            throw unknown(reference, at, "not what it was", null);
        }
        return TwinDefinition.recorded(at.toString(), text);
    }

    private CorruptPipelineException unknown(
            DefinitionReference reference, Location at, String what, @Nullable Exception cause) {
        return new CorruptPipelineException(
                "pipeline " + folder.name() + " can't go on: epochs that were recorded are to be made again by version "
                        + reference.version() + " of the definition of " + reference.table() + ", whose text " + at
                        + " is " + what + ". Put that text back there: the file that was given to ingest then, byte"
                        + " by byte",
                cause);
    }

    /** The table of a definition. */
    TwinTableSink table(CompiledDefinitions compiled, int definition) {
        TwinDefinition twin = compiled.definition(definition);
        String name = compiled.nameOf(definition);
        return tables.computeIfAbsent(
                name + "@" + hash(twin.text()),
                any -> new TwinTableSink(
                        log(name),
                        folder.name(),
                        new TwinTableSink.Contents(
                                name, compiled.models().get(definition).schema(), Optional.of(twin.text())),
                        !shared.contains(name)));
    }

    /**
     * Looks who else writes a table, before anything is written to it.
     *
     * @param mayShare whether it may be written beside others
     * @return who else does, if that is so
     * @throws IllegalArgumentException if others do, and this pipeline neither has begun nor may
     */
    Optional<TableShare> share(String table, boolean mayShare) {
        if (mayShare) {
            shared.add(table);
        }
        TransactionLog log = log(table);
        if (!log.exists()) {
            return Optional.empty();
        }
        TableShare share = TableShare.of(log.latest(), folder.name());
        if (share.isNew() && !mayShare) {
            throw share.refusal(table, Optional.empty());
        }
        return Optional.of(share).filter(others -> !others.others().isEmpty());
    }

    TwinTableSink deadLetters() {
        return tables.computeIfAbsent(
                DeadLetterTable.NAME, any -> DeadLetterTable.sink(log(DeadLetterTable.NAME), folder.name()));
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
