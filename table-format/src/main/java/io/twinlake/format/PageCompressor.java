package io.twinlake.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Compresses pages, one at a time, into a buffer that is used again. */
abstract class PageCompressor implements BytesInputCompressor {

    final Source source = new Source();
    byte[] target = {};
    private final CompressionCodecName codec;

    private PageCompressor(CompressionCodecName codec) {
        this.codec = codec;
    }

    static PageCompressor of(DataFileOptions.Codec codec) {
        return switch (codec) {
            case UNCOMPRESSED -> new None();
            case SNAPPY -> new Fast();
            case ZSTD -> new Small();
        };
    }

    /** Copies a page to {@link #source} and returns its length. */
    final int copy(BytesInput page) throws IOException {
        source.reset();
        page.writeAllTo(source);
        return source.size();
    }

    final void reserve(int length) {
        target = target.length < length ? new byte[length] : target;
    }

    @Override
    public CompressionCodecName getCodecName() {
        return codec;
    }

    @Override
    public void release() {
        // Nothing is held but for memory.
    }

    private static final class None extends PageCompressor {
        None() {
            super(CompressionCodecName.UNCOMPRESSED);
        }

        @Override
        public BytesInput compress(BytesInput page) {
            return page;
        }
    }

    private static final class Fast extends PageCompressor {
        Fast() {
            super(CompressionCodecName.SNAPPY);
        }

        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            int length = copy(page);
            reserve(Snappy.maxCompressedLength(length));
            return BytesInput.from(target, 0, Snappy.compress(source.array(), 0, length, target, 0));
        }
    }

    private static final class Small extends PageCompressor {
        /** On state rows, higher levels cost twice the time for a few percent. */
        private static final int LEVEL = 1;

        private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);

        Small() {
            super(CompressionCodecName.ZSTD);
        }

        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            int length = copy(page);
            reserve(Math.toIntExact(Zstd.compressBound(length)));
            return BytesInput.from(
                    target, 0, context.compressByteArray(target, 0, target.length, source.array(), 0, length));
        }

        @Override
        public void release() {
            context.close();
        }
    }

    /** Bytes that are given out without a copy. */
    private static final class Source extends ByteArrayOutputStream {
        Source() {
            super(1 << 12);
        }

        byte[] array() {
            return buf;
        }
    }
}
