package io.twinlake.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.twinlake.storage.NotAFileException;
import io.twinlake.twin.TwinDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Twin definitions on disk. */
final class Definitions {

    private Definitions() {}

    static List<TwinDefinition> read(Path file) {
        return TwinDefinition.parse(file.toString(), text(file));
    }

    static List<TwinDefinition> read(List<Path> files) {
        List<TwinDefinition> all = new ArrayList<>();
        files.forEach(file -> all.addAll(read(file)));
        return all;
    }

    private static String text(Path file) {
        try {
            requireFile(file);
            byte[] bytes = bytes(file);
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException e) {
            throw new UsageException("there is no definition file " + file + "; name a YAML file, for example "
                    + "examples/flights/aircraft.yaml");
        } catch (CharacterCodingException e) {
            throw new UsageException("the definition file " + file + " is not UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            throw new UsageException(
                    "the definition file " + file + " can't be read: " + e.getMessage() + "; name a readable file");
        }
    }

    /** Nothing is opened that may have no end, or wait for a writer. */
    private static void requireFile(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            throw new UsageException("the definition file " + file + " is a folder; name the YAML file in it");
        }
        if (attributes.isOther()) {
            throw new NotAFileException("the definition file " + file + " is a pipe, a socket or a device and no file; "
                    + "write the definition to a file and name that");
        }
        requireSize(file, attributes.size());
    }

    /** Also where a file says that it is empty, as those of the kernel do, or grows meanwhile. */
    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(TwinDefinition.MOST_BYTES + 1);
            requireSize(file, bytes.length);
            return bytes;
        }
    }

    private static void requireSize(Path file, long bytes) {
        if (bytes > TwinDefinition.MOST_BYTES) {
            throw new InputException("the definition file " + file + " has " + bytes
                    + " bytes or more, and a definition has at most " + TwinDefinition.MOST_BYTES
                    + " (1 MiB); name the file of the definition, or make several of it");
        }
    }
}
