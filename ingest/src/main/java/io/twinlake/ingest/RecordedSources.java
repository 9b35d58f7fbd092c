package io.twinlake.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sources as epoch records say that they were read. */
final class RecordedSources {

    private final SourceAccess access;
    private final Map<String, List<Piece>> pieces = new TreeMap<>();

    RecordedSources(SourceAccess access, List<Epoch> epochs) {
        this.access = access;
        for (Epoch epoch : epochs) {
            for (Epoch.Round round : epoch.rounds()) {
                round.partitions()
                        .forEach((name, range) -> range.pieces()
                                .forEach(piece ->
                                        Piece.append(pieces.computeIfAbsent(name, any -> new ArrayList<>()), piece)));
            }
        }
    }

    /** Whether it says of which files its records came; an older release's does not. */
    static boolean namesPieces(Epoch epoch) {
        return epoch.rounds().stream()
                .flatMap(round -> round.partitions().values().stream())
                .allMatch(range ->
                        range.to().inFile().isEmpty() || !range.pieces().isEmpty());
    }

    Sources sources() {
        return new Sources(access, pieces);
    }
}
