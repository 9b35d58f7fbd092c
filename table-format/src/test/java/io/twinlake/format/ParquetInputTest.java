package io.twinlake.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Content;
import io.twinlake.storage.ForwardingStorage;
import io.twinlake.storage.InputObject;
import io.twinlake.storage.Location;
import io.twinlake.storage.ManualClock;
import io.twinlake.storage.MemoryStorage;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.Storage;
import io.twinlake.storage.StorageException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParquetInputTest {

    /** Counts the objects that are open. */
    private static final class Counting extends ForwardingStorage {
        private final AtomicInteger open = new AtomicInteger();

        Counting(Storage inner) {
            super(inner);
        }

        @Override
        public InputObject open(ObjectInfo info) {
            InputObject object = inner.open(info);
            open.incrementAndGet();
            return new InputObject() {
                @Override
                public ObjectInfo info() {
                    return object.info();
                }

                @Override
                public void readFully(long position, byte[] target, int offset, int length) {
                    object.readFully(position, target, offset, length);
                }

                @Override
                public void close() {
                    object.close();
                    open.decrementAndGet();
                }
            };
        }
    }

    @Test
    void a_file_that_is_shorter_than_the_log_says_is_closed() {
        var storage = new Counting(new MemoryStorage(ManualClock.at("2024-01-01T00:00:00Z")));
        var at = Location.parse("memory://lake/t/part-1.parquet");
        storage.put(at, Content.of("short"));

        assertThatThrownBy(() -> DataFileSource.open(storage, new ObjectInfo(at, 1000, Instant.EPOCH)))
                .isInstanceOf(StorageException.class);

        assertThat(storage.open).hasValue(0);
    }
}
