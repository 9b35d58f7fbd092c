package io.twinlake.format;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The one rule for names that become folders of a lake: a namespace, a table, a pipeline. What is made must be listed by
 * every reader and held by every store, so a name that hides, is taken or is taken differently elsewhere is refused before
 * anything is written. What is already there under such a name can still be read.
 */
public final class FolderName {

    /** A file system takes names of 255 bytes; a temporary file beside a name is longer than the name. */
    private static final int MOST_BYTES = 200;

    private static final String FORBIDDEN = "/\\:*?\"<>|%#";
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

    private FolderName() {}

    /**
     * Why a name can't be given.
     *
     * @param problem what is wrong with it, with the name
     * @param remedy what to do
     */
    public record Objection(String problem, String remedy) {}

    /** What speaks against a name; empty where it may be given. */
    public static Optional<Objection> objection(String name) {
        if (name.isEmpty()) {
            return objection(name, "a name is missing", "give it one or more letters");
        }
        if (name.startsWith("_") || name.startsWith(".")) {
            return objection(
                    name,
                    "names that begin with '" + name.charAt(0) + "' are reserved for the log, for Twinlake's own "
                            + "folders and for hidden ones",
                    "begin with a letter or a digit");
        }
        Optional<String> character = name.codePoints()
                .filter(FolderName::isForbidden)
                .mapToObj(FolderName::shown)
                .findFirst();
        if (character.isPresent()) {
            return objection(
                    name,
                    "not every store takes the character " + character.get() + " in a folder's name",
                    "use letters, digits, '_' and '-'");
        }
        if (name.endsWith(".") || !name.strip().equals(name)) {
            return objection(
                    name,
                    "some stores drop a dot or a space at an end of a name",
                    "end and begin with a letter or digit");
        }
        return tooLongOrTaken(name);
    }

    private static Optional<Objection> tooLongOrTaken(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            return objection(
                    name.substring(0, name.offsetByCodePoints(0, 20)) + "…",
                    "it has " + bytes + " bytes as UTF-8, and file systems take no more than " + MOST_BYTES
                            + " beside their own",
                    "shorten it");
        }
        String stem = name.toLowerCase(Locale.ROOT).split("\\.", -1)[0];
        return DEVICES.contains(stem) || stem.matches("(com|lpt)[0-9]")
                ? objection(name, "on Windows this is a device and no folder", "choose another name")
                : Optional.empty();
    }

    private static Optional<Objection> objection(String name, String reason, String remedy) {
        return Optional.of(new Objection("'" + shownName(name) + "' can't be a name in a lake: " + reason, remedy));
    }

    private static boolean isForbidden(int c) {
        return FORBIDDEN.indexOf(c) >= 0
                || Character.isISOControl(c)
                || Character.getType(c) == Character.SURROGATE
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                || (c & 0xFFFE) == 0xFFFE;
    }

    private static String shown(int c) {
        String code = String.format(Locale.ROOT, "U+%04X", c);
        return FORBIDDEN.indexOf(c) >= 0 ? "'" + Character.toString(c) + "' (" + code + ")" : code;
    }

    /** Control characters would move the cursor of whoever reads the message. */
    private static String shownName(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .forEach(c -> shown.append(
                        isForbidden(c) && FORBIDDEN.indexOf(c) < 0
                                ? String.format(Locale.ROOT, "\\u%04x", c)
                                : Character.toString(c)));
        return shown.toString();
    }
}
