package io.twinlake.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwinMapTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void it_holds_what_a_tree_map_holds_through_any_additions_and_removals(long seed) {
        Random random = new Random(seed);
        TwinMap map = new TwinMap();
        TreeMap<String, Twin> expected = new TreeMap<>();
        for (int i = 0; i < 20_000; i++) {
            String key = "k" + random.nextInt(700);
            Twin there = map.get(key);
            assertThat(there).as("seed " + seed).isSameAs(expected.get(key));
            if (there == null) {
                Twin twin = new Twin(key, new Slots(0, 0), new Slots(0, 0));
                map.add(twin);
                expected.put(key, twin);
            } else if (random.nextBoolean()) {
                map.remove(there);
                expected.remove(key);
            }
        }

        List<Twin> inOrder = new ArrayList<>();
        map.forEachByKey(inOrder::add);
        assertThat(inOrder).as("seed " + seed).containsExactlyElementsOf(expected.values());
        assertThat(map.size()).isEqualTo(expected.size());
    }
}
