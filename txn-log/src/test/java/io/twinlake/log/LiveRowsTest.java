package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.BytesVector;
import io.twinlake.format.CorruptDataFileException;
import io.twinlake.format.DataFile;
import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType;
import io.twinlake.format.DeletionVector;
import io.twinlake.format.DeletionVectorFile;
import io.twinlake.format.Field;
import io.twinlake.format.IntVector;
import io.twinlake.format.LongVector;
import io.twinlake.format.Predicate;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.Action.DeletionVectorDescriptor;
import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LiveRowsTest {

    private static final UUID VECTORS = UUID.fromString("d2c639aa-8816-431a-aaf6-d3fe2512ff61");
    private static final Schema SCHEMA =
            Schema.of(Field.required("n", DataType.Primitive.LONG), Field.nullable("day", DataType.Primitive.DATE));

    private final Tables tables = new Tables();

    @Test
    void rows_that_a_vector_names_are_left_out_whatever_its_kind() {
        DeletionVectorFile file = new DeletionVectorFile();
        file.add(DeletionVector.of(0));
        DeletionVectorFile.Place place = file.add(DeletionVector.of(1, 3, 9_999));
        tables.memory.put(tables.location.resolve("deletion_vector_" + VECTORS + ".bin"), Content.of(file.toBytes()));
        tables.memory.put(
                tables.location.resolve("ab/deletion_vector_" + VECTORS + ".bin"), Content.of(file.toBytes()));
        DeletionVectorDescriptor plain = DeletionVectorDescriptor.inFile(VECTORS, place);
        String absolute = tables.location
                .resolve("ab/deletion_vector_" + VECTORS + ".bin")
                .toString();

        assertThat(live(plain)).hasSize(9_997).startsWith(0L, 2L, 4L, 5L).endsWith(9_998L);
        assertThat(live(with(plain, "u", "ab" + plain.pathOrInlineDv()))).isEqualTo(live(plain));
        assertThat(live(with(plain, "p", absolute))).isEqualTo(live(plain));
        assertThat(live(DeletionVectorDescriptor.inline(DeletionVector.of(1, 3, 9_999))))
                .isEqualTo(live(plain));
    }

    @Test
    void positions_are_those_of_the_file_whatever_is_left_out_before() {
        Snapshot snapshot = table(Optional.of(DeletionVectorDescriptor.inline(DeletionVector.of(
                LongStream.concat(LongStream.range(0, 8_000).filter(row -> row % 3 == 0), LongStream.of(9_500))))));
        Action.AddFile file = snapshot.files().findFirst().orElseThrow();

        for (Predicate predicate : List.of(Predicate.TRUE, Predicate.atLeast("n", 9_000L))) {
            List<Long> values = new ArrayList<>();
            try (LiveRows rows = snapshot.rows(file, SCHEMA, predicate)) {
                while (rows.hasNext()) {
                    RowBatch batch = rows.next();
                    for (int row = 0; row < batch.rows(); row++) {
                        assertThat(rows.position(row)).isEqualTo(batch.longs(0).get(row));
                        values.add(batch.longs(0).get(row));
                    }
                }
            }
            assertThat(values).contains(9_499L, 9_501L, 9_999L).doesNotContain(9_500L);
        }
        assertThat(snapshot.rowCount(file)).hasValue(10_000 - 2_667 - 1);
    }

    @Test
    void partition_columns_are_from_the_log_and_never_from_the_file() {
        Snapshot snapshot = table(Optional.empty());

        RowBatch batch = snapshot.rows(
                        snapshot.files().findFirst().orElseThrow(), SCHEMA, Predicate.equal("day", "2024-02-29"))
                .next();

        assertThat(batch.schema()).isEqualTo(SCHEMA);
        assertThat(((IntVector) batch.column(1)).get(0)).isEqualTo(19_782);
    }

    @Test
    void a_vector_that_cannot_be_trusted_is_no_vector() {
        DeletionVectorFile file = new DeletionVectorFile();
        DeletionVectorFile.Place place = file.add(DeletionVector.of(1, 3));
        Location object = tables.location.resolve("deletion_vector_" + VECTORS + ".bin");
        byte[] bytes = file.toBytes();
        bytes[20] ^= 1;
        tables.memory.put(object, Content.of(bytes));
        DeletionVectorDescriptor damaged = DeletionVectorDescriptor.inFile(VECTORS, place);
        DeletionVectorDescriptor inline = DeletionVectorDescriptor.inline(DeletionVector.of(1, 3));

        assertThatThrownBy(() -> live(damaged))
                .isInstanceOf(CorruptDataFileException.class)
                .hasMessageContaining(object.toString())
                .hasMessageContaining("checksum");
        assertThatThrownBy(() -> live(new DeletionVectorDescriptor(
                        "i", inline.pathOrInlineDv(), OptionalLong.empty(), inline.sizeInBytes(), 3)))
                .isInstanceOf(CorruptDataFileException.class)
                .hasMessageContaining("deletes 2 rows, the log says 3");
        assertThatThrownBy(() -> live(with(inline, "r", "x")))
                .isInstanceOf(UnsupportedTableException.class)
                .hasMessageContaining("storage type 'r'");
        bytes[0] = 2;
        tables.memory.put(object, Content.of(bytes));
        assertThatThrownBy(() -> live(damaged)).hasMessageContaining("has version 2");
    }

    private List<Long> live(DeletionVectorDescriptor vector) {
        Snapshot snapshot = table(Optional.of(vector));
        List<Long> values = new ArrayList<>();
        try (LiveRows rows = snapshot.rows(snapshot.files().findFirst().orElseThrow(), SCHEMA, Predicate.TRUE)) {
            rows.forEachRemaining(batch -> {
                for (int row = 0; row < batch.rows(); row++) {
                    values.add(batch.longs(0).get(row));
                }
            });
        }
        return values;
    }

    private static DeletionVectorDescriptor with(DeletionVectorDescriptor vector, String type, String text) {
        return new DeletionVectorDescriptor(type, text, vector.offset(), vector.sizeInBytes(), vector.cardinality());
    }

    /** A table of one file of ten thousand rows, numbered; the file has a misleading column of the partition's name. */
    private Snapshot table(Optional<DeletionVectorDescriptor> vector) {
        RowBatch batch = RowBatch.empty(Schema.of(
                Field.required("n", DataType.Primitive.LONG), Field.nullable("day", DataType.Primitive.STRING)));
        for (int i = 0; i < 10_000; i++) {
            ((LongVector) batch.column(0)).append(i);
            ((BytesVector) batch.column(1)).append("not a day");
        }
        DataFile file;
        try (var writer = DataFileWriter.create(
                tables.memory,
                tables.location.resolve("day=x/part.parquet"),
                batch.schema(),
                DataFileOptions.defaults().withRowGroupBytes(10_000))) {
            writer.write(batch);
            file = writer.finish();
        }
        ForeignLog log = new ForeignLog(tables);
        log.commit(
                0,
                log.protocol("deletionVectors"),
                log.metadata(SCHEMA, List.of("day"), Map.of()),
                log.add(file, Map.of("day", Optional.of("2024-02-29")), vector));
        return tables.log().latest();
    }
}
