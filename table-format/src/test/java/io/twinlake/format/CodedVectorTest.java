package io.twinlake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.storage.Location;
import io.twinlake.storage.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CodedVectorTest {

    private static final Schema SCHEMA = new Schema(List.of(
            Field.nullable("text", DataType.Primitive.STRING),
            Field.nullable("texts", new DataType.Array(DataType.Primitive.STRING, false)),
            Field.required("number", DataType.Primitive.LONG)));

    @Test
    void rows_are_those_of_a_vector_that_is_not_coded() {
        RowBatch plain = RowBatch.empty(SCHEMA);
        RowBatch coded = RowBatch.emptyCoded(SCHEMA);
        fill(plain, 7, 20_000);
        fill(coded, 7, 20_000);

        assertThat(rows(coded)).isEqualTo(rows(plain));
        assertThat(coded.bytes(0).distinct().size()).isLessThan(plain.rows());
    }

    @Test
    void texts_met_lately_become_one_value() {
        BytesVector vector = BytesVector.coded(DataType.Primitive.STRING);
        for (int row = 0; row < 1_000; row++) {
            vector.append(row % 3 == 0 ? "red" : new String("green".toCharArray()));
        }

        assertThat(vector.distinct().size()).isEqualTo(2);
        assertThat(vector.code(0)).isEqualTo(vector.code(999)).isNotEqualTo(vector.code(1));
    }

    @Test
    void picks_of_several_batches_are_their_rows_in_that_order() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<RowBatch> sources = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                RowBatch source = random.nextInt(4) == 0 ? RowBatch.empty(SCHEMA) : RowBatch.emptyCoded(SCHEMA);
                fill(source, random.nextLong(), 1 + random.nextInt(300));
                sources.add(source);
            }
            int[] source = random.ints(500, 0, sources.size()).toArray();
            int[] row = IntStream.of(source)
                    .map(of -> random.nextInt(sources.get(of).rows()))
                    .toArray();
            RowBatch picked = random.nextBoolean() ? RowBatch.emptyCoded(SCHEMA) : RowBatch.empty(SCHEMA);
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                expected.add(row(sources.get(source[i]), row[i]));
            }

            picked.appendAll(sources, new RowPicks(source, row), 0, 200);
            List<String> found = new ArrayList<>(rows(picked));
            picked.clear();
            picked.appendAll(sources, new RowPicks(source, row), 200, 500);
            found.addAll(rows(picked));

            assertThat(found).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void a_source_that_was_cleared_and_filled_again_is_read_again() {
        RowBatch source = RowBatch.emptyCoded(SCHEMA);
        RowBatch target = RowBatch.emptyCoded(SCHEMA);
        for (int round = 0; round < 3; round++) {
            source.clear();
            fill(source, round, 100_000);
            target.clear();
            target.appendAll(
                    List.of(source), RowPicks.of(IntStream.range(0, 100_000).toArray()), 0, 100_000);

            assertThat(rows(target)).isEqualTo(rows(source));
        }
    }

    @Test
    void more_values_than_are_kept_are_forgotten_with_their_rows() {
        RowBatch coded = RowBatch.emptyCoded(SCHEMA);
        RowBatch plain = RowBatch.empty(SCHEMA);
        for (int round = 0; round < 3; round++) {
            coded.clear();
            plain.clear();
            for (int row = 0; row < 100_000; row++) {
                String text = "round " + round % 2 + " row " + row;
                for (RowBatch batch : List.of(coded, plain)) {
                    batch.bytes(0).append(text);
                    ((ListVector) batch.column(1)).endRow();
                    batch.longs(2).append(row);
                }
            }
            assertThat(coded.bytes(0).distinct().size()).isEqualTo(100_000);
            assertThat(rows(coded)).isEqualTo(rows(plain));
        }
    }

    @Test
    void a_file_of_coded_rows_holds_what_a_file_of_plain_rows_holds() {
        MemoryStorage storage = new MemoryStorage();
        DataFile plain = write(storage, "plain.parquet", RowBatch.empty(SCHEMA));
        DataFile coded = write(storage, "coded.parquet", RowBatch.emptyCoded(SCHEMA));

        assertThat(coded.statistics()).isEqualTo(plain.statistics());
        assertThat(storage.read(coded.location())).isEqualTo(storage.read(plain.location()));
    }

    @Test
    void a_dictionary_does_not_take_forgotten_codes_for_those_of_other_texts() {
        MemoryStorage storage = new MemoryStorage();
        List<DataFile> files = new ArrayList<>();
        for (RowBatch batch : List.of(RowBatch.empty(SCHEMA), RowBatch.emptyCoded(SCHEMA))) {
            Location at = Location.parse("memory:///coded").resolve("file" + files.size() + ".parquet");
            try (DataFileWriter writer = DataFileWriter.create(storage, at, SCHEMA, DataFileOptions.defaults())) {
                for (int round = 0; round < 2; round++) {
                    batch.clear();
                    for (int row = 0; row < 140_000; row++) {
                        int number = round == 0 ? row / 2 : 69_999 - row / 2;
                        batch.bytes(0).append(Integer.toString(number, Character.MAX_RADIX));
                        ((ListVector) batch.column(1)).endRow();
                        batch.longs(2).append(round);
                    }
                    writer.write(batch);
                }
                files.add(writer.finish());
            }
        }

        assertThat(storage.read(files.get(1).location()))
                .isEqualTo(storage.read(files.get(0).location()));
    }

    /** The same rows for every batch of a seed, in several batches, the last of which ends the dictionary. */
    private static DataFile write(MemoryStorage storage, String name, RowBatch batch) {
        Location at = Location.parse("memory:///coded").resolve(name);
        try (DataFileWriter writer = DataFileWriter.create(
                storage, at, SCHEMA, DataFileOptions.defaults().withRowGroupBytes(200_000))) {
            for (int part = 0; part < 12; part++) {
                batch.clear();
                fill(batch, part / 2, part < 8 ? 9_000 : 80_000);
                writer.write(batch);
            }
            return writer.finish();
        }
    }

    /** Texts that repeat, texts that don't, nulls, and arrays that are empty, null or long. */
    private static void fill(RowBatch batch, long seed, int rows) {
        Random random = new Random(seed);
        int distinct = 1 + random.nextInt(random.nextBoolean() ? 6_000 : 200_000);
        BytesVector text = batch.bytes(0);
        ListVector texts = (ListVector) batch.column(1);
        for (int row = 0; row < rows; row++) {
            if (random.nextInt(10) == 0) {
                text.appendNull();
            } else {
                text.append("text " + random.nextInt(distinct));
            }
            int kind = random.nextInt(8);
            if (kind == 0 && seed % 2 == 0) {
                texts.appendNull();
            } else {
                for (int i = 0; i < kind; i++) {
                    ((BytesVector) texts.elements()).append("property " + random.nextInt(12));
                }
                texts.endRow();
            }
            batch.longs(2).append(random.nextInt(100));
        }
    }

    private static List<String> rows(RowBatch batch) {
        return IntStream.range(0, batch.rows()).mapToObj(row -> row(batch, row)).toList();
    }

    private static String row(RowBatch batch, int row) {
        BytesVector text = batch.bytes(0);
        ListVector texts = (ListVector) batch.column(1);
        StringBuilder all = new StringBuilder();
        all.append(text.isNull(row) ? "null" : text.string(row)).append(" [");
        if (texts.isNull(row)) {
            all.append("null");
        }
        for (int i = texts.start(row); i < texts.end(row); i++) {
            all.append(((BytesVector) texts.elements()).string(i)).append(' ');
        }
        return all.append("] ").append(batch.longs(2).get(row)).toString();
    }
}
