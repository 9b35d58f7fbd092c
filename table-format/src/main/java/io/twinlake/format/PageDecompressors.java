package io.twinlake.format;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Decompresses the pages of one reader. ZSTD, which this library writes, goes to its library directly; the codecs of
 * others go by Hadoop's, whose configuration takes longer to come up than a small file to be read.
 */
final class PageDecompressors implements CompressionCodecFactory {

    private final Map<CompressionCodecName, BytesInputDecompressor> open = new EnumMap<>(CompressionCodecName.class);

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return open.computeIfAbsent(
                codec, name -> name == CompressionCodecName.ZSTD ? new Zstandard() : new ByHadoop(name));
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

    /** A page's bytes as they come, one page at a time. */
    private static final class Zstandard implements BytesInputDecompressor {
        private final ZstdDecompressCtx context = new ZstdDecompressCtx();

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
            try {
                int got = context.decompressByteArray(bytes, 0, size, compressed, 0, compressedSize);
                if (got != size) {
                    throw new IOException("a page holds " + got + " bytes where its header says " + size);
                }
                return bytes;
            } catch (ZstdException e) {
                throw new IOException("a page is not what ZSTD wrote: " + e.getMessage(), e);
            }
        }

        @Override
        public void release() {
            context.close();
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
