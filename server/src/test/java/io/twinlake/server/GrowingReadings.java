package io.twinlake.server;

import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import io.twinlake.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Readings that come piece by piece: one file grows, in any steps; in a folder one whole file after the other appears. */
final class GrowingReadings {

    private static final int LONGEST_STEP_BYTES = 2_000;
    private static final int MOST_LINES_A_FILE = 8;

    private final Location file;
    private final Location folder;
    private final Deque<Piece> pieces = new ArrayDeque<>();

    private record Piece(Location at, String whole) {}

    GrowingReadings(String pipeline, Location input, Random random) {
        this.file = input.resolve(pipeline + "-grows.jsonl");
        this.folder = input.resolve(pipeline + "-folder");
        List<List<String>> partitions = new PumpReadings(pipeline, random, true).lines();
        List<Piece> inFile = steps(partitions.get(0), random);
        List<Piece> inFolder = files(partitions.get(1), random);
        while (!inFile.isEmpty() || !inFolder.isEmpty()) {
            boolean first = inFolder.isEmpty() || (!inFile.isEmpty() && random.nextBoolean());
            pieces.add((first ? inFile : inFolder).remove(0));
        }
    }

    List<String> sources() {
        return List.of(file.toString(), folder.toString());
    }

    boolean isOver() {
        return pieces.isEmpty();
    }

    /** The next piece comes. */
    void grow(Storage storage) {
        Piece piece = pieces.remove();
        storage.put(piece.at(), Content.of(piece.whole()));
    }

    /** What the growing file is at each step, its lines cut anywhere. */
    private List<Piece> steps(List<String> lines, Random random) {
        byte[] all = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        List<Piece> steps = new ArrayList<>();
        for (int end = 0; end < all.length; ) {
            end = Math.min(all.length, end + 1 + random.nextInt(LONGEST_STEP_BYTES));
            steps.add(new Piece(file, new String(Arrays.copyOf(all, end), StandardCharsets.UTF_8)));
        }
        return steps;
    }

    private List<Piece> files(List<String> lines, Random random) {
        List<Piece> files = new ArrayList<>();
        for (int from = 0; from < lines.size(); ) {
            int to = Math.min(lines.size(), from + 1 + random.nextInt(MOST_LINES_A_FILE));
            Location at = folder.resolve("%03d.jsonl".formatted(files.size()));
            files.add(new Piece(at, String.join("\n", lines.subList(from, to)) + "\n"));
            from = to;
        }
        return files;
    }
}
