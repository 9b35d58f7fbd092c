package io.twinlake.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.twinlake.storage.Content;
import io.twinlake.storage.Environment;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectNotFoundException;
import io.twinlake.storage.PutOutcome;
import io.twinlake.storage.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/**
 * The records of a pipeline's epochs. Writing one is the pipeline's fence: its name is free once, so of two processes
 * one writes it and the other one stops.
 */
final class EpochRecords {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(OffsetJson.module())
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, true);
    private static final int ATTEMPTS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final Environment environment;
    private final PipelineFolder folder;

    EpochRecords(Environment environment, PipelineFolder folder) {
        this.environment = environment;
        this.folder = folder;
    }

    /**
     * Records an epoch. The same bytes go to the same name, so a put whose answer was lost may be repeated.
     *
     * @throws PipelineConflictException if another process has recorded an epoch of that number
     */
    void write(Epoch epoch) {
        byte[] bytes = encoded(epoch);
        Location at = folder.epoch(epoch.number());
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            Optional<StorageException> unknown =
                    environment.storage().putIfAbsent(at, Content.of(bytes)).match(new Fate());
            if (unknown.isEmpty()) {
                return;
            }
            Optional<byte[]> found = existing(at);
            if (found.isPresent()) {
                checkOurs(found.get(), bytes, epoch);
                return;
            }
            if (attempt == ATTEMPTS) {
                throw new StorageException(
                        "epoch " + epoch.number() + " of pipeline " + folder.name() + " could not be recorded at " + at
                                + " in " + ATTEMPTS + " attempts; start the pipeline again, it goes on by itself",
                        unknown.get());
            }
            environment.pause().sleep(pause);
            pause = pause.multipliedBy(2);
        }
    }

    /**
     * Reads a record that was listed.
     *
     * @throws CorruptPipelineException if it is damaged or another epoch's; the message says what and no remedy
     */
    Epoch read(long number) {
        Location at = folder.epoch(number);
        byte[] bytes = existing(at).orElseThrow(() -> PipelineConflictException.gone(folder, at));
        if (bytes.length == 0) {
            throw new CorruptPipelineException("the epoch record " + at + " is empty");
        }
        try {
            Epoch epoch = JSON.readValue(bytes, Epoch.class);
            if (epoch == null || epoch.number() != number) {
                throw new CorruptPipelineException("the epoch record " + at + " is "
                        + (epoch == null ? "null" : "that of epoch " + epoch.number()));
            }
            return epoch;
        } catch (IOException e) {
            throw new CorruptPipelineException("the epoch record " + at + " is damaged: " + JsonDamage.of(e), e);
        }
    }

    void delete(Collection<Long> numbers) {
        environment.storage().delete(numbers.stream().map(folder::epoch).toList());
    }

    private Optional<byte[]> existing(Location at) {
        try {
            return Optional.of(environment.storage().read(at));
        } catch (ObjectNotFoundException notWritten) {
            return Optional.empty();
        }
    }

    private void checkOurs(byte[] found, byte[] ours, Epoch epoch) {
        if (!Arrays.equals(found, ours)) {
            throw new PipelineConflictException("another process of pipeline " + folder.name() + " has recorded epoch "
                    + epoch.number() + "; this one stops and has written nothing of it. Run one process a pipeline, or"
                    + " give this one another name");
        }
    }

    private static byte[] encoded(Epoch epoch) {
        try {
            return JSON.writeValueAsString(epoch).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an epoch can't be written as JSON: " + epoch, e);
        }
    }

    /** Nothing if the record was written; else why that is not known. */
    private static final class Fate implements PutOutcome.Cases<Optional<StorageException>> {
        @Override
        public Optional<StorageException> created() {
            return Optional.empty();
        }

        @Override
        public Optional<StorageException> exists() {
            return Optional.of(new StorageException("an object of that name is there"));
        }

        @Override
        public Optional<StorageException> unknown(StorageException why) {
            return Optional.of(why);
        }
    }
}
