package io.twinlake.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.twinlake.format.RowBatch;
import io.twinlake.twin.Privacy;
import io.twinlake.twin.StreamDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What of a stream is private, over all definitions that read it, and what is left of it: applied before anything else
 * sees a value, and to the bytes that dead letters keep.
 */
final class PrivacyFilter {

    private static final String MASK = "***";
    private static final JsonFactory JSON = new JsonFactory();

    private final PrivatePlaces places;
    private final Map<String, SecretKeySpec> keys;

    private PrivacyFilter(PrivatePlaces places, Map<String, SecretKeySpec> keys) {
        this.places = places;
        this.keys = keys;
    }

    /**
     * The union of what definitions say of a stream; where they differ on a field, the one that leaves less.
     *
     * @param environment the value of an environment variable
     */
    static PrivacyFilter of(List<StreamDefinition> streams, Function<String, Optional<String>> environment) {
        PrivatePlaces places = PrivatePlaces.of(streams);
        Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
        places.actions()
                .forEach((field, action) -> variableOf(action).ifPresent(variable -> {
                    String key = environment
                            .apply(variable)
                            .orElseThrow(() -> new IllegalArgumentException("field '" + field
                                    + "' is to be hashed with the key in the environment variable " + variable
                                    + ", which is not set; set it to a secret of your own"));
                    keys.put(variable, new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                }));
        return new PrivacyFilter(places, keys);
    }

    /** Whether nothing of the stream is private. */
    boolean isEmpty() {
        return places.isEmpty();
    }

    boolean covers(String column) {
        return places.inColumn(column).isPresent();
    }

    /** What is left of a private field's value; null if nothing is. */
    @Nullable
    String masked(String column, String value) {
        Optional<Privacy> action = places.inColumn(column);
        return action.isEmpty() ? value : masked(action.get(), value);
    }

    private @Nullable String masked(Privacy action, String value) {
        Optional<String> kept = action.match(new Privacy.Cases<>() {
            @Override
            public Optional<String> drop() {
                return Optional.empty();
            }

            @Override
            public Optional<String> mask() {
                return Optional.of(MASK);
            }

            @Override
            public Optional<String> hash(Privacy.Hash hash) {
                SecretKeySpec key = Objects.requireNonNull(keys.get(hash.keyVariable()));
                return Optional.of(hmac(key, value.getBytes(StandardCharsets.UTF_8)));
            }
        });
        return kept.orElse(null);
    }

    /** The bytes of a record as a dead letter may keep them. */
    byte[] masked(Chunk chunk, int start, int end) {
        return chunk.match(new Masked(start, end));
    }

    /**
     * What is left of bytes in which private fields can't be told: their length, and their HMAC where a field is hashed,
     * with its key. Where fields are only masked or dropped there is no key, and a hash without one could be guessed from.
     */
    private byte[] unreadable(byte[] data, int from, int to) {
        String left = keys.values().stream()
                .findFirst()
                .map(key -> ", HMAC " + hmac(key, java.util.Arrays.copyOfRange(data, from, to)))
                .orElse("");
        return (to - from + " bytes" + left).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] maskedJson(byte[] data, int from, int to) {
        ByteArrayOutputStream masked = new ByteArrayOutputStream();
        try (JsonParser in = JSON.createParser(data, from, to - from);
                JsonGenerator out = JSON.createGenerator(masked)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return unreadable(data, from, to);
            }
            copyObject(in, out, PrivatePlaces.RECORD);
            if (in.nextToken() != null) {
                return unreadable(data, from, to);
            }
        } catch (IOException e) {
            return unreadable(data, from, to);
        }
        return masked.toByteArray();
    }

