package io.twinlake.ingest;

import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What the lake says of a pipeline.
 *
 * @param owner the process that runs it, if one seems to
 * @param epoch the last one recorded; 0 if none
 * @param offsets by source partition, as the newest state checkpoint and the epoch records after it say
 * @param watermarks by table
 * @param recordedAt when the last epoch was recorded, if there is one
 */
public record PipelineStatus(
        String name,
        Optional<Running> owner,
        long epoch,
        Map<String, Offset> offsets,
        Map<String, Instant> watermarks,
        Optional<Instant> recordedAt,
        Epoch.Totals totals) {

    /** The process that runs a pipeline. */
    public record Running(String host, long pid, Instant lastSeen) {}

    /** Every pipeline of a lake, in order of name. */
    public static List<PipelineStatus> all(Environment environment, Location lake) {
        return environment.storage().folders(PipelineFolder.all(lake)).stream()
                .filter(PipelineFolder::isName)
                .map(name -> of(environment, lake, name))
                .toList();
    }

    /** One pipeline; at epoch 0 and without an owner if the lake knows nothing of it. */
    public static PipelineStatus of(Environment environment, Location lake, String name) {
        PipelineFolder folder = PipelineFolder.of(lake, name);
        Instant now = environment.clock().instant();
        Optional<Running> owner = Owner.read(environment, folder)
                .filter(found -> found.seemsAlive(now))
                .map(found -> new Running(found.host(), found.pid(), Clocks.instant(found.seenMicros())));
        Optional<PipelineState> state = newestState(environment, folder);
        long kept = state.map(PipelineState::epoch).orElse(0L);
        List<Epoch> epochs = recordedFrom(environment, folder, kept);
        Map<String, Offset> offsets = new TreeMap<>();
        state.ifPresent(known -> known.partitions().forEach((partition, at) -> offsets.put(partition, at.offset())));
        epochs.stream()
                .filter(epoch -> epoch.number() > kept)
                .flatMap(epoch -> epoch.rounds().stream())
                .forEach(round -> round.partitions().forEach((partition, range) -> offsets.put(partition, range.to())));
        if (epochs.isEmpty()) {
            return new PipelineStatus(name, owner, 0, offsets, Map.of(), Optional.empty(), Epoch.Totals.NONE);
        }
        Epoch last = epochs.get(epochs.size() - 1);
        Map<String, Instant> watermarks = new TreeMap<>();
        last.watermarks().forEach((table, micros) -> watermarks.put(table, Clocks.instant(micros)));
        return new PipelineStatus(
                name,
                owner,
                last.number(),
                offsets,
                watermarks,
                Optional.of(Clocks.instant(last.recordedAtMicros())),
                last.totals());
    }

    /** How far a table's watermark is behind the clock, in milliseconds, if it has one. */
    public OptionalLong lagMillis(String table, Instant now) {
        Instant watermark = watermarks.get(table);
        return watermark == null
                ? OptionalLong.empty()
                : OptionalLong.of(Duration.between(watermark, now).toMillis());
    }

    /** What is damaged is passed over: a restart says more of it, and so does the doctor. */
    private static Optional<PipelineState> newestState(Environment environment, PipelineFolder folder) {
        List<KeptState> states = folder.states(environment.storage());
        for (int i = states.size() - 1; i >= 0; i--) {
            Location at = folder.state(states.get(i).name());
            try {
                return Optional.of(StateCodec.decode(environment.storage().read(at), at.toString()));
            } catch (CorruptPipelineException | ObjectNotFoundException unusable) {
                // An older one will do.
            }
        }
        return Optional.empty();
    }

    /** The epoch of a state and all later ones, as far as they can be read. */
    private static List<Epoch> recordedFrom(Environment environment, PipelineFolder folder, long first) {
        EpochRecords records = new EpochRecords(environment, folder);
        List<Epoch> epochs = new ArrayList<>();
        for (long number : folder.recorded(environment.storage())) {
            if (number >= first) {
                try {
                    epochs.add(records.read(number));
                } catch (CorruptPipelineException | PipelineConflictException unusable) {
                    // The others tell enough.
                }
            }
        }
        return epochs;
    }
}
