package io.twinlake.ingest;

import io.twinlake.ingest.FileReader.InputFile;
import io.twinlake.storage.ObjectInfo;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Files one behind the other in order of name, as one source partition. A file that appears before one already begun
 * could not be put into that order any more, so it is an error that names it.
 */
final class FilesReader implements PartitionReader {

    private final FileSet files;
    private final Reading reading;
    private final boolean follow;
    private final Set<String> begun;
    private final Deque<ObjectInfo> waiting = new ArrayDeque<>();
    private long startAt;
    private String current;
    private boolean resuming;
    private @Nullable FileReader reader;

    /** @param begun names of the files that were begun before {@code from} */
    FilesReader(FileSet files, Reading reading, boolean follow, Offset from, Collection<String> begun) {
        this.files = files;
        this.reading = reading;
        this.follow = follow;
        this.begun = new TreeSet<>(begun);
        this.current = from.file();
        this.startAt = from.position();
        this.resuming = !current.isEmpty();
        look();
    }

    @Override
    public Optional<Chunk> next() {
        Optional<Chunk> chunk = nextKnown();
        if (chunk.isEmpty() && follow) {
            look();
            chunk = nextKnown();
        }
        return chunk;
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private Optional<Chunk> nextKnown() {
        while (true) {
            FileReader open = reader;
            if (open != null) {
                boolean complete = !follow || !waiting.isEmpty();
                Optional<Chunk> chunk = open.next(complete);
                if (chunk.isPresent() || !complete) {
                    return chunk;
                }
                close();
            }
            if (waiting.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(begin(waiting.removeFirst()));
        }
    }

    /** Opens a file; the chunk without records says so, so that a file without any is known as begun too. */
    private Chunk begin(ObjectInfo file) {
        String name = files.nameOf(file);
        long position = name.equals(current) ? startAt : 0;
        current = name;
        resuming = false;
        startAt = 0;
        begun.add(name);
        reader = FileReader.open(new InputFile(files.storage(), file, name), reading, position);
        return new Chunk.Text(name, new TextFormat.JsonLines(), new byte[0], 0, 0, position);
    }

    /** Notes the files that have not been begun. */
    private void look() {
        waiting.clear();
        for (ObjectInfo file : files.list()) {
            String name = files.nameOf(file);
            if ((resuming && name.equals(current)) || isBehind(name)) {
                waiting.add(file);
            }
        }
    }

    private boolean isBehind(String name) {
        if (current.isEmpty() || compare(name, current) > 0) {
            return true;
        }
        if (!name.equals(current) && !begun.contains(name)) {
            throw new SourceException("the new file " + name + " of source " + files + " sorts before " + current
                    + ", which has been consumed; a folder is read in order of name: name it so that it sorts behind,"
                    + " or read the folder with ?partition=file");
        }
        return false;
    }

    private static int compare(String left, String right) {
        return java.util.Arrays.compareUnsigned(
                left.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                right.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
