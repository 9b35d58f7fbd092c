package io.twinlake.ingest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twinlake.ingest.PipelineState.PartitionState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Offsets, pieces and files read, as epoch records and state checkpoints hold them. Of older releases there are offsets
 * without proofs, ranges without pieces, and begun files of which only the names are kept.
 */
final class OffsetJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private OffsetJson() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("offsets");
        add(module, Offset.class, OffsetJson::of, OffsetJson::offset);
        add(module, Epoch.Range.class, OffsetJson::of, OffsetJson::range);
        add(module, PartitionState.class, OffsetJson::of, OffsetJson::partition);
        return module;
    }

    private interface Read<T> {
        T from(JsonNode node) throws IOException;
    }

    private static <T> void add(
            SimpleModule module, Class<T> type, java.util.function.Function<T, JsonNode> write, Read<T> read) {
        module.addSerializer(type, new JsonSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeTree(write.apply(value));
            }
        });
        module.addDeserializer(type, new JsonDeserializer<T>() {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
                JsonNode node = context.readTree(in);
                try {
                    return read.from(node);
                } catch (IllegalArgumentException e) {
                    return context.reportInputMismatch(type, "%s", e.getMessage());
                }
            }
        });
    }

    private static ObjectNode of(Offset offset) {
        ObjectNode node = NODES.objectNode().put("record", offset.record());
        return offset.position().match(new SourcePosition.Cases<>() {
            @Override
            public ObjectNode start() {
                return node.put("file", "").put("line", 0).put("position", 0);
            }

            @Override
            public ObjectNode inFile(SourcePosition.InFile in) {
                node.put("file", in.file()).put("line", in.line()).put("position", in.position());
                return with(node, in.proof());
            }

            @Override
            public ObjectNode counted(SourcePosition.Counted counted) {
                return node.put("counted", counted.bytes());
            }
        });
    }

    private static Offset offset(JsonNode node) throws IOException {
        long record = number(node, "record");
        if (node.has("counted")) {
            return new Offset(record, new SourcePosition.Counted(number(node, "counted")));
        }
        String file = text(node, "file");
        if (file.isEmpty() && record == 0) {
            return Offset.START;
        }
        return new Offset(
                record, new SourcePosition.InFile(file, number(node, "line"), number(node, "position"), proof(node)));
    }

    private static ObjectNode of(Epoch.Range range) {
        ObjectNode node = NODES.objectNode();
        node.set("from", of(withoutProof(range.from())));
        node.set("to", of(range.to()));
        Optional<Proof> last = proofOf(range.to());
        List<Piece> pieces = range.pieces();
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            boolean isTold = i == pieces.size() - 1 && piece.proof().equals(last);
            node.withArray("pieces").add(of(isTold ? piece.withProof(Optional.empty()) : piece));
        }
        return node;
    }

    private static Optional<Proof> proofOf(Offset offset) {
        return offset.inFile().flatMap(SourcePosition.InFile::proof);
    }

    /** What is before a range has its proof where it was consumed. */
    private static Offset withoutProof(Offset offset) {
        return offset.inFile()
                .map(in -> new Offset(
                        offset.record(),
                        new SourcePosition.InFile(in.file(), in.line(), in.position(), Optional.empty())))
                .orElse(offset);
    }

    private static Epoch.Range range(JsonNode node) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        for (JsonNode piece : node.path("pieces")) {
            pieces.add(piece(piece));
        }
        Offset to = offset(required(node, "to"));
        int last = pieces.size() - 1;
        if (last >= 0 && pieces.get(last).proof().isEmpty()) {
            pieces.set(last, pieces.get(last).withProof(proofOf(to)));
        }
        return new Epoch.Range(offset(required(node, "from")), to, pieces);
    }

    private static ObjectNode of(Piece piece) {
        ObjectNode node = NODES.objectNode()
                .put("file", piece.file())
                .put("from", piece.from())
                .put("to", piece.to())
                .put("records", piece.records());
        if (piece.torn()) {
            node.put("torn", true);
        }
        if (!piece.before().renamed().isEmpty()) {
            ObjectNode names = node.putObject("renamed");
            piece.before().renamed().forEach(names::put);
        }
        if (!piece.before().begun().isEmpty()) {
            piece.before().begun().forEach(node.putArray("begun")::add);
        }
        return with(node, piece.proof());
    }

    private static Piece piece(JsonNode node) throws IOException {
        Map<String, String> renamed = new LinkedHashMap<>();
        node.path("renamed")
                .properties()
                .forEach(name -> renamed.put(name.getKey(), name.getValue().asText()));
        List<String> begun = new ArrayList<>();
        node.path("begun").forEach(name -> begun.add(name.asText()));
        return new Piece(
                text(node, "file"),
                number(node, "from"),
                number(node, "to"),
                number(node, "records"),
                node.path("torn").asBoolean(false),
                proof(node),
                new Piece.News(renamed, begun));
    }

    private static ObjectNode of(PartitionState state) {
        ObjectNode node = NODES.objectNode();
        node.set("offset", of(state.offset()));
        var files = node.putArray("files");
        for (ReadFile file : state.files()) {
            ObjectNode each = files.addObject().put("file", file.file());
            if (!file.begunAs().equals(file.file())) {
                each.put("begun_as", file.begunAs());
            }
            each.put("line", file.line()).put("position", file.position());
            if (file.size() != ReadFile.UNKNOWN) {
                each.put("size", file.size()).put("modified", file.modified());
            }
            with(each, file.proof());
        }
        return node;
    }

    private static PartitionState partition(JsonNode node) throws IOException {
        Offset offset = offset(required(node, "offset"));
        List<ReadFile> files = new ArrayList<>();
        for (JsonNode name : node.path("begun")) {
            files.add(offset.inFile()
                    .filter(in -> in.file().equals(name.asText()))
                    .map(in -> ReadFile.begun(in.file()).consumedTo(in))
                    .orElseGet(() -> ReadFile.ofName(name.asText())));
        }
        for (JsonNode file : node.path("files")) {
            String name = text(file, "file");
            files.add(new ReadFile(
                    name,
                    file.path("begun_as").asText(name),
                    number(file, "line"),
                    number(file, "position"),
                    proof(file),
                    file.path("size").asLong(ReadFile.UNKNOWN),
                    file.path("modified").asLong(ReadFile.UNKNOWN)));
        }
        return new PartitionState(offset, files);
    }

    private static ObjectNode with(ObjectNode node, Optional<Proof> proof) {
        proof.ifPresent(some -> some.match(new Proof.Cases<ObjectNode>() {
            @Override
            public ObjectNode bytes(Proof.OfBytes of) {
                node.put("bytes", of.bytes()).put("first", of.first());
                return of.last().equals(of.first()) ? node : node.put("last", of.last());
            }

            @Override
            public ObjectNode footer(Proof.OfFooter of) {
                return node.put("footer_of", of.size()).put("footer", of.footer());
            }
        }));
        return node;
    }

    private static Optional<Proof> proof(JsonNode node) throws IOException {
        if (node.has("footer")) {
            return Optional.of(new Proof.OfFooter(number(node, "footer_of"), text(node, "footer")));
        }
        if (!node.has("first")) {
            return Optional.empty();
        }
        String first = text(node, "first");
        return Optional.of(new Proof.OfBytes(
                number(node, "bytes"), first, node.path("last").asText(first)));
    }

    private static JsonNode required(JsonNode node, String name) throws IOException {
        JsonNode found = node.get(name);
        if (found == null || found.isNull()) {
            throw new IOException("'" + name + "' is missing");
        }
        return found;
    }

    private static long number(JsonNode node, String name) throws IOException {
        JsonNode found = required(node, name);
        if (!found.canConvertToLong()) {
            throw new IOException("'" + name + "' is " + found + "; expected a number");
        }
        return found.longValue();
    }

    private static String text(JsonNode node, String name) throws IOException {
        JsonNode found = required(node, name);
        if (!found.isTextual()) {
            throw new IOException("'" + name + "' is " + found + "; expected a text");
        }
        return found.textValue();
    }
}
