package io.twinlake.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may happen to the bytes of a file: by a disk, a writer that errs, or somebody who means it. */
final class Damage {

    private static final Pattern NUMBER = Pattern.compile("(?<=[:,\\[])-?\\d+(?=[,}\\]])");
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final List<String> NUMBERS = List.of(
            "-1",
            "0",
            "2147483647",
            "2147483648",
            "-2147483648",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "1e400",
            "1.5",
            "null",
            "true",
            "\"7\"",
            "[]",
            "{}");
    private static final List<String> TEXTS = List.of(
            "\"\"",
            "\"%00\"",
            "\"\\u0000\"",
            "\"../../../x\"",
            "\"s3://bucket/x.parquet\"",
            "\"file:\"",
            "\"http://host/x\"",
            "\"/\"",
            "\"{\"",
            "\"struct\"",
            "\"\\ud800\"",
            "null",
            "7",
            "[\"a\"]",
            "{\"a\":1}");

    private final Random random;

    Damage(Random random) {
        this.random = random;
    }

    void of(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        boolean isText = bytes.length > 0 && bytes[0] == '{';
        Files.write(file, isText && random.nextInt(4) > 0 ? ofText(bytes) : ofBytes(bytes));
    }

    private byte[] ofText(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return (switch (random.nextInt(5)) {
                    case 0, 1 -> replaced(text, NUMBER, NUMBERS);
                    case 2, 3 -> replaced(text, TEXT, TEXTS);
                    default -> lines(text);
                })
                .getBytes(StandardCharsets.UTF_8);
    }

    private String replaced(String text, Pattern what, List<String> by) {
        List<int[]> places = new ArrayList<>();
        Matcher matcher = what.matcher(text);
        while (matcher.find()) {
            places.add(new int[] {matcher.start(), matcher.end()});
        }
        if (places.isEmpty()) {
            return text;
        }
        int[] place = places.get(random.nextInt(places.size()));
        return text.substring(0, place[0]) + by.get(random.nextInt(by.size())) + text.substring(place[1]);
    }

    private String lines(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        int line = random.nextInt(lines.size());
        switch (random.nextInt(4)) {
            case 0 -> lines.remove(line);
            case 1 -> lines.add(lines.get(line));
            case 2 -> lines.set(line, "{\"add\":" + "[".repeat(100_000));
            default -> lines.add(line, lines.get(random.nextInt(lines.size())));
        }
        return String.join("\n", lines) + "\n";
    }

    private byte[] ofBytes(byte[] bytes) {
        if (bytes.length < 8) {
            return new byte[] {(byte) random.nextInt()};
        }
        byte[] damaged = bytes.clone();
        int at = random.nextInt(bytes.length - 4);
        switch (random.nextInt(5)) {
            case 0 -> {
                return java.util.Arrays.copyOf(bytes, at);
            }
            case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> java.util.Arrays.fill(damaged, at, at + 4, (byte) 0x7F);
            case 3 -> java.util.Arrays.fill(damaged, at, at + 4, (byte) 0xFF);
            default -> {
                // The length of a Parquet footer, or the last bytes of whatever else this is.
                int end = Math.max(0, bytes.length - 8 + random.nextInt(4));
                damaged[end] = (byte) random.nextInt();
            }
        }
        return damaged;
    }
}
