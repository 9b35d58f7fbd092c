package io.twinlake.storage;

import java.io.EOFException;
import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;

/** An open file of a Hadoop file system, read at positions. */
record HadoopInput(Storage storage, ObjectInfo info, FSDataInputStream stream) implements InputObject {

    @Override
    public void readFully(long position, byte[] target, int offset, int length) {
        try {
            stream.readFully(position, target, offset, length);
        } catch (EOFException e) {
            throw HadoopErrors.tooShort(storage, info.location(), position + length);
        } catch (IOException e) {
            throw HadoopErrors.reading(info.location(), e);
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw HadoopErrors.failed("cannot close " + info.location(), e);
        }
    }
}
