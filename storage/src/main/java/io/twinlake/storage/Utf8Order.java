package io.twinlake.storage;

import java.util.Comparator;

/**
 * Compares text as its UTF-8 bytes would compare, which is the order of object stores. It differs from {@link
 * String#compareTo} only where a surrogate (a code point above U+FFFF) meets a character from U+E000 to U+FFFF.
 */
final class Utf8Order implements Comparator<String> {

    static final Utf8Order INSTANCE = new Utf8Order();

    private Utf8Order() {}

    @Override
    public int compare(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean aboveBasicPlane = Character.isSurrogate(a);
                return aboveBasicPlane == Character.isSurrogate(b) ? Character.compare(a, b) : aboveBasicPlane ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
