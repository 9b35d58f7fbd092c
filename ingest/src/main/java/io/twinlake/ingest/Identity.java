package io.twinlake.ingest;

import io.twinlake.storage.InputObject;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.ObjectNotFoundException;
import io.twinlake.storage.ObjectTooShortException;
import io.twinlake.storage.Storage;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Whether a file is the one that a proof is of, whatever its name. */
final class Identity {

    private static final int TRAILER_BYTES = 8;
    private static final int MAX_FOOTER_BYTES = 1 << 29;

    private final Storage storage;
    private final ObjectInfo info;

    private final Reading reading;

    private Identity(Storage storage, ObjectInfo info, Reading reading) {
        this.storage = storage;
        this.info = info;
        this.reading = reading;
    }

    /** Also where the file was compressed meanwhile. False for one that can't be read. */
    static boolean is(Storage storage, ObjectInfo info, Reading reading, Proof proof) {
        return tells(storage, info, reading, proof).orElse(false);
    }

    /**
     * Whether a new file is what a program makes while it compresses one that was read: that one is still there, and its
     * text is not to be read again. So it may be as long as the new file ends before it can tell.
     */
    static boolean isCopy(Storage storage, ObjectInfo info, Reading reading, Location read, Proof proof) {
        Location at = info.location();
        return Compression.of(at.name()) != Compression.NONE
                && storage.canonical(at.parent()).equals(storage.canonical(read.parent()))
                && Compression.nameWithin(at.name()).equals(read.name())
                && tells(storage, info, reading, proof).orElse(true);
    }

    private static Optional<Boolean> tells(Storage storage, ObjectInfo info, Reading reading, Proof proof) {
        try {
            return proof.match(new Identity(storage, info, reading).new Compared());
        } catch (ObjectNotFoundException | ObjectTooShortException gone) {
            return Optional.of(false);
        }
    }

    /** A Parquet file's proof; nothing if it has no footer. */
    static Optional<Proof.OfFooter> footer(Storage storage, ObjectInfo info) {
        long size = info.size();
        if (size < TRAILER_BYTES + 4) {
            return Optional.empty();
        }
        try (InputObject object = storage.open(info)) {
            byte[] trailer = new byte[TRAILER_BYTES];
            object.readFully(size - TRAILER_BYTES, trailer, 0, TRAILER_BYTES);
            long length = (trailer[0] & 0xFFL)
                    | (trailer[1] & 0xFFL) << 8
                    | (trailer[2] & 0xFFL) << 16
                    | (trailer[3] & 0xFFL) << 24;
            boolean magic = trailer[4] == 'P' && trailer[5] == 'A' && trailer[6] == 'R' && trailer[7] == '1';
            if (!magic || length > MAX_FOOTER_BYTES || length + TRAILER_BYTES + 4 > size) {
                return Optional.empty();
            }
            byte[] footer = new byte[(int) length];
            object.readFully(size - TRAILER_BYTES - length, footer, 0, footer.length);
            return Optional.of(new Proof.OfFooter(size, Passed.hash(footer)));
        }
    }

    /** Nothing where the file ends in the middle. */
    private final class Compared implements Proof.Cases<Optional<Boolean>> {
        @Override
        public Optional<Boolean> bytes(Proof.OfBytes proof) {
            Compression compression = Compression.of(info.location().name());
            if (reading.isSeekable(compression)) {
                return Optional.of(proof.bytes() <= info.size() && isPlain(proof));
            }
            try (InputStream text = reading.open(compression, new ObjectStream(storage, info))) {
                return Optional.of(isText(text, proof));
            } catch (EOFException cut) {
                return Optional.empty();
            } catch (IOException notThat) {
                return Optional.of(false);
            }
        }

        private boolean isPlain(Proof.OfBytes proof) {
            try (ObjectStream at = new ObjectStream(storage, info, proof.bytes())) {
                return at.passed().proof().equals(proof);
            }
        }

        private boolean isText(InputStream text, Proof.OfBytes proof) throws IOException {
            byte[] first = text.readNBytes((int) Math.min(Passed.KEPT, proof.bytes()));
            if (!Passed.hash(first).equals(proof.first())) {
                return false;
            }
            Passed passed = Passed.NONE.plus(first, 0, first.length);
            byte[] buffer = new byte[1 << 16];
            while (passed.bytes() < proof.bytes()) {
                int count = text.read(buffer, 0, (int) Math.min(buffer.length, proof.bytes() - passed.bytes()));
                if (count < 0) {
                    return false;
                }
                passed = passed.plus(buffer, 0, count);
            }
            return passed.proof().equals(proof);
        }

        @Override
        public Optional<Boolean> footer(Proof.OfFooter proof) {
            return Optional.of(info.size() == proof.size()
                    && Identity.footer(storage, info).map(proof::equals).orElse(false));
        }
    }
}
