package io.twinlake.log;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Actions of files one after the other, read as they are asked for. The caller closes it. */
abstract class FileIterator<A> implements Iterator<A>, AutoCloseable {

    private @Nullable A next;

    /** The next one, or null after the last. */
    abstract @Nullable A advance();

    @Override
    public final boolean hasNext() {
        if (next == null) {
            next = advance();
        }
        return next != null;
    }

    @Override
    public final A next() {
        if (!hasNext() || next == null) {
            throw new java.util.NoSuchElementException("no more files");
        }
        A result = next;
        next = null;
        return result;
    }

    @Override
    public void close() {}

    /** As a stream that closes this; never more than one is read ahead. */
    final Stream<A> stream() {
        int characteristics = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, characteristics), false)
                .onClose(this::close);
    }

    static <A> FileIterator<A> of(Iterable<A> files) {
        Iterator<A> iterator = files.iterator();
        return new FileIterator<>() {
            @Override
            @Nullable
            A advance() {
                return iterator.hasNext() ? iterator.next() : null;
            }
        };
    }

    final FileIterator<A> where(Predicate<A> condition) {
        FileIterator<A> all = this;
        return new FileIterator<>() {
            @Override
            @Nullable
            A advance() {
                while (all.hasNext()) {
                    A candidate = all.next();
                    if (condition.test(candidate)) {
                        return candidate;
                    }
                }
                return null;
            }

            @Override
            public void close() {
                all.close();
            }
        };
    }

    final FileIterator<A> then(FileIterator<A> second) {
        FileIterator<A> first = this;
        return new FileIterator<>() {
            @Override
            @Nullable
            A advance() {
                return first.hasNext() ? first.next() : second.hasNext() ? second.next() : null;
            }

            @Override
            public void close() {
                first.close();
                second.close();
            }
        };
    }
}
