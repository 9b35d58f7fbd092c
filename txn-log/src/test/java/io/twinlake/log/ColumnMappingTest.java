package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnMapping;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataFile;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.ListVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.MapVector;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.format.StructVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tables whose columns are called otherwise in their files. */
class ColumnMappingTest {

    private static final int ROWS = 10_000;

    /** As the table calls its columns now. */
    private static final Schema SCHEMA = Schema.of(
            mapped("total `of` a.b", 1, "col-1", Primitive.LONG),
            mapped("place", 2, "col-2", new DataType.Struct(List.of(mapped("lat", 3, "col-3", Primitive.LONG)))),
            mapped(
                    "visits",
                    4,
                    "col-4",
                    new DataType.Array(new DataType.Struct(List.of(mapped("at", 5, "col-5", Primitive.LONG))), true)),
            mapped(
                    "tags",
                    6,
                    "col-6",
                    new DataType.MapOf(
                            Primitive.STRING,
                            new DataType.Struct(List.of(mapped("weight", 7, "col-7", Primitive.LONG))),
                            true)),
            mapped("day", 8, "col-8", Primitive.STRING));

    private final Tables tables = new Tables();

    @Test
    void columns_are_found_by_their_physical_names_however_deep() {
        Snapshot snapshot = table(ColumnMapping.NAME, write(SCHEMA, ColumnMapping.NAME));

        assertThat(first(snapshot)).isEqualTo("[0, {0}, [{0}], {k={0}}, monday]");
    }

    @Test
    void columns_are_found_by_their_ids_whatever_their_names() {
        Schema otherNames = new Schema(
                SCHEMA.fields().stream().map(field -> renamed(field, "old-")).toList());

        Snapshot snapshot = table(ColumnMapping.ID, write(otherNames, ColumnMapping.ID));

        assertThat(first(snapshot)).isEqualTo("[0, {0}, [{0}], {k={0}}, monday]");
    }

    @Test
    void without_ids_in_the_file_columns_are_null_and_never_found_by_name() {
        Schema sameNames = new Schema(SCHEMA.fields().stream()
                .map(field -> Field.nullable(field.name(), field.type()))
                .toList());

        assertThat(first(table(ColumnMapping.ID, write(sameNames, ColumnMapping.NONE))))
                .isEqualTo("[null, null, null, null, monday]");
        assertThat(first(table(ColumnMapping.NAME, write(sameNames, ColumnMapping.NONE))))
                .isEqualTo("[null, null, null, null, monday]");
    }

    @Test
    void what_a_schema_says_of_mapping_counts_only_where_the_table_maps() {
        DataFile file = write(SCHEMA, ColumnMapping.NONE);
        ForeignLog log = new ForeignLog(tables);
        Map<String, Optional<String>> monday = Map.of("day", Optional.of("monday"));
        log.commit(
                0,
                log.protocol("columnMapping"),
                log.metadata(SCHEMA, List.of("day"), Map.of()),
                log.add(file, monday, Optional.empty()));
        assertThat(first(tables.log().latest())).startsWith("[0, {0}").endsWith("monday]");

        log.commit(
                0,
                log.protocol("timestampNtz"),
                log.metadata(SCHEMA, List.of("day"), Map.of("delta.columnMapping.mode", "name")),
                log.add(file, monday, Optional.empty()));
        assertThat(first(tables.log().latest())).startsWith("[0, {0}").endsWith("monday]");
    }

    @Test
    void statistics_and_parts_of_files_are_skipped_by_physical_names() {
        Snapshot snapshot = table(ColumnMapping.NAME, write(SCHEMA, ColumnMapping.NAME));
        Action.AddFile file = snapshot.files().findFirst().orElseThrow();
        Predicate late = Predicate.atLeast("total `of` a.b", ROWS - 1L);
        Predicate lateBelow = Predicate.atLeast("place.lat", ROWS - 1L);

        assertThat(file.stats().orElseThrow())
                .contains("\"col-1\":0", "\"col-3\":9999")
                .doesNotContain("lat");
        assertThat(snapshot.files(late)).hasSize(1);
        assertThat(snapshot.files(Predicate.atLeast("total `of` a.b", (long) ROWS)))
                .isEmpty();
        assertThat(snapshot.files(Predicate.atLeast("place.lat", (long) ROWS))).isEmpty();
        assertThat(snapshot.files(Predicate.equal("day", "tuesday"))).isEmpty();
        assertThat(rows(snapshot, late)).isPositive().isLessThan(ROWS / 2);
        assertThat(rows(snapshot, lateBelow)).isPositive().isLessThan(ROWS / 2);
    }

