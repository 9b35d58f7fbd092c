package io.twinlake.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a pipeline commits at once, as its record says it: enough to make the same rows again.
 *
 * @param number from 1, without gaps
 * @param writer a random id of the process that recorded it
 * @param recordedAtMicros {@code recorded_at} of its rows
 * @param followed whether sources were followed, or read as bounded
 * @param closed whether input ended with it and all that was pending was done
 * @param sharesTable whether the pipeline was told to write tables that others write too
 * @param rules by which its rows were made: {@link #RULES}, or fewer where an older release recorded it
 * @param definitions that made its rows, in order
 * @param rounds what was consumed, in order; a bounded epoch has one
 * @param rows by table; none where events came that made no row, and a state checkpoint was due
 * @param watermarks by table, at its end
 * @param totals over the pipeline's life, this epoch included
 */
public record Epoch(
        long number,
        String writer,
        long recordedAtMicros,
        boolean followed,
        boolean closed,
        boolean sharesTable,
        int rules,
        List<DefinitionReference> definitions,
        List<Round> rounds,
        Map<String, Long> rows,
        Map<String, Long> watermarks,
        Totals totals) {

    /** 0: silence moves no watermark, a life without rows ends with one, the smallest lateness of a twin's streams counts. */
    static final int RULES = 1;

    public Epoch {
        if (number < 1 || writer.isEmpty()) {
            throw new IllegalArgumentException(
                    "not an epoch: number " + number + ", writer '" + writer + "'; expected 1 or more, and a writer");
        }
        definitions = List.copyOf(definitions);
        rounds = followed ? withSources(rounds) : List.copyOf(rounds);
        rows = Map.copyOf(rows);
        watermarks = Map.copyOf(watermarks);
    }

    /** A record from before rounds named what was followed has none: then it is what moved. */
    private static List<Round> withSources(List<Round> rounds) {
        if (rounds.isEmpty() || !rounds.get(0).sources().isEmpty()) {
            return List.copyOf(rounds);
        }
        Set<String> moved = new TreeSet<>();
        rounds.forEach(round -> moved.addAll(round.partitions().keySet()));
        List<Round> named = new ArrayList<>(rounds);
        named.set(0, rounds.get(0).withSources(List.copyOf(moved)));
        return List.copyOf(named);
    }

    /**
     * A definition by what it says.
     *
     * @param table its qualified name
     * @param version as the definition states it
     * @param hash of its text, by which the text is found
     */
    public record DefinitionReference(String table, int version, String hash) {}

    /**
     * A part of an epoch within which source partitions were merged.
     *
     * @param clockMicros what the time was
     * @param partitions by name, those that moved
     * @param sources the names of all partitions that were followed, as the watermark waits for silent ones too; empty
     *     where they are those of the round before in this epoch, and in bounded epochs, where nothing waits
     * @param heard the names of partitions that count as heard at this clock though nothing may have come: those whose
     *     first round in a process it is, and those whose input that was there then is not read yet
     */
    public record Round(long clockMicros, Map<String, Range> partitions, List<String> sources, List<String> heard) {
        public Round {
            partitions = Map.copyOf(partitions);
            sources = List.copyOf(Objects.requireNonNullElse(sources, List.of()));
            heard = List.copyOf(Objects.requireNonNullElse(heard, List.of()));
        }

        Round withSources(List<String> names) {
            return new Round(clockMicros, partitions, names, heard);
        }

        /** Whether it says nothing but what the time was. */
        boolean isBare() {
            return partitions.isEmpty() && sources.isEmpty() && heard.isEmpty();
        }
    }

    /**
     * What was consumed of a source partition: from the first offset to before the second.
     *
     * @param pieces of files, in order; none of sources that are no files, and in what an older release wrote
     */
    public record Range(Offset from, Offset to, List<Piece> pieces) {
        public Range {
            pieces = List.copyOf(pieces);
        }

        /** This and then the next one. */
        Range with(Range next) {
            List<Piece> all = new ArrayList<>(pieces);
            next.pieces().forEach(piece -> Piece.append(all, piece));
            return new Range(from, next.to(), all);
        }
    }

    /**
     * Counts over a pipeline's life.
     *
     * @param events taken by definitions, each counted once a definition
     * @param dropped refused without a trace, as the definitions say
     */
    public record Totals(long events, long rows, long deadLetters, long dropped) {
        public static final Totals NONE = new Totals(0, 0, 0, 0);

        Totals plus(Totals other) {
            return new Totals(
                    events + other.events, rows + other.rows, deadLetters + other.deadLetters, dropped + other.dropped);
        }
    }
}
