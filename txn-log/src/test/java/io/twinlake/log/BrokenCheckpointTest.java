package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.IntVector;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.StructVector;
import io.twinlake.storage.Content;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkpoint of others whose actions lack what they must have: nobody is stopped by it while the commits are there. */
class BrokenCheckpointTest {

    private static Map<String, Map<String, Object>> rows(String schema) {
        return Map.of(
                "protocol", Map.of("minReaderVersion", 1, "minWriterVersion", 2),
                "metaData", Map.of("id", "x", "schemaString", schema),
                "add", Map.of("path", "without-a-size.parquet", "stats", "{\"numRecords\":1}"));
    }

    private final Tables tables = new Tables();

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void a_checkpoint_with_a_file_without_a_size_is_read_past_and_replaced(String typed) {
        List<Action> first = List.of(new Action.Protocol(1, 2, Set.of(), Set.of()), Tables.metadata());
        tables.memory.put(tables.commit(0), Content.of(ActionWriter.bytes(first)));
        tables.log().append("WRITE").add(tables.file("a.parquet")).commit();
        writeCheckpoint(Tables.SCHEMA.toJson());
        TransactionLog log = tables.log();
        log.append("WRITE").add(tables.file("b.parquet")).commit();
        new ForeignLog(tables)
                .commit(3, Tables.metadata(Tables.SCHEMA, Map.of("delta.checkpoint.writeStatsAsStruct", typed)));

        log.checkpoint(log.latest());

        tables.memory.delete(List.of(tables.commit(0), tables.commit(1)));
        assertThat(Tables.paths(tables.log().latest())).containsExactlyInAnyOrder("a.parquet", "b.parquet");
    }

    @Test
    void a_type_that_is_not_known_is_refused_by_its_name() {
        writeCheckpoint(Tables.SCHEMA.toJson().replace("\"string\"", "\"geometry(OGC:CRS84)\""));

        assertThatThrownBy(() -> tables.log().latest())
                .isInstanceOf(UnsupportedTableException.class)
                .hasMessageContaining("geometry(OGC:CRS84)");
    }

    private void writeCheckpoint(String schema) {
        Schema columns = CheckpointSchema.written(CheckpointSchema.add(Optional.empty(), Optional.empty(), true));
        RowBatch batch = RowBatch.empty(columns);
        rows(schema).forEach((kind, values) -> {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.field(i).name().equals(kind)) {
                    append((StructVector) batch.column(i), values);
                } else {
                    batch.column(i).appendNull();
                }
            }
        });
        var at = tables.location.resolve(
                "_delta_log/" + CheckpointFile.classic(Version.of(1)).name());
        try (var writer = DataFileWriter.create(tables.memory, at, columns, DataFileOptions.defaults())) {
            writer.write(batch);
            writer.finish();
        }
    }

    private static void append(StructVector struct, Map<String, Object> values) {
        int position = 0;
        for (Field field : ((DataType.Struct) struct.type()).fields()) {
            ColumnVector vector = struct.field(position++);
            Object value = values.get(field.name());
            if (value instanceof String text) {
                ((BytesVector) vector).append(text);
            } else if (value instanceof Integer number) {
                ((IntVector) vector).append(number);
            } else {
                vector.appendNull();
            }
        }
        struct.endRow();
    }
}
