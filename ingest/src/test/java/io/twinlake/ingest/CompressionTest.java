package io.twinlake.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class CompressionTest {

    private static final byte[] FIRST = "one\ntwo\n".getBytes(UTF_8);
    private static final byte[] SECOND = "three\n".getBytes(UTF_8);
    private static final int BLOCK = 1 << 16;

    @Test
    void gzip_is_read_to_its_last_member_wherever_one_ends() throws IOException {
        int shortest = member(FIRST, 0).length;
        for (int end = BLOCK - 40; end <= BLOCK + 2; end++) {
            byte[] file = joined(member(FIRST, end - shortest), member(SECOND, 0));
            assertThat(read(Compression.GZIP, file))
                    .as("a member ends at %d", end)
                    .isEqualTo(joined(FIRST, SECOND));
        }
    }

    @Test
    void thousands_of_members_are_one_text() throws IOException {
        Random random = new Random(7);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int i = 0; i < 5_000; i++) {
            byte[] part = new byte[random.nextInt(60)];
            random.nextBytes(part);
            text.write(part);
            file.write(member(part, random.nextInt(4)));
        }
        assertThat(read(Compression.GZIP, file.toByteArray())).isEqualTo(text.toByteArray());
    }

    @Test
    void zeros_between_members_and_at_the_end_are_no_error() throws IOException {
        byte[] file = joined(member(FIRST, 0), new byte[BLOCK], member(SECOND, 0), new byte[513]);

        assertThat(read(Compression.GZIP, file)).isEqualTo(joined(FIRST, SECOND));
    }

    @Test
    void a_cut_anywhere_is_an_error_but_between_members() {
        byte[] first = member(FIRST, 3);
        byte[] file = joined(first, member(SECOND, 3));
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            if (length != first.length) {
                assertThatThrownBy(() -> read(Compression.GZIP, cut))
                        .as("cut at %d", length)
                        .isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void a_flipped_bit_anywhere_is_an_error_or_changes_no_text() throws IOException {
        byte[] first = member(FIRST, 3);
        byte[] file = joined(first, member(SECOND, 3));
        for (int at = 0; at < file.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = file.clone();
                flipped[at] ^= (byte) (1 << bit);
                try {
                    assertThat(read(Compression.GZIP, flipped)).isEqualTo(joined(FIRST, SECOND));
                    assertThat(at == first.length || at == first.length + 1)
                            .as("byte %d makes a header", at)
                            .isFalse();
                } catch (IOException told) {
                    assertThat(told).hasMessageNotContaining("null");
                }
            }
        }
    }

    @Test
    void what_follows_a_member_and_is_none_is_an_error() {
        for (String garbage : new String[] {"x", "\u001f", "\u001fx", "garbage\n"}) {
            byte[] file = joined(member(FIRST, 0), garbage.getBytes(UTF_8));
            assertThatThrownBy(() -> read(Compression.GZIP, file)).isInstanceOf(IOException.class);
        }
        byte[] padded = joined(member(FIRST, 0), new byte[9], "x".getBytes(UTF_8));
        assertThatThrownBy(() -> read(Compression.GZIP, padded)).isInstanceOf(IOException.class);
    }

    @Test
    void a_header_with_name_comment_and_checksum_is_read_and_the_checksum_is_compared() throws IOException {
        byte[] header = {0x1F, (byte) 0x8B, 8, 2 | 8 | 16, 1, 2, 3, 4, 0, 3, 'n', 0, 'c', 'd', 0};
        CRC32 checksum = new CRC32();
        checksum.update(header);
        byte[] plain = member(FIRST, 0);
        byte[] body = Arrays.copyOfRange(plain, 12, plain.length);
        byte[] sum = {(byte) checksum.getValue(), (byte) (checksum.getValue() >> 8)};

        assertThat(read(Compression.GZIP, joined(header, sum, body))).isEqualTo(FIRST);
        sum[0]++;
        assertThatThrownBy(() -> read(Compression.GZIP, joined(header, sum, body)))
                .hasMessageContaining("member 1 has a header whose checksum");
    }

    @Test
    void zstd_is_read_to_its_last_frame_and_frames_to_skip_are_skipped() throws IOException {
        byte[] skippable = {0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 'x', 'y', 'z'};
        byte[] file = joined(Zstd.compress(FIRST), skippable, Zstd.compress(SECOND), skippable);

        assertThat(read(Compression.ZSTD, file)).isEqualTo(joined(FIRST, SECOND));
    }

    @Test
    void a_zstd_frame_that_is_cut_off_is_an_error_whatever_came_before_it() {
        byte[] first = Zstd.compress(FIRST);
        byte[] file = joined(first, Zstd.compress(SECOND));
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            if (length != first.length) {
                assertThatThrownBy(() -> read(Compression.ZSTD, cut))
                        .as("cut at %d", length)
                        .isInstanceOf(EOFException.class);
            }
        }
        assertThatThrownBy(() -> read(Compression.ZSTD, joined(first, FIRST))).hasMessageContaining("not zstd");
    }

    @Test
    void large_texts_pass_through_small_buffers() throws IOException {
        byte[] text = new byte[3_000_000];
        Random random = new Random(11);
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) (random.nextInt(10) == 0 ? random.nextInt() : 'a' + i % 7);
        }
        byte[] packed = Zstd.compress(text);
        assertThat(read(Compression.ZSTD, joined(packed, packed))).isEqualTo(joined(text, text));
        assertThat(read(Compression.GZIP, joined(member(text, 0), member(text, 5))))
                .isEqualTo(joined(text, text));
    }

    private static byte[] read(Compression compression, byte[] file) throws IOException {
        try (InputStream in = compression.decompress(new Blocks(file))) {
            return in.readAllBytes();
        }
    }

    /** A store's stream: it does not know what is available. */
    private static final class Blocks extends ByteArrayInputStream {
        Blocks(byte[] file) {
            super(file);
        }

        @Override
        public synchronized int available() {
            return 0;
        }
    }

    /** A gzip member whose header is that many bytes longer than it must be. */
    private static byte[] member(byte[] text, int padding) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, 4, 0, 0, 0, 0, 0, (byte) 0xFF});
        out.writeBytes(new byte[] {(byte) padding, (byte) (padding >> 8)});
        out.writeBytes(new byte[padding]);
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(text);
        deflater.finish();
        byte[] packed = new byte[text.length + 100];
        out.write(packed, 0, deflater.deflate(packed));
        deflater.end();
        CRC32 checksum = new CRC32();
        checksum.update(text);
        for (long word : new long[] {checksum.getValue(), text.length}) {
            for (int shift = 0; shift < 32; shift += 8) {
                out.write((int) (word >> shift));
            }
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
