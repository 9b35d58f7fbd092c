package io.twinlake.log;

import io.twinlake.format.CorruptDataFileException;
import io.twinlake.format.DataFileReader;
import io.twinlake.format.Predicate;
import io.twinlake.format.Schema;
import io.twinlake.storage.ObjectInfo;
import io.twinlake.storage.ObjectNotFoundException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a checkpoint, of whatever form, into the state that it sums up. */
record CheckpointReader(LogFolder folder) {

    private static final String SIDECARS = "_sidecars";

    /** What the objects of a checkpoint hold. */
    private static final class Content {
        private final List<Action> actions = new ArrayList<>();
        private final List<String> sidecars = new ArrayList<>();
    }

    /**
     * The state, or empty where the checkpoint can't be used: an object of it is broken or not there any more. An older
     * one will do then, or the commits alone.
     */
    Optional<TableState> read(Checkpoint checkpoint) {
        try {
            List<Action> actions = actions(checkpoint);
            return Optional.of(
                    TableState.nothing(new DataPath(folder.table())).checkpointed(checkpoint.version(), actions));
        } catch (CorruptDataFileException | CorruptLogException | ObjectNotFoundException unusable) {
            return Optional.empty();
        }
    }

    private List<Action> actions(Checkpoint checkpoint) {
        var content = new Content();
        List<ObjectInfo> files = new ArrayList<>();
        for (ObjectInfo part : checkpoint.parts()) {
            if (checkpoint.form() == CheckpointFile.Form.UNIQUE_JSON) {
                readJson(part, content);
            } else {
                readParquet(part, content);
                files.add(part);
            }
        }
        for (String sidecar : List.copyOf(content.sidecars)) {
            ObjectInfo object = folder.storage().info(sidecar(sidecar));
            readParquet(object, content);
            files.add(object);
        }
        return withStatistics(content.actions, files);
    }

    private io.twinlake.storage.Location sidecar(String path) {
        return folder.at().resolve(SIDECARS).resolve(DataPath.decode(path.substring(path.lastIndexOf('/') + 1)));
    }

    private void readJson(ObjectInfo object, Content content) {
        byte[] bytes = folder.storage().read(object.location());
        content.actions.addAll(ActionReader.actions(bytes, object.location()));
        content.sidecars.addAll(ActionReader.sidecars(bytes, object.location()));
    }

    private void readParquet(ObjectInfo object, Content content) {
        try (DataFileReader reader =
                DataFileReader.open(folder.storage(), object, CheckpointSchema.read(), Predicate.TRUE)) {
            while (reader.hasNext()) {
                CheckpointRows.read(reader.next(), content.actions::add, content.sidecars::add);
            }
        }
    }

    /** Where the table keeps statistics in typed columns alone, they are read from there. */
    private List<Action> withStatistics(List<Action> actions, List<ObjectInfo> files) {
        Optional<Action.Metadata> metadata = actions.stream()
                .filter(Action.Metadata.class::isInstance)
                .map(Action.Metadata.class::cast)
                .findFirst();
        boolean lacking = actions.stream()
                .anyMatch(action ->
                        action instanceof Action.AddFile add && add.stats().isEmpty());
        if (!lacking || metadata.isEmpty()) {
            return actions;
        }
        var typed = TypedStatistics.of(metadata.get());
        Map<String, String> texts = new HashMap<>();
        for (ObjectInfo file : files) {
            readStatistics(file, typed, texts);
        }
        return actions.stream()
                .map(action ->
                        action instanceof Action.AddFile add && add.stats().isEmpty()
                                ? add.withStats(Optional.ofNullable(texts.get(add.path())))
                                : action)
                .toList();
    }

    private void readStatistics(ObjectInfo file, TypedStatistics typed, Map<String, String> texts) {
        Schema schema = CheckpointSchema.readTypedStatistics(typed.type());
        try (DataFileReader reader = DataFileReader.open(folder.storage(), file, schema, Predicate.TRUE)) {
            while (reader.hasNext()) {
                typed.read(reader.next(), texts::put);
            }
        }
    }
}
