package io.twinlake.log;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The least protocol that has given features: versions alone where those mean exactly these features, lists otherwise
 * (PROTOCOL.md, "Protocol Evolution").
 */
final class ProtocolUpgrade {

    private static final Action.Protocol LEAST = new Action.Protocol(1, 1, Set.of(), Set.of());

    private ProtocolUpgrade() {}

    static Action.Protocol of(Set<TableFeature> features) {
        return with(LEAST, features).orElse(LEAST);
    }

    /** The protocol that has these features as well; empty if {@code now} has them. */
    static Optional<Action.Protocol> with(Action.Protocol now, Set<TableFeature> needed) {
        Set<TableFeature> wanted = FeatureNeeds.withRequired(needed);
        if (wanted.stream().allMatch(feature -> feature.isIn(now))) {
            return Optional.empty();
        }
        Set<TableFeature> all = EnumSet.copyOf(wanted);
        Arrays.stream(TableFeature.values())
                .filter(feature -> feature.isIn(now))
                .forEach(all::add);
        return Optional.of(legacy(now, all).orElseGet(() -> listed(now, all)));
    }

    /** Old versions that mean these features and no other. */
    private static Optional<Action.Protocol> legacy(Action.Protocol now, Set<TableFeature> all) {
        int reader = all.stream().mapToInt(TableFeature::readerVersion).max().orElse(1);
        int writer = all.stream().mapToInt(TableFeature::writerVersion).max().orElse(1);
        if (writer >= 7 || now.minWriterVersion() >= 7) {
            return Optional.empty();
        }
        var protocol = new Action.Protocol(
                Math.max(1, Math.max(reader, now.minReaderVersion())),
                Math.max(writer, now.minWriterVersion()),
                Set.of(),
                Set.of());
        boolean exact = Arrays.stream(TableFeature.values())
                .allMatch(feature -> feature.isIn(protocol) == all.contains(feature));
        return exact ? Optional.of(protocol) : Optional.empty();
    }

    /** Feature names of {@code now} that are not known here stay; they can only be ones that concern nobody. */
    private static Action.Protocol listed(Action.Protocol now, Set<TableFeature> all) {
        Set<String> writers = words(all, feature -> true);
        writers.addAll(now.writerFeatures());
        int reader = Math.max(
                now.minReaderVersion(),
                Math.max(
                        1,
                        all.stream().mapToInt(TableFeature::readerVersion).max().orElse(1)));
        if (reader < 3) {
            return new Action.Protocol(reader, 7, Set.of(), writers);
        }
        Set<String> readers = words(all, TableFeature::concernsReaders);
        readers.addAll(now.readerFeatures());
        return new Action.Protocol(3, 7, readers, writers);
    }

    private static Set<String> words(Set<TableFeature> features, java.util.function.Predicate<TableFeature> condition) {
        return features.stream()
                .filter(condition)
                .map(TableFeature::word)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
