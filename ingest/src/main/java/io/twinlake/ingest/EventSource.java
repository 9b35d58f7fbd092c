package io.twinlake.ingest;

import io.twinlake.storage.Location;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where events come from, as a user writes it: {@code [STREAM=]URI}. The URI is a file, a folder, a glob, an S3 prefix,
 * {@code -} (standard input) or {@code synthetic:positions}; parameters follow a question mark.
 *
 * @param stream whose telemetry its events are; empty where the definitions have one stream only
 * @param uri without parameters
 * @param parameters by name: {@code partition=file}, {@code format=csv|json|parquet}, or those of the synthetic source
 */
public record EventSource(Optional<String> stream, String uri, Map<String, String> parameters) {

    private static final Pattern WITH_STREAM = Pattern.compile("([A-Za-z_][A-Za-z0-9_.-]*)=(.+)");
    private static final Pattern WITH_PARAMETERS =
            Pattern.compile("(.+?)\\?([a-z_]+=[^?*/]*(?:&[a-z_]+=[^?*/]*)*)", Pattern.DOTALL);

    public EventSource {
        if (uri.isEmpty()) {
            throw new IllegalArgumentException("a source's URI is empty; expected [STREAM=]URI");
        }
        parameters = Map.copyOf(parameters);
        checkParameter(uri, parameters, "partition", "file|source");
        checkParameter(uri, parameters, "format", "csv|json|parquet");
    }

    /** Reads {@code [STREAM=]URI[?name=value&…]}. */
    public static EventSource parse(String text) {
        Matcher named = WITH_STREAM.matcher(text);
        Optional<String> stream = named.matches() ? Optional.of(named.group(1)) : Optional.empty();
        String rest = stream.isPresent() ? named.group(2) : text;
        Matcher parametrized = WITH_PARAMETERS.matcher(rest);
        if (!parametrized.matches()) {
            return new EventSource(stream, rest, Map.of());
        }
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : parametrized.group(2).split("&", -1)) {
            int equals = pair.indexOf('=');
            parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return new EventSource(stream, parametrized.group(1), parameters);
    }

    SourceKind kind() {
        if (uri.equals("-")) {
            return SourceKind.STANDARD_INPUT;
        }
        return uri.startsWith("synthetic:") ? SourceKind.SYNTHETIC : SourceKind.FILES;
    }

    boolean isPartitionedByFile() {
        return "file".equals(parameters.get("partition"));
    }

    Optional<String> format() {
        return Optional.ofNullable(parameters.get("format"));
    }

    /** The URI by which this source is found again from another working directory. */
    String canonicalUri() {
        String canonical = kind() == SourceKind.FILES ? Location.parse(uri).toString() : uri;
        if (parameters.isEmpty()) {
            return canonical;
        }
        StringBuilder text = new StringBuilder(canonical);
        char separator = '?';
        for (Map.Entry<String, String> parameter : new TreeMap<>(parameters).entrySet()) {
            text.append(separator).append(parameter.getKey()).append('=').append(parameter.getValue());
            separator = '&';
        }
        return text.toString();
    }

    private static void checkParameter(String uri, Map<String, String> given, String name, String allowed) {
        String value = given.get(name);
        if (value != null && !Pattern.matches(allowed, value.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("source " + uri + ": " + name + "=" + value + " is not known; expected "
                    + allowed.replace("|", " or "));
        }
    }
}
