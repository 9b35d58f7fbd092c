package io.twinlake.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.Optional;

/** A file of text, compressed or not; one that is not compressed may grow. */
final class TextFileReader implements FileReader {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final ObjectStream object;
    private final TextReader reader;
    private final boolean growing;

    TextFileReader(InputFile file, Reading reading, TextFormat format, long position) {
        Compression compression = Compression.of(file.name());
        boolean seekable = reading.isSeekable(compression) && position > 0;
        this.growing = compression == Compression.NONE;
        this.object = new ObjectStream(file.storage(), file.info(), seekable ? position : 0);
        try {
            InputStream input = file.info().size() == 0 ? object : reading.open(compression, object);
            long at = position;
            if (!seekable) {
                PushbackInputStream start = new PushbackInputStream(input, BYTE_ORDER_MARK.length);
                int mark = skipByteOrderMark(start);
                at = Math.max(position, mark);
                start.skipNBytes(at - mark);
                input = start;
            }
            this.reader = new TextReader(file.name(), format, compression, input, at);
        } catch (IOException e) {
            object.close();
            throw compression.broken(file.name(), e);
        }
    }

    @Override
    public Optional<Chunk> next(boolean complete) {
        Optional<Chunk> chunk = reader.next(complete);
        if (chunk.isEmpty() && growing && !complete && object.grow()) {
            return reader.next(false);
        }
        return chunk;
    }

    @Override
    public void close() {
        reader.close();
    }

    /** How many bytes were passed over: three or none. */
    static int skipByteOrderMark(PushbackInputStream input) throws IOException {
        byte[] first = input.readNBytes(BYTE_ORDER_MARK.length);
        if (Arrays.equals(first, BYTE_ORDER_MARK)) {
            return first.length;
        }
        input.unread(first);
        return 0;
    }
}
