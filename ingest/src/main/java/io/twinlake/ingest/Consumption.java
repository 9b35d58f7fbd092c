package io.twinlake.ingest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a partition is consumed, file by file. Positions are made, with their proofs, when somebody asks for them. */
final class Consumption implements Portion.Cases<Boolean> {

    private final Map<String, ReadFile> files = new LinkedHashMap<>();
    private final List<Piece> pieces = new ArrayList<>();
    private Piece.News news = Piece.News.NONE;
    private Offset offset;
    private Portion.@Nullable Records at;
    private @Nullable Taken taken;

    /** Records taken of the chunk at hand that are in no piece yet. */
    private record Taken(long records, long from, long end, boolean torn) {}

    Consumption(PipelineState.PartitionState from) {
        this.offset = from.offset();
        from.files().forEach(file -> files.put(file.file(), file));
    }

    Offset offset() {
        settle();
        return offset;
    }

    /** How many records of the file at hand are consumed; of all where there are no files. */
    long linesBefore() {
        Portion.Records portion = at;
        long some = taken == null ? 0 : taken.records();
        if (portion == null || portion.place() instanceof Portion.Place.ByCount) {
            return offset.record() + some;
        }
        ReadFile file = files.get(portion.chunk().file());
        return (file == null ? 0 : file.line()) + some;
    }

    PipelineState.PartitionState state() {
        settle();
        return new PipelineState.PartitionState(offset, List.copyOf(files.values()));
    }

    List<Piece> takePieces() {
        settle();
        List<Piece> all = List.copyOf(pieces);
        pieces.clear();
        return all;
    }

    /** So many records of the chunk at hand are consumed; the last one ends there in its file. */
    void take(EventBatch batch, int records, long end) {
        Taken before = taken;
        Chunk chunk = batch.chunk();
        long from = before != null ? before.from() : fileAt(chunk).orElse(chunk.position());
        taken = new Taken((before == null ? 0 : before.records()) + records, from, end, chunk instanceof Chunk.Torn);
        if (end == batch.endOf(batch.records() - 1)) {
            settle();
            at = null;
        }
    }

    /** Where the file is consumed to, if this chunk goes on from there. */
    private Optional<Long> fileAt(Chunk chunk) {
        return Optional.ofNullable(files.get(chunk.file()))
                .map(ReadFile::position)
                .filter(position -> position > chunk.position());
    }

    /** Makes a position of what was taken; the bytes of the chunk are still there. */
    private void settle() {
        Taken some = taken;
        Portion.Records portion = at;
        if (some == null || portion == null) {
            return;
        }
        taken = null;
        Chunk chunk = portion.chunk();
        long line = files.containsKey(chunk.file()) ? files.get(chunk.file()).line() : 0;
        SourcePosition position = portion.place().behind(chunk, line + some.records(), some.end());
        offset = new Offset(offset.record() + some.records(), position);
        if (position instanceof SourcePosition.InFile in) {
            ReadFile file = files.getOrDefault(in.file(), ReadFile.begun(in.file()));
            files.put(in.file(), file.consumedTo(in));
            Piece.append(
                    pieces,
                    new Piece(in.file(), some.from(), some.end(), some.records(), some.torn(), in.proof(), news));
            news = Piece.News.NONE;
        }
    }

    @Override
    public Boolean records(Portion.Records portion) {
        settle();
        at = portion;
        return true;
    }

    @Override
    public Boolean begun(Portion.Begun portion) {
        settle();
        files.put(portion.file(), ReadFile.begun(portion.file()));
        news = news.withBegun(portion.file());
        return false;
    }

    @Override
    public Boolean renamed(Portion.Renamed portion) {
        settle();
        List<ReadFile> before = List.copyOf(files.values());
        files.clear();
        for (ReadFile file : before) {
            ReadFile now = file.named(portion.names().getOrDefault(file.file(), file.file()));
            files.put(now.file(), now);
        }
        news = news.withRenamed(portion.names());
        offset.inFile().ifPresent(in -> {
            String name = portion.names().getOrDefault(in.file(), in.file());
            offset = new Offset(offset.record(), new SourcePosition.InFile(name, in.line(), in.position(), in.proof()));
        });
        return false;
    }

    @Override
    public Boolean ended(Portion.Ended portion) {
        settle();
        files.computeIfPresent(portion.file(), (name, file) -> file.endedAt(portion.size(), portion.modified()));
        return false;
    }
}
