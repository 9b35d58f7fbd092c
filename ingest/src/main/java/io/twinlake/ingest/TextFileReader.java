package io.twinlake.ingest;

import io.twinlake.storage.ObjectInfo;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file of text, compressed or not; one that is not compressed may grow while it is read. */
final class TextFileReader implements FileReader {

    static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Up to there a text is read from its beginning, for its first block is one request anyway. */
    private static final int NEAR_BYTES = 1 << 16;

    private final ObjectStream object;
    private final TextReader reader;
    private final boolean plain;
    private final String name;
    /** What was read up to the next record. */
    private Passed passed;

    private boolean begun;
    private boolean continuing;
    private @Nullable Chunk later;

    /** @throws NotTheFileException if the file is not the one that the proof is of */
    TextFileReader(InputFile file, Reading reading, TextFormat format, ReadFrom from) {
        Compression compression = Compression.of(file.name());
        this.name = file.name();
        this.plain = reading.isSeekable(compression);
        this.begun = from.begun();
        boolean seeks = plain && from.position() > NEAR_BYTES;
        if (seeks && file.info().size() < from.position()) {
            throw new NotTheFileException(name);
        }
        this.object = new ObjectStream(file.storage(), file.info(), seeks ? from.position() : 0);
        boolean opened = false;
        try {
            InputStream input = file.info().size() == 0 ? object : reading.open(compression, object);
            Start start = seeks ? new Start(object.passed(), input) : start(input, from.position());
            check(from, start.passed());
            this.passed = start.passed();
            this.continuing = begun && format.endsWithLine() && passed.endsWithinLine();
            InputStream limited = from.limit() == Long.MAX_VALUE
                    ? start.input()
                    : new Limited(start.input(), from.limit() - passed.bytes());
            this.reader = new TextReader(name, format, compression, limited, passed.bytes());
            opened = true;
        } catch (EOFException e) {
            throw compression.broken(name, new IOException("it ends in the middle", e));
        } catch (IOException e) {
            throw compression.broken(name, e);
        } finally {
            if (!opened) {
                object.close();
            }
        }
    }

    private record Start(Passed passed, InputStream input) {}

    /** Passes over what is before the position, or over a byte order mark. */
    private Start start(InputStream input, long position) throws IOException {
        byte[] mark = input.readNBytes(BYTE_ORDER_MARK.length);
        boolean marked = Arrays.equals(mark, BYTE_ORDER_MARK);
        if (position < mark.length) {
            if (marked) {
                return new Start(Passed.NONE.plus(mark, 0, mark.length), input);
            }
            PushbackInputStream again = new PushbackInputStream(input, BYTE_ORDER_MARK.length);
            again.unread(mark);
            return new Start(Passed.NONE, again);
        }
        Passed skipped = Passed.NONE.plus(mark, 0, mark.length);
        byte[] buffer = new byte[1 << 16];
        while (skipped.bytes() < position) {
            int count = input.read(buffer, 0, (int) Math.min(buffer.length, position - skipped.bytes()));
            if (count < 0) {
                throw new NotTheFileException(name);
            }
            skipped = skipped.plus(buffer, 0, count);
        }
        return new Start(skipped, input);
    }

    private void check(ReadFrom from, Passed found) {
        if (from.proof().isPresent() && !from.proof().get().equals(found.bytes() == 0 ? null : found.proof())) {
            throw new NotTheFileException(name);
        }
    }

    @Override
    public Optional<Portion> next(boolean complete) {
        Chunk kept = later;
        if (kept != null) {
            later = null;
            return Optional.of(given(kept));
        }
        return reader.next(complete).map(this::withoutContinuation).map(this::given);
    }

    /**
     * The rest of a line of which the beginning was consumed is no record: it would be a torn one, and might look like
     * a whole one. Nothing but its newline is no rest.
     */
    private Chunk withoutContinuation(Chunk chunk) {
        if (!continuing || !(chunk instanceof Chunk.Text text)) {
            continuing = false;
            return chunk;
        }
        continuing = false;
        int behind = TextFormat.endOfLine(text.data(), text.from(), text.to());
        int end = behind < 0 ? text.to() : behind;
        if (new String(text.data(), text.from(), end - text.from(), java.nio.charset.StandardCharsets.ISO_8859_1)
                .isBlank()) {
            return chunk;
        }
        if (end < text.to()) {
            later = new Chunk.Text(
                    name, text.format(), text.data(), end, text.to(), text.position() + end - text.from());
        }
        return new Chunk.Torn(
                name,
                text.data(),
                text.from(),
                end,
                text.position(),
                "this is the rest of a line that had no newline when its beginning was read; write a line at once, or"
                        + " write files elsewhere and rename them");
    }

    private Portion given(Chunk chunk) {
        Portion portion = new Portion.Records(chunk, new Portion.Place.InText(passed));
        passed = passed.plus(chunk.match(Portion.Bytes.ALL));
        begun = true;
        return portion;
    }

    @Override
    public boolean growsInPlace() {
        return plain;
    }

    @Override
    public void grow(ObjectInfo now) {
        object.grow(now);
    }

    @Override
    public boolean hasRest() {
        return reader.hasRest();
    }

    @Override
    public Portion takeRest(String why) {
        return given(reader.takeRest(why));
    }

    @Override
    public long position() {
        return begun ? passed.bytes() : 0;
    }

    @Override
    public Optional<Proof> proof() {
        return begun ? Optional.of(passed.proof()) : Optional.empty();
    }

    @Override
    public void close() {
        reader.close();
    }

    /** That many bytes of another stream. */
    private static final class Limited extends InputStream {
        private final InputStream input;
        private long left;

        private Limited(InputStream input, long left) {
            this.input = input;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = left <= 0 ? -1 : input.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            input.close();
        }
    }
}
