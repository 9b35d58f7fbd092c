package io.twinlake.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import io.twinlake.storage.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a version comes to (PROTOCOL.md, "Version Checksum File"): written to be compared with, read to open a version
 * without replaying all commits before it. One that is malformed, or not of one mind with the commit of its version, is
 * as if it were not there.
 *
 * @param transactions empty where the file does not tell
 * @param domains empty where the file does not tell
 */
record VersionChecksum(
        Version version,
        long tableSizeBytes,
        long numFiles,
        OptionalLong inCommitTimestamp,
        Action.Protocol protocol,
        Action.Metadata metadata,
        Optional<List<Action.SetTransaction>> transactions,
        Optional<List<Action.DomainMetadata>> domains) {

    private static final Pattern NAME = Pattern.compile("(\\d{20})\\.crc");

    /** Made where a checksum is read or written; to ask for names alone takes none. */
    private static final class Json {
        static final JsonMapper MAPPER = JsonMapper.builder().build();

        private Json() {}
    }

    VersionChecksum {
        transactions = transactions.map(List::copyOf);
        domains = domains.map(List::copyOf);
    }

    /** The version that a name in the log folder is the checksum of. */
    static Optional<Version> versionOf(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Version.parse(matcher.group(1)) : Optional.empty();
    }

    static Location at(LogFolder folder, Version version) {
        return folder.at().resolve(CommitFile.prefix(version) + ".crc");
    }

    /** Writes it unless the version has one: it is never replaced. */
    void write(LogFolder folder) {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.put("tableSizeBytes", tableSizeBytes);
        root.put("numFiles", numFiles);
        root.put("numMetadata", 1);
        root.put("numProtocol", 1);
        inCommitTimestamp.ifPresent(time -> root.put("inCommitTimestampOpt", time));
        transactions.ifPresent(all -> root.set("setTransactions", array(all, "txn")));
        domains.ifPresent(all -> root.set("domainMetadata", array(all, "domainMetadata")));
        root.set("metadata", node(metadata, "metaData"));
        root.set("protocol", node(protocol, "protocol"));
        folder.storage().putIfAbsent(at(folder, version), Content.of(root.toString()));
    }

    private static ArrayNode array(Collection<? extends Action> actions, String name) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        actions.forEach(action -> array.add(node(action, name)));
        return array;
    }

    private static JsonNode node(Action action, String name) {
        try {
            return Json.MAPPER.readTree(ActionWriter.bytes(List.of(action))).path(name);
        } catch (IOException e) {
            throw new IllegalStateException("an action is written as JSON", e);
        }
    }

    /** That of a version; empty where there is none that can be understood. */
    static Optional<VersionChecksum> read(LogFolder folder, Version version) {
        try {
            JsonNode root = Json.MAPPER.readTree(folder.storage().read(at(folder, version)));
            return Optional.ofNullable(parse(version, root));
        } catch (StorageException | IOException | CorruptLogException | UnsupportedTableException malformed) {
            return Optional.empty();
        }
    }

    private static @Nullable VersionChecksum parse(Version version, JsonNode root) throws JsonProcessingException {
        boolean isWhole = root.path("numMetadata").asLong(1) == 1
                && root.path("numProtocol").asLong(1) == 1
                && root.path("tableSizeBytes").canConvertToLong()
                && root.path("numFiles").canConvertToLong()
                && root.path("metadata").isObject()
                && root.path("protocol").isObject();
        if (!isWhole || !agreesWithFiles(root)) {
            return null;
        }
        JsonNode time = root.path("inCommitTimestampOpt");
        return new VersionChecksum(
                version,
                root.path("tableSizeBytes").asLong(),
                root.path("numFiles").asLong(),
                time.isIntegralNumber() ? OptionalLong.of(time.asLong()) : OptionalLong.empty(),
                action(root.path("protocol"), "protocol", Action.Protocol.class),
                action(root.path("metadata"), "metaData", Action.Metadata.class),
                actions(root.path("setTransactions"), "txn", Action.SetTransaction.class),
                actions(root.path("domainMetadata"), "domainMetadata", Action.DomainMetadata.class));
    }

    /** Where all files are listed, they are as many and as large as is said. */
    private static boolean agreesWithFiles(JsonNode root) {
        JsonNode files = root.path("allFiles");
        if (!files.isArray()) {
            return true;
        }
        long bytes = 0;
        for (JsonNode file : files) {
            bytes += file.path("size").asLong();
        }
        return files.size() == root.path("numFiles").asLong()
                && bytes == root.path("tableSizeBytes").asLong();
    }

    private static <A extends Action> A action(JsonNode node, String name, Class<A> kind) {
        byte[] line = Json.MAPPER.createObjectNode().set(name, node).toString().getBytes(StandardCharsets.UTF_8);
        return ActionReader.actions(line, "a checksum file").stream()
                .map(kind::cast)
                .findFirst()
                .orElseThrow(() -> new CorruptLogException("a checksum file has a " + name + " that is null"));
    }

    private static <A extends Action> Optional<List<A>> actions(JsonNode array, String name, Class<A> kind) {
        if (!array.isArray()) {
            return Optional.empty();
        }
        List<A> actions = new ArrayList<>();
        array.forEach(node -> actions.add(action(node, name, kind)));
        return Optional.of(actions);
    }

    /** Whether this tells everything but the files. */
    boolean isEnough() {
        return transactions.isPresent() && domains.isPresent();
    }

    /** Whether the commit of the version says nothing else than this. */
    boolean agreesWith(Commit commit) {
        OptionalLong time =
                commit.info().map(Action.CommitInfo::inCommitTimestamp).orElse(OptionalLong.empty());
        return commit.version().equals(version)
                && (time.isEmpty() || time.equals(inCommitTimestamp))
                && commit.last(Action.Protocol.class).map(protocol::equals).orElse(true)
                && commit.last(Action.Metadata.class).map(metadata::equals).orElse(true)
                && commit.all(Action.SetTransaction.class).allMatch(this::knows)
                && commit.all(Action.DomainMetadata.class).allMatch(this::knows);
    }

    private boolean knows(Action.SetTransaction theirs) {
        return transactions.orElse(List.of()).stream()
                .anyMatch(ours -> ours.appId().equals(theirs.appId()) && ours.version() == theirs.version());
    }

    private boolean knows(Action.DomainMetadata theirs) {
        Optional<Action.DomainMetadata> ours = domains.orElse(List.of()).stream()
                .filter(known -> known.domain().equals(theirs.domain()))
                .findFirst();
        return theirs.removed()
                ? ours.map(Action.DomainMetadata::removed).orElse(true)
                : ours.map(known -> Objects.equals(known.configuration(), theirs.configuration()))
                        .orElse(false);
    }
}
