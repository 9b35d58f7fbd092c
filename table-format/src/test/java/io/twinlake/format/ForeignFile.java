package io.twinlake.format;

import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** A data file of Parquet's own writer. */
final class ForeignFile {

    private static final int ROWS = 3;

    private ForeignFile() {}

    /** Writes three rows to a location of the storage, by way of a file in the folder. */
    static void write(Path folder, Storage storage, Location at, String message, BiConsumer<Group, Integer> fill)
            throws IOException {
        MessageType type = MessageTypeParser.parseMessageType(message);
        Path file = folder.resolve("foreign.parquet");
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new Configuration(false))
                .withType(type)
                .build()) {
            for (int row = 0; row < ROWS; row++) {
                Group group = new SimpleGroup(type);
                fill.accept(group, row);
                writer.write(group);
            }
        }
        storage.put(at, Content.of(Files.readAllBytes(file)));
    }
}
