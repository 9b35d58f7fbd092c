package io.twinlake.dml;

/** What stands behind a backslash in a text of Spark's SQL. */
final class SqlEscapes {

    private static final int HEX = 16;
    private static final int OCTAL = 8;

    private final String written;
    private final StringBuilder read = new StringBuilder();
    private int at;

    private SqlEscapes(String written) {
        this.written = written;
    }

    /** The text that is meant. The wildcards of LIKE keep their backslash. */
    static String read(String written) {
        if (written.indexOf('\\') < 0) {
            return written;
        }
        SqlEscapes escapes = new SqlEscapes(written);
        while (escapes.at < written.length()) {
            escapes.readOne();
        }
        return escapes.read.toString();
    }

    private void readOne() {
        char c = written.charAt(at++);
        if (c != '\\' || at == written.length()) {
            read.append(c);
            return;
        }
        char escaped = written.charAt(at);
        if (!code('u', 4, HEX) && !code('U', 8, HEX) && !octal(escaped)) {
            at++;
            read.append(meaning(escaped));
        }
    }

    private boolean code(char letter, int digits, int radix) {
        boolean fits = written.charAt(at) == letter && at + digits < written.length();
        String code = fits ? written.substring(at + 1, at + 1 + digits) : "";
        if (!fits
                || !code.matches("[0-9a-fA-F]+")
                || !Character.isValidCodePoint(Integer.parseUnsignedInt(code, radix))) {
            return false;
        }
        read.appendCodePoint(Integer.parseUnsignedInt(code, radix));
        at += digits + 1;
        return true;
    }

    private boolean octal(char first) {
        boolean isCode = first >= '0'
                && first <= '1'
                && at + 3 <= written.length()
                && written.substring(at, at + 3).matches("[01][0-7]{2}");
        if (isCode) {
            read.append((char) Integer.parseInt(written.substring(at, at + 3), OCTAL));
            at += 3;
        }
        return isCode;
    }

    private static String meaning(char escaped) {
        return switch (escaped) {
            case '0' -> "\0";
            case 'b' -> "\b";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'Z' -> "\u001A";
            case '%' -> "\\%";
            case '_' -> "\\_";
            default -> String.valueOf(escaped);
        };
    }
}
