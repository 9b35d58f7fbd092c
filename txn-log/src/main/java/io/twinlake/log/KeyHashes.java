package io.twinlake.log;

import java.util.Arrays;

/** The keys of many files as hashes of 64 bits, of which no two are the same by chance: eight bytes a file. */
final class KeyHashes {

    private final long[] sorted;

    private KeyHashes(long[] sorted) {
        this.sorted = sorted;
    }

    static KeyHashes of(FileIterator<Action.AddFile> files, DataPath paths) {
        var hashes = new Positions();
        files.forEachRemaining(file -> hashes.add(hash(FileKey.of(paths, file))));
        long[] sorted = hashes.toArray();
        Arrays.sort(sorted);
        return new KeyHashes(sorted);
    }

    boolean contains(FileKey key) {
        return Arrays.binarySearch(sorted, hash(key)) >= 0;
    }

    private static long hash(FileKey key) {
        return mixed(text(text(0xcbf29ce484222325L, key.path()) + 1, key.deletionVector()));
    }

    /** FNV-1a over characters. */
    private static long text(long seed, String text) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The finish of MurmurHash3: every bit depends on every bit. */
    private static long mixed(long hash) {
        long h = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
