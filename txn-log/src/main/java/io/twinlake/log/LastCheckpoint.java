package io.twinlake.log;

import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import io.twinlake.storage.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The hint where the newest checkpoint is, and nothing more: it may be missing, stale, cut short or wrong (PROTOCOL.md,
 * "Last Checkpoint File").
 *
 * @param size how many actions the checkpoint holds
 * @param tableBytes what its live files come to, which the hint does not tell
 */
record LastCheckpoint(Version version, long size, long sizeInBytes, long numOfAddFiles, long tableBytes) {

    private static final String NAME = "_last_checkpoint";

    /** The version that the hint names; empty where there is none or it can't be understood. */
    static Optional<Version> read(LogFolder folder) {
        OptionalLong[] version = {OptionalLong.empty()};
        try {
            byte[] bytes = folder.storage().read(at(folder));
            ActionReader.object(bytes, (name, json) -> {
                if (name.equals("version")) {
                    version[0] = ActionReader.number(json);
                }
            });
        } catch (StorageException | IOException noHint) {
            return Optional.empty();
        }
        return version[0].isPresent() && version[0].getAsLong() >= 0
                ? Optional.of(Version.of(version[0].getAsLong()))
                : Optional.empty();
    }

    /** Replaces the hint. */
    void write(LogFolder folder) {
        String fields = "\"numOfAddFiles\":" + numOfAddFiles + ",\"size\":" + size + ",\"sizeInBytes\":" + sizeInBytes
                + ",\"version\":" + version;
        folder.storage()
                .put(at(folder), Content.of("{" + fields + ",\"checksum\":\"" + md5(fields.replace(':', '=')) + "\"}"));
    }

    /** PROTOCOL.md, "JSON checksum": of the fields in order of name, an equals sign between name and value. */
    private static String md5(String canonical) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(digest.digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    private static Location at(LogFolder folder) {
        return folder.at().resolve(NAME);
    }
}
