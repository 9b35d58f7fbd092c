package io.twinlake.ingest;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import io.twinlake.ingest.PipelineState.PartitionState;
import io.twinlake.ingest.PipelineState.SavedEvent;
import io.twinlake.ingest.PipelineState.ShardState;
import io.twinlake.twin.Layout;
import io.twinlake.twin.Slots;
import io.twinlake.twin.ValueType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A state checkpoint as bytes: a magic number, a format version, a JSON header and the shards, compressed, with a checksum. */
final class StateCodec {

    private static final int MAGIC = 0x74776c73;
    /** 2: files with their positions and proofs, of which format 1 has the names. */
    private static final int FORMAT = 2;

    private static final int MOST_SLOTS = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(OffsetJson.module())
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private StateCodec() {}

    /** @param lastRows missing in those of before it was kept */
    private record Header(
            long epoch,
            Map<String, PartitionState> partitions,
            Watermarks.Image watermarks,
            Epoch.Totals totals,
            @Nullable Map<String, Long> lastRows) {

        PipelineState with(Map<String, List<ShardState>> twins) {
            return new PipelineState(
                    epoch, partitions, watermarks, totals, lastRows == null ? Map.of() : lastRows, twins);
        }
    }

    static byte[] encode(PipelineState state) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new ZstdOutputStream(bytes).setChecksum(true))) {
            out.writeInt(MAGIC);
            out.writeInt(FORMAT);
            Header header =
                    new Header(state.epoch(), state.partitions(), state.watermarks(), state.totals(), state.lastRows());
            writeBytes(out, JSON.writeValueAsBytes(header));
            out.writeInt(state.twins().size());
            for (Map.Entry<String, List<ShardState>> table : new TreeMap<>(state.twins()).entrySet()) {
                writeText(out, table.getKey());
                out.writeInt(table.getValue().size());
                for (ShardState shard : table.getValue()) {
                    writeBytes(out, shard.twins());
                    out.writeInt(shard.held().size());
                    for (SavedEvent event : shard.held()) {
                        writeEvent(out, event);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** @throws CorruptPipelineException if the bytes are no state checkpoint: says why, and names {@code where} */
    static PipelineState decode(byte[] bytes, String where) {
        try (DataInputStream in = new DataInputStream(new ZstdInputStream(new ByteArrayInputStream(bytes)))) {
            Header header = readHeader(in);
            Map<String, List<ShardState>> twins = new TreeMap<>();
            for (int tables = readCount(in); tables > 0; tables--) {
                twins.put(readText(in), readShards(in));
            }
            if (in.read() >= 0) {
                throw new IOException("more follows where it should end");
            }
            return header.with(twins);
        } catch (EOFException e) {
            throw damaged(where, bytes.length == 0 ? "it is empty" : "it is cut off", e);
        } catch (IOException e) {
            throw damaged(where, JsonDamage.of(e), e);
        } catch (RuntimeException e) {
            throw damaged(where, String.valueOf(e.getMessage()), e);
        }
    }

    private static CorruptPipelineException damaged(String where, String why, Exception cause) {
        return new CorruptPipelineException("the state checkpoint " + where + " can't be read: " + why, cause);
    }

    private static Header readHeader(DataInputStream in) throws IOException {
        int magic = in.readInt();
        int format = in.readInt();
        if (magic != MAGIC || format < 1 || format > FORMAT) {
            throw new IOException("it begins with " + Integer.toHexString(magic) + " and has format " + format
                    + "; this version reads " + Integer.toHexString(MAGIC) + " and formats 1 to " + FORMAT);
        }
        Header header = JSON.readValue(readBytes(in), Header.class);
        if (header == null || header.partitions() == null || header.watermarks() == null || header.totals() == null) {
            throw new IOException("its header lacks partitions, watermarks or totals");
        }
        return header;
    }

    private static List<ShardState> readShards(DataInputStream in) throws IOException {
        int count = readCount(in);
        if (count != Shard.COUNT) {
            throw new IOException("a table has " + count + " shards, this version has " + Shard.COUNT);
        }
        List<ShardState> shards = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            byte[] image = readBytes(in);
            List<SavedEvent> held = new ArrayList<>();
            for (int events = readCount(in); events > 0; events--) {
                held.add(readEvent(in));
            }
            shards.add(new ShardState(image, held));
        }
        return shards;
    }

    private static void writeEvent(DataOutputStream out, SavedEvent event) throws IOException {
        writeText(out, event.stream());
        writeText(out, event.key());
        out.writeLong(event.timeMicros());
        writeText(out, event.partition());
        out.writeLong(event.offset());
        writeBytes(out, event.bytes());
        out.writeInt(event.layout().slots().size());
        for (Layout.Slot slot : event.layout().slots()) {
            writeText(out, slot.name());
            writeText(out, slot.type().name());
            boolean isNull = event.telemetry().isNull(slot);
            out.writeBoolean(isNull);
            if (!isNull && slot.type().isText()) {
                writeText(out, String.valueOf(event.telemetry().text(slot.at())));
            } else if (!isNull) {
                out.writeLong(event.telemetry().word(slot.at()));
            }
        }
    }

    private static SavedEvent readEvent(DataInputStream in) throws IOException {
        String stream = readText(in);
        String key = readText(in);
        long time = in.readLong();
        String partition = readText(in);
        long offset = in.readLong();
        byte[] bytes = readBytes(in);
        int count = readCount(in);
        if (count > MOST_SLOTS) {
            throw new IOException("an event of stream " + stream + " claims to have " + count + " fields");
        }
        Layout.Builder layout = Layout.builder();
        Object[] values = new Object[count];
        Layout.Slot[] slots = new Layout.Slot[count];
        for (int i = 0; i < count; i++) {
            slots[i] = layout.add(readText(in), ValueType.valueOf(readText(in)));
            boolean isNull = in.readBoolean();
            values[i] = isNull ? "" : slots[i].type().isText() ? (Object) readText(in) : (Object) in.readLong();
            slots[i] = isNull ? new Layout.Slot("", slots[i].type(), -1) : slots[i];
        }
        Layout built = layout.build();
        Slots telemetry = built.newSlots();
        for (int i = 0; i < count; i++) {
            if (slots[i].at() >= 0 && values[i] instanceof Long word) {
                telemetry.setWord(slots[i].at(), word);
            } else if (slots[i].at() >= 0) {
                telemetry.setText(slots[i].at(), (String) values[i]);
            }
        }
        return new SavedEvent(stream, key, time, partition, offset, bytes, built, telemetry);
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = readCount(in);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static int readCount(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0) {
            throw new IOException("a length in it is " + count);
        }
        return count;
    }
}
