package io.twinlake.log;

import io.twinlake.storage.ObjectInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole checkpoint: one object, or all parts of one that has several.
 *
 * @param parts in order
 */
record Checkpoint(Version version, CheckpointFile.Form form, List<ObjectInfo> parts) {

    /** An object and what its name says. */
    record Named(CheckpointFile file, ObjectInfo object) {}

    /** What belongs together; objects with a unique name stand for themselves. */
    private record Group(Version version, CheckpointFile.Form form, int parts, String unique) {}

    Checkpoint {
        parts = List.copyOf(parts);
    }

    /** The checkpoints that are complete, newest first; of one version, those that need the fewest objects first. */
    static List<Checkpoint> complete(Collection<Named> objects) {
        Map<Group, List<Named>> groups = new LinkedHashMap<>();
        for (Named named : objects) {
            CheckpointFile file = named.file();
            String unique = file.form() == CheckpointFile.Form.PART ? "" : file.name();
            groups.computeIfAbsent(
                            new Group(file.version(), file.form(), file.parts(), unique), group -> new ArrayList<>())
                    .add(named);
        }
        return groups.entrySet().stream()
                .filter(group -> group.getValue().size() == group.getKey().parts())
                .map(group -> of(group.getKey(), group.getValue()))
                .sorted(Comparator.comparing(Checkpoint::version).reversed().thenComparing(Checkpoint::form))
                .toList();
    }

    private static Checkpoint of(Group group, List<Named> objects) {
        return new Checkpoint(
                group.version(),
                group.form(),
                objects.stream()
                        .sorted(Comparator.comparingInt(named -> named.file().part()))
                        .map(Named::object)
                        .toList());
    }
}
