package io.twinlake.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeletionVectorTest {

    private static final long BUCKET = 1L << 32;

    /** Spelled out byte by byte; the protocol's own example is of a form that no client reads. */
    @Test
    void the_serialised_form_is_the_protocols() {
        String bytes = "d1d33964" + "0100000000000000" + "00000000" // magic, one bitmap, its key
                + "3a300000" + "01000000" + "0000" + "0200" + "10000000" // one array of three
                + "0300" + "0400" + "1d00";

        assertThat(HexFormat.of().formatHex(DeletionVector.of(29, 3, 4).toBytes()))
                .isEqualTo(bytes);
        assertThat(DeletionVector.parse(HexFormat.of().parseHex(bytes)).rows()).containsExactly(3L, 4L, 29L);
    }

    @Test
    void the_older_form_without_keys_is_read() {
        String bitmap = "3a300000" + "01000000" + "0000" + "0200" + "10000000" + "0300" + "0400" + "1d00";
        String empty = "3a300000" + "00000000";
        String bytes = "d0d33964" + "03000000" + "16000000" + bitmap + "08000000" + empty + "16000000" + bitmap;

        assertThat(DeletionVector.parse(HexFormat.of().parseHex(bytes)))
                .isEqualTo(DeletionVector.of(3, 4, 29, 2 * BUCKET + 3, 2 * BUCKET + 4, 2 * BUCKET + 29));
    }

    @Test
    void rows_come_back_however_many_and_far_apart() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            long span = seed % 2 == 0 ? 100_000 : 3 * BUCKET;
            long[] rows = random.longs(random.nextInt(20_000), 0, span)
                    .distinct()
                    .sorted()
                    .toArray();
            DeletionVector vector = DeletionVector.of(rows);

            DeletionVector read = DeletionVector.parse(vector.toBytes());

            assertThat(read).as("seed %d", seed).isEqualTo(vector).hasSameHashCodeAs(vector);
            assertThat(read.rows().toArray()).isEqualTo(rows);
            assertThat(read.cardinality()).isEqualTo(rows.length);
        }
    }

    @Test
    void runs_of_rows_take_little_space() {
        assertThat(DeletionVector.of(LongStream.range(5, 1_000_000)).toBytes()).hasSizeLessThan(300);
    }

    @Test
    void the_live_rows_of_a_run_are_those_that_it_does_not_contain() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            long around = seed % 2 == 0 ? 5_000 : BUCKET;
            DeletionVector vector =
                    DeletionVector.of(random.longs(random.nextInt(3_000), around - 5_000, around + 5_000));
            long first = around - random.nextInt(5_000);
            int rows = random.nextInt(6_000);

            int[] expected = IntStream.range(0, rows)
                    .filter(row -> !vector.contains(first + row))
                    .toArray();

            assertThat(vector.live(first, rows)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void vectors_are_joined_and_subtracted() {
        DeletionVector one = DeletionVector.of(1, 2, BUCKET + 1);
        DeletionVector other = DeletionVector.of(2, 3, 2 * BUCKET);

        assertThat(one.union(other)).isEqualTo(DeletionVector.of(1, 2, 3, BUCKET + 1, 2 * BUCKET));
        assertThat(one.union(other).minus(one)).isEqualTo(DeletionVector.of(3, 2 * BUCKET));
        assertThat(one.minus(one)).isEqualTo(DeletionVector.NONE);
        assertThat(one.rows()).containsExactly(1L, 2L, BUCKET + 1);
    }

    @Test
    void an_object_holds_several_vectors_each_with_its_checksum() {
        DeletionVector one = DeletionVector.of(1, 5);
        DeletionVector other = DeletionVector.of(LongStream.range(0, 70_000));
        DeletionVectorFile file = new DeletionVectorFile();
        DeletionVectorFile.Place first = file.add(one);
        DeletionVectorFile.Place second = file.add(other);
        byte[] bytes = file.toBytes();

        assertThat(bytes[0]).isEqualTo((byte) 1);
        assertThat(first.offset()).isEqualTo(1);
        assertThat(parse(bytes, first)).isEqualTo(one);
        assertThat(parse(bytes, second)).isEqualTo(other);
        assertThat(second.cardinality()).isEqualTo(70_000);
    }

    private static DeletionVector parse(byte[] object, DeletionVectorFile.Place place) {
        int end = place.offset() + place.size() + DeletionVectorFile.FRAME_BYTES;
        return DeletionVectorFile.parse(Arrays.copyOfRange(object, place.offset(), end), place.size());
    }

    @Test
    void every_damaged_byte_of_an_object_is_noticed() {
        DeletionVectorFile file = new DeletionVectorFile();
        DeletionVectorFile.Place place = file.add(DeletionVector.of(1, 5, 9, BUCKET));
        byte[] bytes = file.toBytes();
        for (int i = 1; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 0x40;
            assertThatThrownBy(() -> parse(damaged, place))
                    .as("byte %d", i)
                    .isInstanceOf(CorruptDataFileException.class);
        }
    }

    @Test
    void bytes_that_are_no_bitmap_are_refused() {
        byte[] whole = DeletionVector.of(1, 5, 70_000, BUCKET).toBytes();
        byte[] otherMagic = whole.clone();
        otherMagic[0]++;

        assertThatThrownBy(() -> DeletionVector.parse(otherMagic)).hasMessageContaining("not with 1681511377");
        assertThatThrownBy(() -> DeletionVector.parse(Arrays.copyOf(whole, whole.length + 4)))
                .hasMessageContaining("4 bytes follow");
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> DeletionVector.parse(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(CorruptDataFileException.class);
        }
    }

    @Test
    void bytes_are_text_and_back() {
        assertThat(Z85.encode(new byte[] {(byte) 0x86, 0x4F, (byte) 0xD2, 0x6F, (byte) 0xB5, 0x59, (byte) 0xF7, 0x5B}))
                .isEqualTo("HelloWorld");
        assertThat(Z85.decode(Z85.encode(new byte[] {1, 2, 3, 4, 5}))).containsExactly(1, 2, 3, 4, 5, 0, 0, 0);
        assertThatThrownBy(() -> Z85.decode("Hello~")).hasMessageContaining("multiple of 5");
        assertThatThrownBy(() -> Z85.decode("Hell~")).hasMessageContaining("'~' is no character");
    }

    /** Met in tables of Delta Spark, in the last characters, which are no part of the vector. */
    @Test
    void characters_that_say_more_than_four_bytes_are_no_error() {
        long number = (84 * 85L + 84) * 85 * 85 * 85 + 9 * 85 + 3;

        assertThat(Z85.decode("##093"))
                .isEqualTo(ByteBuffer.allocate(4).putInt((int) number).array());
    }
}
