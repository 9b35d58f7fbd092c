package io.twinlake.ingest;

import io.twinlake.ingest.FileReader.InputFile;
import io.twinlake.storage.Location;
import io.twinlake.storage.ObjectInfo;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pieces of files, read again as an epoch record has them, wherever the files are by now. */
final class RecordedFiles implements PartitionReader {

    private final FileSet names;
    private final Reading reading;
    private final Deque<Piece> pieces;
    /** The names under which files were begun, by their names then. */
    private final Map<String, String> begun = new HashMap<>();

    private final Deque<Portion> news = new ArrayDeque<>();
    private @Nullable Piece piece;
    private @Nullable FileReader reader;

    RecordedFiles(FileSet names, Reading reading, List<Piece> pieces, Collection<ReadFile> read) {
        this.names = names;
        this.reading = reading;
        this.pieces = new ArrayDeque<>(pieces);
        read.forEach(file -> begun.put(file.file(), file.begunAs()));
    }

    @Override
    public Optional<Portion> next() {
        while (true) {
            if (!news.isEmpty()) {
                return Optional.of(news.removeFirst());
            }
            Optional<Portion> portion = read();
            if (portion.isPresent() || (pieces.isEmpty() && news.isEmpty())) {
                return portion;
            }
            if (news.isEmpty()) {
                begin(pieces.removeFirst());
            }
        }
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private Optional<Portion> read() {
        FileReader open = reader;
        Piece at = piece;
        if (open == null || at == null) {
            return Optional.empty();
        }
        Optional<Portion> portion = open.next(!at.torn());
        if (portion.isEmpty()) {
            if (open.hasRest()) {
                news.add(open.takeRest(
                        "the line had no newline when another file followed, and nothing was added to it"));
            }
            close();
        }
        return portion;
    }

    private void begin(Piece next) {
        if (!next.before().renamed().isEmpty()) {
            news.add(new Portion.Renamed(next.before().renamed()));
            Map<String, String> moved = new HashMap<>();
            next.before()
                    .renamed()
                    .forEach((old, name) -> moved.put(name, Objects.requireNonNullElse(begun.remove(old), old)));
            begun.putAll(moved);
        }
        next.before().begun().forEach(this::begin);
        if (!begun.containsKey(next.file())) {
            begin(next.file());
        }
        piece = next;
        InputFile file = new InputFile(names.storage(), find(next), next.file());
        reader = FileReaders.open(
                file,
                reading.as(names.locate(begun.getOrDefault(next.file(), next.file()))
                        .name()),
                ReadFrom.at(next.from(), Optional.empty()).upTo(next.to()));
    }

    private void begin(String file) {
        begun.put(file, file);
        news.add(new Portion.Begun(file));
    }

    /** The file under its name, or else the one beside it that has what was read. */
    private ObjectInfo find(Piece of) {
        Location at = names.locate(of.file());
        Optional<ObjectInfo> there = names.info(at).filter(info -> isThat(info, of));
        if (there.isPresent()) {
            return there.get();
        }
        return names.beside(at).stream()
                .filter(info -> of.proof().isPresent() && isThat(info, of))
                .findFirst()
                .orElseThrow(() -> new SourceException("source file " + at + " was read up to " + of.to()
                        + " by an epoch that has to be made again, and is not there as it was; no file beside it begins"
                        + " with what was read. Put the file back as it was, or read the sources again from their"
                        + " beginning into another lake"));
    }

    private boolean isThat(ObjectInfo info, Piece of) {
        return of.proof()
                .map(proof -> Identity.is(names.storage(), info, reading, proof))
                .orElse(true);
    }
}
