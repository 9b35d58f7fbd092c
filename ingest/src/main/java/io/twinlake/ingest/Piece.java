package io.twinlake.ingest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records of one file that were consumed one behind the other: what a replay reads again, whatever files there are by
 * then and whatever they are called.
 *
 * @param file as the partition named it then
 * @param from where the first record begins in it
 * @param to where the last one ends
 * @param records how many
 * @param torn whether the last one was no whole line, and so no event
 * @param proof of the file up to there
 * @param before what was noticed of files since the piece before
 */
public record Piece(String file, long from, long to, long records, boolean torn, Optional<Proof> proof, News before) {

    /**
     * What happened to files of which no record was consumed then.
     *
     * @param renamed new names by the old ones
     * @param begun names of those that were begun, after that
     */
    public record News(Map<String, String> renamed, List<String> begun) {
        static final News NONE = new News(Map.of(), List.of());

        public News {
            renamed = Map.copyOf(renamed);
            begun = List.copyOf(begun);
        }

        News withRenamed(Map<String, String> names) {
            List<String> begunNow =
                    begun.stream().map(name -> names.getOrDefault(name, name)).toList();
            Map<String, String> all = new LinkedHashMap<>(renamed);
            all.replaceAll((old, name) -> names.getOrDefault(name, name));
            names.forEach((old, name) -> {
                if (!begun.contains(old) && !renamed.containsValue(old)) {
                    all.putIfAbsent(old, name);
                }
            });
            return new News(all, begunNow);
        }

        News withBegun(String name) {
            List<String> all = new ArrayList<>(begun);
            all.add(name);
            return new News(renamed, all);
        }
    }

    Piece withProof(Optional<Proof> other) {
        return new Piece(file, from, to, records, torn, other, before);
    }

    /** Whether {@code next} begins where this one ends, so that both are read as one. */
    private boolean leadsTo(Piece next) {
        return next.file().equals(file)
                && next.from() == to
                && !torn
                && next.before().equals(News.NONE);
    }

    /** Adds a piece to others, to the last of them if it goes on there. */
    static void append(List<Piece> pieces, Piece next) {
        int last = pieces.size() - 1;
        if (last >= 0 && pieces.get(last).leadsTo(next)) {
            pieces.set(last, pieces.get(last).with(next));
        } else {
            pieces.add(next);
        }
    }

    private Piece with(Piece next) {
        return new Piece(file, from, next.to, records + next.records, next.torn, next.proof, before);
    }
}
