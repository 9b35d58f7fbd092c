package io.twinlake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.DataFileOptions;
import io.twinlake.format.DataFileWriter;
import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes become text strictly: what is none is refused, and different bytes never become one key. */
class DecodingTest {

    private static final String AT = "\"at\":\"2013-01-01T00:00:00Z\",\"lux\":5";

    private final Lake lake = new Lake();

    @Test
    void utf_8_is_what_the_decoder_of_java_takes() {
        for (long seed = 0; seed < 100_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[1 + random.nextInt(5)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (random.nextBoolean() ? 0x80 + random.nextInt(128) : random.nextInt(256));
            }
            boolean isText;
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
                isText = true;
            } catch (CharacterCodingException malformed) {
                isText = false;
            }
            assertThat(Utf8.malformedAt(bytes, 0, bytes.length) < 0)
                    .as("seed %d", seed)
                    .isEqualTo(isText);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"e9", "c181", "c0af", "c080", "eda080", "f4908080", "f888808080", "80", "e282", "fffe"})
    void bytes_that_are_no_utf_8_are_dead_letters_wherever_they_stand(String hex) {
        byte[] bad = java.util.HexFormat.of().parseHex(hex);
        lake.withBytes(
                "a.csv",
                bytes("lamp,at,lux,x\nL", bad, ",2013-01-01T00:00:00Z,5,\nL1,2013-01-01T00:00:00Z,5,", bad, "\n"));
        lake.withBytes(
                "b.jsonl",
                bytes("{\"lamp\":\"L", bad, "\"," + AT + "}\n{\"lamp\":\"L1\",\"x", bad, "\":1," + AT + "}\n"));
        lake.withBytes("c.jsonl", bytes("{\"lamp\":\"L1\",\"x\":\"\\n", bad, "\"," + AT + "}\n"));
        lake.ingest(Lake.LAMPS, Lake.options());

        assertThat(lake.rows("city/lamp_state")).isEmpty();
        assertThat(lake.deadLetters())
                .hasSize(5)
                .allMatch(letter -> letter.contains("reason=parse") && letter.contains("of the record is no text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "\\udc00", "\\ud83dx", "\\ud83d\\ud83d\\udc00", "\\uD83D\\n"})
    void half_a_character_is_a_dead_letter(String half) {
        lake.with(
                "a.jsonl",
                "{\"lamp\":\"pump" + half + "\"," + AT + "}",
                "{\"lamp\":\"L1\",\"x\":[\"" + half + "\"]," + AT + "}",
                "{\"lamp\":\"L1\",\"x" + half + "\":1," + AT + "}",
                "{\"lamp\":\"\\ud83d\\ude00 \\\\ud83d\"," + AT + "}");
        lake.ingest(Lake.LAMPS, Lake.options());

        assertThat(lake.deadLetters()).hasSize(3).allMatch(letter -> letter.contains("half of a character"));
        assertThat(lake.rows("city/lamp_state")).singleElement().asString().contains("\uD83D\uDE00 \\ud83d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "windows-1252", "utf-16le", "UTF-16BE", "ISO-8859-15"})
    void a_stream_says_its_encoding(String encoding) {
        Charset charset = Charset.forName(encoding);
        String csv =
                "lamp,at,lux,street\nMüller,2013-01-01T00:00:00Z,5,\"é\"\"\nß\"\nMäller,2013-01-01T00:00:01Z,50,x\n";
        lake.withBytes("a.csv", csv.getBytes(charset));
        String encoded = Lake.LAMPS.replace("stream: readings", "stream: readings\n  encoding: " + encoding);
        lake.ingest(encoded, Lake.options());
        assertThat(lake.rows("city/lamp_state"))
                .anyMatch(row -> row.contains("Müller") && row.contains("é\"\nß"))
                .anyMatch(row -> row.contains("Mäller"));

        lake.withBytes("a.csv", (csv + "Müller,2013-01-01T00:00:02Z,500,x\n").getBytes(charset));
        lake.ingest(encoded, Lake.options());
        assertThat(lake.rows("city/lamp_state")).hasSize(3);
        assertThat(lake.deadLetters()).isEmpty();
    }

    @Test
    void utf_16_in_pieces_is_what_java_makes_of_it() throws IOException {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                text.appendCodePoint(random.nextBoolean() ? random.nextInt(0x250) : 0xE000 + random.nextInt(0x100000));
            }
            byte[] utf16 = text.toString().getBytes(StandardCharsets.UTF_16LE);
            ByteArrayInputStream pieces = new ByteArrayInputStream(utf16) {
                @Override
                public synchronized int read(byte[] into, int from, int length) {
                    return super.read(into, from, Math.min(length, 1 + random.nextInt(5)));
                }
            };
            try (Utf8Stream stream = new Utf8Stream(pieces, StandardCharsets.UTF_16LE)) {
                assertThat(stream.readAllBytes())
                        .as("seed %d", seed)
                        .isEqualTo(text.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void what_an_encoding_does_not_have_is_a_dead_letter() {
        lake.withBytes("a.jsonl", bytes("{\"lamp\":\"L", new byte[] {(byte) 0x81}, "\"," + AT + "}\n"));
        lake.ingest(
                Lake.LAMPS.replace("stream: readings", "stream: readings\n  encoding: windows-1252"), Lake.options());

        assertThat(lake.deadLetters()).singleElement().asString().contains("reason=parse");
    }

    @Test
    void values_of_parquet_that_are_none_are_dead_letters_with_their_bytes() {
        parquet(Double.NaN, "L1".getBytes(StandardCharsets.UTF_8));
        parquet(Double.NEGATIVE_INFINITY, "L1".getBytes(StandardCharsets.UTF_8));
        parquet(5, new byte[] {'L', (byte) 0xE9});
        parquet(5, "L2".getBytes(StandardCharsets.UTF_8));
        lake.ingest(Lake.LAMPS, Lake.options());

        assertThat(lake.rows("city/lamp_state")).singleElement().asString().contains("key=L2");
        assertThat(lake.deadLetters())
                .hasSize(3)
                .anyMatch(l -> l.contains("field 'lux' is NaN, which is no double") && l.contains("\"lux\":\"NaN\""))
                .anyMatch(l -> l.contains("field 'lux' is -Infinity") && l.contains("\"lux\":\"-Infinity\""))
                .anyMatch(l -> l.contains("reason=parse")
                        && l.contains("field 'lamp' is 2 bytes that are no UTF-8 text")
                        && l.contains("\"lamp\":\"TOk=\""));
    }

    @Test
    void a_compressed_file_whose_name_does_not_say_so_is_named() {
        lake.withBytes("a.jsonl", new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, '\n'});
        assertThatThrownBy(() -> lake.ingest(Lake.LAMPS, Lake.options()))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("a.jsonl is compressed by gzip")
                .hasMessageContaining(".gz");
    }

    private int files;

    private void parquet(double lux, byte[] lamp) {
        Schema schema = Schema.of(
                Field.nullable("lamp", DataType.Primitive.BINARY),
                Field.nullable("at", DataType.Primitive.TIMESTAMP),
                Field.nullable("lux", DataType.Primitive.DOUBLE));
        RowBatch rows = RowBatch.empty(schema);
        rows.bytes(0).append(lamp);
        rows.longs(1).append(1_356_998_400_000_000L);
        rows.doubles(2).append(lux);
        try (DataFileWriter writer = DataFileWriter.create(
                lake.memory, Lake.INPUT.resolve("p" + files++ + ".parquet"), schema, DataFileOptions.defaults())) {
            writer.write(rows);
            writer.finish();
        }
    }

    private static byte[] bytes(Object... parts) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (Object part : List.of(parts)) {
            all.writeBytes(part instanceof byte[] raw ? raw : ((String) part).getBytes(StandardCharsets.UTF_8));
        }
        return all.toByteArray();
    }
}
