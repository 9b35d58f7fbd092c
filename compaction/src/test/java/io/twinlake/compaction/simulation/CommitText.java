package io.twinlake.compaction.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A commit's text, changed on its way. */
record CommitText(List<JsonNode> actions) {

    static CommitText of(byte[] bytes) {
        return new CommitText(TableModel.actions(bytes));
    }

    CommitText without(Predicate<JsonNode> unwanted) {
        return new CommitText(actions.stream().filter(unwanted.negate()).toList());
    }

    CommitText withoutAll(String... kinds) {
        return without(action -> List.of(kinds).contains(action.fieldNames().next()));
    }

    /** Changes the actions of a kind. */
    CommitText each(String kind, Consumer<ObjectNode> change) {
        actions.stream()
                .filter(action -> action.has(kind))
                .forEach(action -> change.accept((ObjectNode) action.get(kind)));
        return this;
    }

    boolean has(String kind) {
        return actions.stream().anyMatch(action -> action.has(kind));
    }

    String transaction() {
        return actions.stream()
                .map(action -> action.path("commitInfo").path("txnId").asText())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    byte[] bytes() {
        return actions.stream()
                .map(JsonNode::toString)
                .collect(Collectors.joining("\n", "", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }
}
