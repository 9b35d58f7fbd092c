package io.twinlake.log;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the objects of a checkpoint hold, one object after the other, each opened when the one before is done. */
final class PartsIterator<A> extends FileIterator<A> {

    private final Iterator<CheckpointPart> parts;
    private final Function<CheckpointPart, FileIterator<A>> open;
    private @Nullable FileIterator<A> current;

    PartsIterator(List<CheckpointPart> parts, Function<CheckpointPart, FileIterator<A>> open) {
        this.parts = parts.iterator();
        this.open = open;
    }

    @Override
    @Nullable
    A advance() {
        while (true) {
            if (current != null && current.hasNext()) {
                return current.next();
            }
            close();
            if (!parts.hasNext()) {
                return null;
            }
            current = open.apply(parts.next());
        }
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
