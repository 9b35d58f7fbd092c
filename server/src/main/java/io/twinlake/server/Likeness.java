package io.twinlake.server;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import io.twinlake.log.Snapshot;
import io.twinlake.query.FileRows;
import io.twinlake.query.RowBatches;
import io.twinlake.query.ScanPlan;
import io.twinlake.query.SqlException;
import io.twinlake.storage.Location;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a new table is to be like: a file of this machine, or another table. */
record Likeness(Schema schema, Supplier<RowBatches> source) {

    static Likeness of(OpenLake lake, String name) {
        Optional<FileRows.Format> format = FileRows.Format.of(name);
        return format.isPresent() && !name.startsWith("s3")
                ? ofFile(name, format.get())
                : ofTable(lake.existing(name).latest());
    }

    private static Likeness ofTable(Snapshot snapshot) {
        Schema plain = new Schema(
                snapshot.schema().fields().stream().map(Likeness::plain).toList());
        return new Likeness(plain, () -> ScanPlan.over(snapshot).rows());
    }

    /** Without what belongs to the files of the other table: ids, physical names, types of old. */
    private static Field plain(Field field) {
        Map<String, String> notes = new HashMap<>(field.metadata());
        notes.keySet().removeIf(key -> key.startsWith("delta.columnMapping.") || key.equals("delta.typeChanges"));
        return new Field(field.name(), plain(field.type()), field.nullable(), notes);
    }

    private static DataType plain(DataType type) {
        if (type instanceof DataType.Struct struct) {
            return new DataType.Struct(
                    struct.fields().stream().map(Likeness::plain).toList());
        }
        if (type instanceof DataType.Array array) {
            return new DataType.Array(plain(array.element()), array.containsNull());
        }
        return type instanceof DataType.MapOf map
                ? new DataType.MapOf(plain(map.key()), plain(map.value()), map.valueContainsNull())
                : type;
    }

    private static Likeness ofFile(String name, FileRows.Format format) {
        Path file = Location.parse(name).toPath();
        if (!Files.isReadable(file)) {
            throw new UsageException("there is no file " + name + " that can be read; name a file, or a table");
        }
        Schema seen = told(name, () -> FileRows.schema(file, format));
        Schema schema = format == FileRows.Format.PARQUET ? seen : withZones(seen);
        return new Likeness(schema, () -> told(name, () -> FileRows.of(file, format, schema)));
    }

    /** Times of texts that have no zone are UTC here. */
    private static Schema withZones(Schema seen) {
        return new Schema(seen.fields().stream()
                .map(field -> field.type() == DataType.Primitive.TIMESTAMP_NTZ
                        ? Field.nullable(field.name(), DataType.Primitive.TIMESTAMP)
                        : field)
                .toList());
    }

    private static <T> T told(String name, Supplier<T> read) {
        try {
            return read.get();
        } catch (SqlException e) {
            throw new InputException(
                    "cannot read " + name + ": "
                            + String.valueOf(e.getMessage()).strip(),
                    e);
        }
    }

    /** Who opens closes. */
    RowBatches rows() {
        return source.get();
    }
}
