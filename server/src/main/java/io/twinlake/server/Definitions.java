package io.twinlake.server;

import io.twinlake.twin.TwinDefinition;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new UsageException("there is no definition file " + file + "; name a YAML file, for example "
                    + "examples/flights/aircraft.yaml");
        } catch (MalformedInputException e) {
            throw new UsageException("the definition file " + file + " is not UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            throw new UsageException(
                    "the definition file " + file + " can't be read: " + e.getMessage() + "; name a readable file");
        }
    }
}
