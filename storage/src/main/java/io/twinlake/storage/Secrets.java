package io.twinlake.storage;

import java.util.regex.Pattern;

/** Keeps passwords out of messages. */
public final class Secrets {

    /** What may stand between a scheme and a host. A name alone is no secret, and containers of Azure are written so. */
    private static final Pattern USER_INFO = Pattern.compile("(://)[^/\\s@:]*:[^/\\s]*@");

    private Secrets() {}

    /** A text with {@code ***} where its URLs hold a name and a password. */
    public static String masked(String text) {
        return text.contains("@") ? USER_INFO.matcher(text).replaceAll("$1***@") : text;
    }
}