    private static long rows(Snapshot snapshot, Predicate predicate) {
        long[] rows = {0};
        try (LiveRows live = snapshot.rows(snapshot.files().findFirst().orElseThrow(), SCHEMA, predicate)) {
            live.forEachRemaining(batch -> rows[0] += batch.rows());
        }
        return rows[0];
    }

    private static String first(Snapshot snapshot) {
        try (LiveRows live = snapshot.rows(snapshot.files().findFirst().orElseThrow(), SCHEMA, Predicate.TRUE)) {
            RowBatch batch = live.next();
            List<String> values = new ArrayList<>();
            for (int i = 0; i < SCHEMA.size(); i++) {
                values.add(text(batch.column(i), 0));
            }
            return values.toString();
        }
    }

    private static String text(ColumnVector vector, int row) {
        if (vector.isNull(row)) {
            return "null";
        }
        if (vector instanceof StructVector struct) {
            return "{" + text(struct.field(0), row) + "}";
        }
        if (vector instanceof ListVector list) {
            return "[" + text(list.elements(), list.start(row)) + "]";
        }
        if (vector instanceof MapVector map) {
            return "{" + text(map.keys(), map.start(row)) + "=" + text(map.values(), map.start(row)) + "}";
        }
        return vector instanceof LongVector longs ? "" + longs.get(row) : ((BytesVector) vector).string(row);
    }

    private Snapshot table(ColumnMapping mapping, DataFile file) {
        ForeignLog log = new ForeignLog(tables);
        log.commit(
                0,
                log.protocol("columnMapping"),
                log.metadata(SCHEMA, List.of("day"), Map.of("delta.columnMapping.mode", mapping.word())),
                log.add(file, Map.of("col-8", Optional.of("monday")), Optional.empty()));
        return tables.log().latest();
    }

    /** Rows 0, 1, 2… without the partition column; the number is in every leaf. */
    private DataFile write(Schema schema, ColumnMapping mapping) {
        Schema inFile = new Schema(schema.fields().subList(0, 4));
        RowBatch batch = RowBatch.empty(inFile);
        for (int row = 0; row < ROWS; row++) {
            ((LongVector) batch.column(0)).append(row);
            append((StructVector) batch.column(1), row);
            ListVector visits = (ListVector) batch.column(2);
            append((StructVector) visits.elements(), row);
            visits.endRow();
            MapVector tags = (MapVector) batch.column(3);
            ((BytesVector) tags.keys()).append("k");
            append((StructVector) tags.values(), row);
            tags.endRow();
        }
        var options = DataFileOptions.defaults().withMapping(mapping).withRowGroupBytes(4_000);
        try (var writer =
                DataFileWriter.create(tables.memory, tables.location.resolve("part.parquet"), inFile, options)) {
            writer.write(batch);
            return writer.finish();
        }
    }

    private static void append(StructVector struct, long value) {
        ((LongVector) struct.field(0)).append(value);
        struct.endRow();
    }

    private static Field mapped(String name, int id, String physicalName, DataType type) {
        return new Field(
                name,
                type,
                true,
                Map.of(
                        "delta.columnMapping.id",
                        String.valueOf(id),
                        "delta.columnMapping.physicalName",
                        "\"" + physicalName + "\""));
    }

    private static Field renamed(Field field, String prefix) {
        int id = Integer.parseInt(field.metadata().getOrDefault("delta.columnMapping.id", "0"));
        return mapped(field.name(), id, prefix + id, field.type());
    }
}
