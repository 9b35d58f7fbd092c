package io.twinlake.log;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a commit tells the readers of the table's history about itself (PROTOCOL.md, "Commit Provenance Information").
 *
 * @param transactionId unique; a writer recognizes its own commit by it
 */
record CommitDescription(
        String operation, String transactionId, Map<String, String> parameters, Map<String, String> metrics) {

    private static final String ENGINE = "twinlake/0.1.0";

    CommitDescription {
        parameters = new TreeMap<>(parameters);
        metrics = new TreeMap<>(metrics);
    }

    /** The fields of commitInfo beyond the typed ones, as JSON texts. */
    Map<String, String> values(TableState base, IsolationLevel level, boolean blindAppend) {
        Map<String, String> values = new TreeMap<>();
        values.put("operationParameters", object(parameters));
        values.put("isolationLevel", quoted(word(level)));
        values.put("isBlindAppend", Boolean.toString(blindAppend));
        values.put("engineInfo", quoted(ENGINE));
        if (!base.isNothing()) {
            values.put("readVersion", base.version().toString());
        }
        if (!metrics.isEmpty()) {
            values.put("operationMetrics", object(metrics));
        }
        return values;
    }

    private static String word(IsolationLevel level) {
        return switch (level) {
            case SERIALIZABLE -> "Serializable";
            case WRITE_SERIALIZABLE -> "WriteSerializable";
            case SNAPSHOT -> "SnapshotIsolation";
        };
    }

    private static String object(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** A JSON text. */
    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
