package io.twinlake.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageDecompressorsTest {

    private static final byte[] PAGE = "red amber green red amber green".getBytes(StandardCharsets.UTF_8);

    private final PageDecompressors codecs = new PageDecompressors();

    @AfterEach
    void release() {
        codecs.release();
    }

    @Test
    void zstd_gives_back_what_went_in() throws IOException {
        BytesInputDecompressor zstd = codecs.getDecompressor(CompressionCodecName.ZSTD);
        byte[] compressed = Zstd.compress(PAGE);
        assertThat(zstd.decompress(BytesInput.from(compressed), PAGE.length)
                        .toInputStream()
                        .readAllBytes())
                .isEqualTo(PAGE);

        ByteBuffer into = ByteBuffer.allocate(PAGE.length);
        zstd.decompress(ByteBuffer.wrap(compressed), compressed.length, into, PAGE.length);
        assertThat(into.array()).isEqualTo(PAGE);
    }

    @Test
    void a_page_of_another_length_or_that_is_cut_short_is_an_error() {
        BytesInputDecompressor zstd = codecs.getDecompressor(CompressionCodecName.ZSTD);
        byte[] compressed = Zstd.compress(PAGE);
        assertThatThrownBy(() -> zstd.decompress(BytesInput.from(compressed), PAGE.length + 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("31 bytes where its header says 32");
        assertThatThrownBy(() -> zstd.decompress(BytesInput.from(compressed), PAGE.length - 1))
                .isInstanceOf(IOException.class);
        byte[] cut = Arrays.copyOf(compressed, compressed.length - 2);
        assertThatThrownBy(() -> zstd.decompress(BytesInput.from(cut), PAGE.length))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not what ZSTD wrote");
    }

    /** The page as Arrow's Brotli wrote it. */
    private static final byte[] BROTLI = Base64.getDecoder().decode("Gx4AAAQ8ZKk+V0ZUlDID1YDlDZp7NgE=");

    @Test
    void brotli_gives_back_what_went_in() throws IOException {
        BytesInputDecompressor brotli = codecs.getDecompressor(CompressionCodecName.BROTLI);
        assertThat(brotli.decompress(BytesInput.from(BROTLI), PAGE.length)
                        .toInputStream()
                        .readAllBytes())
                .isEqualTo(PAGE);
        assertThatThrownBy(() -> brotli.decompress(BytesInput.from(BROTLI), PAGE.length - 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("31 bytes where its header says 30");
        byte[] cut = Arrays.copyOf(BROTLI, BROTLI.length - 2);
        assertThatThrownBy(() -> brotli.decompress(BytesInput.from(cut), PAGE.length))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_codec_without_a_library_is_named_and_the_file_is_not_called_damaged() {
        assertThatThrownBy(() -> codecs.getDecompressor(CompressionCodecName.LZO))
                .isInstanceOf(UnsupportedCodecException.class)
                .satisfies(e -> assertThat(DataFileReader.corrupt("a.parquet", (Exception) e))
                        .hasMessageContaining("cannot read a.parquet: its pages are compressed by LZO")
                        .hasMessageContaining("the file is sound")
                        .hasMessageNotContaining("damaged"));
    }

    @Test
    void other_codecs_go_by_hadoops() throws IOException {
        BytesInputDecompressor gzip = codecs.getDecompressor(CompressionCodecName.GZIP);
        assertThat(codecs.getDecompressor(CompressionCodecName.GZIP)).isSameAs(gzip);
        var bytes = new java.io.ByteArrayOutputStream();
        try (var out = new java.util.zip.GZIPOutputStream(bytes)) {
            out.write(PAGE);
        }
        assertThat(gzip.decompress(BytesInput.from(bytes.toByteArray()), PAGE.length)
                        .toInputStream()
                        .readAllBytes())
                .isEqualTo(PAGE);
    }
}
