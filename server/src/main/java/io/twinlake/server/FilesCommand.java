package io.twinlake.server;

import com.fasterxml.jackson.core.JsonGenerator;
import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.log.Action.AddFile;
import io.twinlake.log.Action.DeletionVectorDescriptor;
import io.twinlake.log.Snapshot;
import io.twinlake.query.RowBatches;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "files",
        description = {
            "The live data files of a table, one a line, after pruning by the log's statistics.",
            "With --format json each line is an object: path (as in the log), size, rows, partitionValues, "
                    + "deletionVector, stats."
        })
final class FilesCommand implements Callable<Integer> {

    @Mixin
    private LakeOptions lakeOptions = new LakeOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private VersionOptions version = new VersionOptions();

    @Mixin
    private FilterOptions filter = new FilterOptions();

    @Parameters(paramLabel = "TABLE|PATH", description = "namespace.table, or the path or URI of any Delta table.")
    private String table = "";

    @Override
    public Integer call() {
        try (OpenLake lake = lakeOptions.open()) {
            Snapshot snapshot = version.of(lake.existing(table));
            try (Stream<AddFile> files = snapshot.files(filter.predicate())) {
                if (output.format() == RowFormat.JSON) {
                    output.objects(files, (json, file) -> object(json, file, snapshot));
                } else {
                    output.print(sheet(files, snapshot));
                }
            }
            return ExitCode.DONE.number();
        }
    }

    private static void object(JsonGenerator json, AddFile file, Snapshot snapshot) throws IOException {
        json.writeStringField("path", file.path());
        json.writeNumberField("size", file.size());
        OptionalLong rows = snapshot.rowCount(file);
        json.writeFieldName("rows");
        json.writeRawValue(rows.isPresent() ? Long.toString(rows.getAsLong()) : "null");
        json.writeObjectFieldStart("partitionValues");
        for (Map.Entry<String, Optional<String>> value : file.partitionValues().entrySet()) {
            json.writeStringField(value.getKey(), value.getValue().orElse(null));
        }
        json.writeEndObject();
        json.writeFieldName("deletionVector");
        if (file.deletionVector().isPresent()) {
            object(json, file.deletionVector().get());
        } else {
            json.writeNull();
        }
        json.writeFieldName("stats");
        json.writeRawValue(file.stats().orElse("null"));
    }

    private static void object(JsonGenerator json, DeletionVectorDescriptor vector) throws IOException {
        json.writeStartObject();
        json.writeStringField("storageType", vector.storageType());
        json.writeStringField("pathOrInlineDv", vector.pathOrInlineDv());
        if (vector.offset().isPresent()) {
            json.writeNumberField("offset", vector.offset().getAsLong());
        }
        json.writeNumberField("sizeInBytes", vector.sizeInBytes());
        json.writeNumberField("cardinality", vector.cardinality());
        json.writeEndObject();
    }

    private static RowBatches sheet(Stream<AddFile> files, Snapshot snapshot) {
        Sheet sheet = Sheet.columns()
                .text("path")
                .number("size")
                .number("rows")
                .with("partitionValues", new DataType.MapOf(Primitive.STRING, Primitive.STRING, true))
                .text("deletionVector")
                .text("stats")
                .sheet();
        files.forEach(file -> sheet.row(
                file.path(),
                file.size(),
                snapshot.rowCount(file),
                file.partitionValues(),
                file.deletionVector().map(DeletionVectorDescriptor::uniqueId),
                file.stats()));
        return sheet.toRows();
    }
}
