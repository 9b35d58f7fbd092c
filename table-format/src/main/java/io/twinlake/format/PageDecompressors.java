package io.twinlake.format;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.brotli.dec.BrotliInputStream;

/**
 * Decompresses the pages of one reader. ZSTD, which this library writes, goes to its library directly, and so does Brotli,
 * for which Hadoop has no codec; the codecs of others go by Hadoop's, whose configuration takes longer to come up than a small file to be read.
 */
final class PageDecompressors implements CompressionCodecFactory {

    private final Map<CompressionCodecName, BytesInputDecompressor> open = new EnumMap<>(CompressionCodecName.class);

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return open.computeIfAbsent(codec, PageDecompressors::of);
    }

    /** @throws UnsupportedCodecException if the codec's library is not on the class path, or Hadoop lacks the codec */
    private static BytesInputDecompressor of(CompressionCodecName codec) {
        try {
            return switch (codec) {
                case ZSTD -> new Zstandard();
                case BROTLI -> new Brotli();
                default -> new ByHadoop(codec);
            };
        } catch (RuntimeException | LinkageError e) {
            throw new UnsupportedCodecException(codec, e);
        }
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("a reader writes no pages");
    }

    @Override
    public void release() {
        open.values().forEach(BytesInputDecompressor::release);
        open.clear();
    }

    /** Decompresses a whole page at a time. */
    private abstract static class WholePages implements BytesInputDecompressor {

        /** @throws IOException if the page is not what its codec wrote */
        abstract int decompress(byte[] page, byte[] into) throws IOException;

        @Override
        public BytesInput decompress(BytesInput page, int size) throws IOException {
            int compressedSize = Math.toIntExact(page.size());
            ByteBuffer compressed = page.toInputStream().slice(compressedSize);
            return BytesInput.from(decompress(compressed, compressedSize, size));
        }

        @Override
        public void decompress(ByteBuffer page, int compressedSize, ByteBuffer into, int size) throws IOException {
            into.put(decompress(page, compressedSize, size));
        }

        private byte[] decompress(ByteBuffer page, int compressedSize, int size) throws IOException {
            byte[] compressed = new byte[compressedSize];
            page.get(compressed);
            byte[] bytes = new byte[size];
            int got = decompress(compressed, bytes);
            if (got != size) {
                throw new IOException("a page holds " + got + " bytes where its header says " + size);
            }
            return bytes;
        }
    }

    private static final class Zstandard extends WholePages {
        private final ZstdDecompressCtx context = new ZstdDecompressCtx();

        @Override
        int decompress(byte[] page, byte[] into) throws IOException {
            try {
                return context.decompressByteArray(into, 0, into.length, page, 0, page.length);
            } catch (ZstdException e) {
                throw new IOException("a page is not what ZSTD wrote: " + e.getMessage(), e);
            }
        }

        @Override
        public void release() {
            context.close();
        }
    }

    private static final class Brotli extends WholePages {

        Brotli() {
            // Where its library is missing, as on Spark's own class path, this says so before a page is read.
            Objects.requireNonNull(BrotliInputStream.class);
        }

        @Override
        int decompress(byte[] page, byte[] into) throws IOException {
            try (var in = new BrotliInputStream(new ByteArrayInputStream(page))) {
                int got = in.readNBytes(into, 0, into.length);
                return in.read() < 0 ? got : got + 1;
            }
        }

        @Override
        public void release() {
            // Holds nothing between pages.
        }
    }

    /** Made when the first page comes. */
    private static final class ByHadoop implements BytesInputDecompressor {
        private final CodecFactory factory = new CodecFactory(new PlainParquetConfiguration(), 0);
        private final BytesInputDecompressor codec;

        ByHadoop(CompressionCodecName name) {
            this.codec = factory.getDecompressor(name);
        }

        @Override
        public BytesInput decompress(BytesInput page, int size) throws IOException {
            return codec.decompress(page, size);
        }

        @Override
        public void decompress(ByteBuffer page, int compressedSize, ByteBuffer into, int size) throws IOException {
            codec.decompress(page, compressedSize, into, size);
        }

        @Override
        public void release() {
            factory.release();
        }
    }
}
