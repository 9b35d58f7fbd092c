package io.twinlake.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.twinlake.format.RowBatch;
import io.twinlake.twin.FieldPath;
import io.twinlake.twin.Privacy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final Map<String, Privacy> actions;
    private final Map<String, SecretKeySpec> keys;

    private PrivacyFilter(Map<String, Privacy> actions, Map<String, SecretKeySpec> keys) {
        this.actions = actions;
        this.keys = keys;
    }

    /**
     * The union of what definitions say; where they differ on a field, the one that leaves less.
     *
     * @param environment the value of an environment variable
     */
    static PrivacyFilter of(List<Map<String, Privacy>> all, Function<String, Optional<String>> environment) {
        Map<String, Privacy> actions = new LinkedHashMap<>();
        for (Map<String, Privacy> some : all) {
            some.forEach((field, action) -> actions.merge(field, action, PrivacyFilter::stricter));
        }
        Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
        actions.forEach((field, action) -> variableOf(action).ifPresent(variable -> {
            String key = environment
                    .apply(variable)
                    .orElseThrow(() -> new IllegalArgumentException("field '" + field
                            + "' is to be hashed with the key in the environment variable " + variable
                            + ", which is not set; set it to a secret of your own"));
            keys.put(field, new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        }));
        return new PrivacyFilter(actions, keys);
    }

    /** The one that leaves less. */
    static Privacy stricter(Privacy one, Privacy other) {
        return strictness(one) >= strictness(other) ? one : other;
    }

    /** Whether nothing of the stream is private. */
    boolean isEmpty() {
        return actions.isEmpty();
    }

    boolean covers(String field) {
        return actions.containsKey(field);
    }

    /** What is left of a private field's value; null if nothing is. */
    @Nullable
    String masked(String field, String value) {
        Privacy action = actions.get(field);
        if (action == null) {
            return value;
        }
        SecretKeySpec key = keys.get(field);
        return strictness(action) == 2 ? null : key == null ? MASK : hmac(key, value.getBytes(StandardCharsets.UTF_8));
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
            copyObject(in, out, "");
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

    /** Copies a member of the object that lies {@code at} a path, ended by a point, or the record itself. */
    private void copyMember(JsonParser in, JsonGenerator out, String name, String at) throws IOException {
        String member = new FieldPath.Member(name).toString();
        String path = at.isEmpty() ? name : at + member;
        if (!covers(path)) {
            out.writeFieldName(name);
            copyValue(in, out, at + member);
            return;
        }
        boolean isNull = in.currentToken() == JsonToken.VALUE_NULL;
        boolean nested = in.currentToken().isStructStart();
        String masked = isNull ? null : masked(path, nested ? "" : in.getText());
        if (nested) {
            in.skipChildren();
        }
        if (masked != null) {
            out.writeStringField(name, nested ? MASK : masked);
        }
    }

    private void copyValue(JsonParser in, JsonGenerator out, String path) throws IOException {
        boolean hasPrivate = actions.keySet().stream()
                .anyMatch(place -> place.startsWith(path + ".") || place.startsWith(path + "["));
        if (!hasPrivate || !in.currentToken().isStructStart()) {
            out.copyCurrentStructure(in);
        } else if (in.currentToken() == JsonToken.START_OBJECT) {
            copyObject(in, out, path + ".");
        } else {
            copyArray(in, out, path);
        }
    }

    private void copyArray(JsonParser in, JsonGenerator out, String path) throws IOException {
        out.writeStartArray();
        for (int index = 0; in.nextToken() != JsonToken.END_ARRAY; index++) {
            String element = path + "[" + index + "]";
            if (!covers(element)) {
                copyValue(in, out, element);
                continue;
            }
            boolean nested = in.currentToken().isStructStart();
            String masked = masked(element, nested ? "" : in.getText());
            if (nested) {
                in.skipChildren();
            }
            out.writeString(masked == null || nested ? MASK : masked);
        }
        out.writeEndArray();
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
            String kept = value.isEmpty() ? value : masked(header.get(i), value);
            line.append(i == 0 ? "" : delimiter).append(kept == null ? "" : fields.quoted(kept));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
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

    private static int strictness(Privacy action) {
        return action.match(new Privacy.Cases<>() {
            @Override
            public Integer drop() {
                return 2;
            }

            @Override
            public Integer mask() {
                return 1;
            }

            @Override
            public Integer hash(Privacy.Hash hash) {
                return 0;
            }
        });
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
            if (actions.isEmpty()) {
                return java.util.Arrays.copyOfRange(chunk.data(), start, end);
            }
            return chunk.format().match(new TextFormat.Cases<>() {
                @Override
                public byte[] jsonLines(TextFormat.JsonLines format) {
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
            return actions.isEmpty() ? json : maskedJson(json, 0, json.length);
        }

        @Override
        public byte[] oversize(Chunk.Oversize chunk) {
            return actions.isEmpty() ? chunk.begin() : (chunk.length() + " bytes").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] torn(Chunk.Torn chunk) {
            int end = withoutNewline(chunk.data(), start, behind);
            return actions.isEmpty()
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
                ParquetValues.write(batch, column, row, out);
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
