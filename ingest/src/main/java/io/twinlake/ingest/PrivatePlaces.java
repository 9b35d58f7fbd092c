package io.twinlake.ingest;

import io.twinlake.twin.FieldPath;
import io.twinlake.twin.Privacy;
import io.twinlake.twin.StreamDefinition;
import io.twinlake.twin.StreamPrivacy;
import io.twinlake.twin.Telemetry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a stream's private fields lie, and its declared ones. A private field is found whatever the case and the blanks
 * of its name, and at any depth: who spells or nests it otherwise does not make it public. Places are written as paths
 * with each name {@link StreamPrivacy#known as privacy knows it}.
 */
final class PrivatePlaces {

    /** The record itself. */
    static final String RECORD = "";

    private static final char INWARDS = '\0';

    private final Map<String, Privacy> byPlace = new HashMap<>();
    private final Map<String, Privacy> byName = new HashMap<>();
    private final Map<String, Privacy> byColumn = new LinkedHashMap<>();
    private final Set<String> declared = new HashSet<>();
    private final Set<String> declaredColumns = new HashSet<>();
    private boolean dropsUnknown;

    private PrivatePlaces() {}

    static PrivatePlaces of(Iterable<StreamDefinition> streams) {
        PrivatePlaces places = new PrivatePlaces();
        for (StreamDefinition stream : streams) {
            places.dropsUnknown |= stream.privacy().dropsUnknown();
            for (Telemetry field : stream.telemetry()) {
                places.declare(field.path());
                Privacy action = stream.privacy().fields().get(field.name());
                if (action != null) {
                    places.add(field, action);
                }
            }
        }
        return places;
    }

    boolean isEmpty() {
        return byPlace.isEmpty() && !dropsUnknown;
    }

    /** What happens to private fields, by column. */
    Map<String, Privacy> actions() {
        return byColumn;
    }

    Optional<Privacy> inColumn(String column) {
        return Optional.ofNullable(byColumn.get(StreamPrivacy.known(column)));
    }

    /** What happens to the member of that name at a place. */
    Optional<Privacy> inJson(String place, String name) {
        return inJson(place).or(() -> Optional.ofNullable(byName.get(StreamPrivacy.known(name))));
    }

    /** What happens to what lies at a place. */
    Optional<Privacy> inJson(String place) {
        return Optional.ofNullable(byPlace.get(place));
    }

    /** Whether dead letters leave out a member of an object: it is neither a declared field nor on the way to one. */
    boolean isUnknown(String at, String name) {
        return dropsUnknown && !declared.contains(at + INWARDS + name);
    }

    /** The same of an element of an array. */
    boolean isUnknown(String place) {
        return dropsUnknown && !declared.contains(place);
    }

    boolean isUnknownColumn(String column) {
        return dropsUnknown && !declaredColumns.contains(column);
    }

    static String member(String at, String name) {
        return at + INWARDS + StreamPrivacy.known(name);
    }

    static String element(String at, int index) {
        return at + INWARDS + INWARDS + index;
    }

    private void add(Telemetry field, Privacy action) {
        String place = RECORD;
        for (FieldPath.Step step : field.path().steps()) {
            place = inwards(place, step);
        }
        byPlace.merge(place, action, PrivatePlaces::stricter);
        byName.merge(StreamPrivacy.known(field.name()), action, PrivatePlaces::stricter);
        FieldPath.Step last = field.path().steps().get(field.path().steps().size() - 1);
        if (last instanceof FieldPath.Member member) {
            byName.merge(StreamPrivacy.known(member.name()), action, PrivatePlaces::stricter);
        }
        byColumn.merge(StreamPrivacy.known(field.path().column()), action, PrivatePlaces::stricter);
    }

    private void declare(FieldPath path) {
        String place = RECORD;
        for (FieldPath.Step step : path.steps()) {
            String outer = place;
            place = inwards(place, step);
            declared.add(step instanceof FieldPath.Member member ? outer + INWARDS + member.name() : place);
        }
        declaredColumns.add(path.column());
    }

    private static String inwards(String place, FieldPath.Step step) {
        return step.match(new FieldPath.Step.Cases<>() {
            @Override
            public String member(FieldPath.Member member) {
                return PrivatePlaces.member(place, member.name());
            }

            @Override
            public String element(FieldPath.Element element) {
                return PrivatePlaces.element(place, element.index());
            }
        });
    }

    /** The one that leaves less. */
    private static Privacy stricter(Privacy one, Privacy other) {
        return strictness(one) >= strictness(other) ? one : other;
    }

    private static int strictness(Privacy action) {
        return action.match(new Privacy.Cases<>() {
            @Override
            public Integer drop() {
                return 2;
            }

            @Override
            public Integer mask() {
                return 1;
            }

            @Override
            public Integer hash(Privacy.Hash hash) {
                return 0;
            }
        });
    }
}