    private void copyObject(JsonParser in, JsonGenerator out, String at) throws IOException {
        out.writeStartObject();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            copyMember(in, out, name, at);
        }
        out.writeEndObject();
    }

    private void copyMember(JsonParser in, JsonGenerator out, String name, String at) throws IOException {
        String place = PrivatePlaces.member(at, name);
        Optional<Privacy> action = places.inJson(place, name);
        if (action.isEmpty() && places.isUnknown(at, name)) {
            in.skipChildren();
        } else if (action.isEmpty()) {
            out.writeFieldName(name);
            copyValue(in, out, place);
        } else {
            String kept = masked(in, action.get());
            if (kept != null) {
                out.writeStringField(name, kept);
            }
        }
    }

    private void copyValue(JsonParser in, JsonGenerator out, String place) throws IOException {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            copyObject(in, out, place);
        } else if (in.currentToken() == JsonToken.START_ARRAY) {
            copyArray(in, out, place);
        } else {
            out.copyCurrentEvent(in);
        }
    }

    /** An element that is not kept leaves a null: those behind it keep their places. */
    private void copyArray(JsonParser in, JsonGenerator out, String at) throws IOException {
        out.writeStartArray();
        for (int index = 0; in.nextToken() != JsonToken.END_ARRAY; index++) {
            String place = PrivatePlaces.element(at, index);
            Optional<Privacy> action = places.inJson(place);
            if (action.isPresent()) {
                String kept = masked(in, action.get());
                if (kept == null) {
                    out.writeNull();
                } else {
                    out.writeString(kept);
                }
            } else if (places.isUnknown(place)) {
                in.skipChildren();
                out.writeNull();
            } else {
                copyValue(in, out, place);
            }
        }
        out.writeEndArray();
    }

    /** What is left of the value at hand, which is passed over. */
    private @Nullable String masked(JsonParser in, Privacy action) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (in.currentToken().isStructStart()) {
            in.skipChildren();
            return masked(action, "") == null ? null : MASK;
        }
        return masked(action, in.getText());
    }

    private byte[] maskedCsv(TextFormat.Csv format, byte[] data, int from, int to) {
        CsvFields fields = format.fields();
        List<String> header = format.header();
        if (fields.read(data, from, to, true) != to || fields.count() != header.size()) {
            return unreadable(data, from, to);
        }
        String delimiter = String.valueOf(format.text().csv().delimiter());
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < fields.count(); i++) {
            String value = fields.text(i);
            String kept = value.isEmpty() ? value : keptOf(header.get(i), value);
            line.append(i == 0 ? "" : delimiter).append(kept == null ? "" : fields.quoted(kept));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private @Nullable String keptOf(String column, String value) {
        return !covers(column) && places.isUnknownColumn(column) ? null : masked(column, value);
    }

    private static String hmac(SecretKeySpec key, byte[] value) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(value));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is not available in this Java runtime", e);
        }
    }

    private static Optional<String> variableOf(Privacy action) {
        return action.match(new Privacy.Cases<>() {
            @Override
            public Optional<String> drop() {
                return Optional.empty();
            }

            @Override
            public Optional<String> mask() {
                return Optional.empty();
            }

            @Override
            public Optional<String> hash(Privacy.Hash hash) {
                return Optional.of(hash.keyVariable());
            }
        });
    }

    private final class Masked implements Chunk.Cases<byte[]> {
        private final int start;
        private final int behind;

        private Masked(int start, int behind) {
            this.start = start;
            this.behind = behind;
        }

        @Override
        public byte[] text(Chunk.Text chunk) {
            int end = withoutNewline(chunk.data(), start, behind);
            if (isEmpty()) {
                return java.util.Arrays.copyOfRange(chunk.data(), start, end);
            }
            return chunk.format().match(new TextFormat.Cases<>() {
                @Override
                public byte[] jsonLines(TextFormat.JsonLines format) {
                    return maskedJson(chunk.data(), start, end);
                }

                @Override
                public byte[] jsonValues(JsonValues format) {
                    return maskedJson(chunk.data(), start, end);
                }

                @Override
                public byte[] csv(TextFormat.Csv format) {
                    return maskedCsv(format, chunk.data(), start, end);
                }
            });
        }

        @Override
        public byte[] rows(Chunk.Rows chunk) {
            byte[] json = json(chunk.batch(), start);
            return isEmpty() ? json : maskedJson(json, 0, json.length);
        }

        @Override
        public byte[] oversize(Chunk.Oversize chunk) {
            return isEmpty() ? chunk.begin() : (chunk.length() + " bytes").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] torn(Chunk.Torn chunk) {
            int end = withoutNewline(chunk.data(), start, behind);
            return isEmpty()
                    ? java.util.Arrays.copyOfRange(chunk.data(), start, end)
                    : unreadable(chunk.data(), start, end);
        }
    }

    private static int withoutNewline(byte[] data, int start, int behind) {
        int end = behind;
        while (end > start && (data[end - 1] == '\n' || data[end - 1] == '\r')) {
            end--;
        }
        return end;
    }

    private static byte[] json(RowBatch batch, int row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            out.writeStartObject();
            for (int column = 0; column < batch.schema().size(); column++) {
                ParquetJson.write(batch, column, row, out);
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
