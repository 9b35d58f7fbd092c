package io.twinlake.dml;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import io.twinlake.storage.MemoryStorage;
import io.twinlake.storage.Operation;
import io.twinlake.storage.RecordingStorage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Objects that are gone are found, at a cost that neither the objects nor the folder make great alone. */
class MissingObjectsTest {

    private static final Location FOLDER = Location.parse("memory://lake/t");

    private final MemoryStorage memory = new MemoryStorage();
    private final RecordingStorage storage = RecordingStorage.over(memory, FOLDER);

    private static Location object(int number) {
        return FOLDER.resolve("p=" + number % 3 + "/part-%06d".formatted(number));
    }

    private void put(IntStream numbers) {
        numbers.forEach(number -> memory.put(object(number), Content.of("x")));
    }

    private List<Location> missing(List<Location> objects) {
        storage.forget();
        return new MissingObjects(storage, FOLDER).among(objects);
    }

    @Test
    void many_objects_are_looked_up_in_one_listing() {
        put(IntStream.range(0, 5000));
        List<Location> all =
                IntStream.range(0, 5000).mapToObj(MissingObjectsTest::object).toList();

        assertThat(missing(all)).isEmpty();
        assertThat(storage.operations()).hasSize(1);
        memory.delete(List.of(object(0), object(2501), object(4999)));
        assertThat(missing(all)).containsExactlyInAnyOrder(object(0), object(2501), object(4999));
        assertThat(storage.operations()).hasSize(1);
    }

    @Test
    void few_objects_do_not_cost_the_listing_of_all() {
        put(IntStream.range(0, 20_000));
        memory.delete(List.of(object(19_998)));

        assertThat(missing(List.of(object(19_998), object(3), object(3)))).containsExactly(object(19_998));
        assertThat(storage.operations())
                .containsExactly(Operation.list("", "p=0/part-00000"), Operation.list("", "p=0/part-01999"));
    }

    @Test
    void an_object_behind_many_of_the_same_beginning_is_found_too() {
        put(IntStream.range(0, 6000));
        Location behind = FOLDER.resolve("p=0/part-9");

        assertThat(missing(List.of(behind))).containsExactly(behind);
        memory.put(behind, Content.of("x"));
        assertThat(missing(List.of(behind))).isEmpty();
        assertThat(storage.operations()).hasSize(2);
    }

    @Test
    void objects_elsewhere_are_asked_for() {
        Location there = Location.parse("memory://lake/other/a");
        Location gone = Location.parse("memory://lake/other/b");
        memory.put(there, Content.of("x"));

        assertThat(missing(List.of(gone, there))).containsExactly(gone);
        assertThat(storage.operations(Operation.Verb.INFO)).hasSize(2);
    }

    @Test
    void it_is_those_that_are_asked_for_and_not_there() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Location> all = new ArrayList<>(
                IntStream.range(0, 6000).mapToObj(MissingObjectsTest::object).toList());
        put(IntStream.range(0, 6000).filter(number -> random.nextInt(4) > 0));
        Collections.shuffle(all, random);
        List<Location> asked = all.subList(0, random.nextInt(20));

        assertThat(missing(asked))
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(
                        asked.stream().filter(object -> !isThere(object)).toList());
    }

    private boolean isThere(Location object) {
        try (var listing = memory.list(object.parent(), "")) {
            while (listing.hasNext()) {
                if (listing.next().location().equals(object)) {
                    return true;
                }
            }
            return false;
        }
    }
}
