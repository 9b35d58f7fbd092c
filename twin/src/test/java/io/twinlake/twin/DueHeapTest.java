package io.twinlake.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DueHeapTest {

    private static Twin twin(String key, long due) {
        Twin twin = new Twin(key, new Slots(0, 0), new Slots(0, 0));
        twin.due = due;
        return twin;
    }

    private static List<Long> drain(DueHeap heap) {
        List<Long> dues = new ArrayList<>();
        while (!heap.isEmpty()) {
            Twin first = heap.first();
            if (first.due > heap.firstDue()) {
                heap.correctFirst();
            } else {
                dues.add(first.due);
                heap.remove(first);
            }
        }
        return dues;
    }

    @Test
    void a_timer_that_was_put_off_costs_nothing_until_its_old_turn_comes() {
        DueHeap heap = new DueHeap();
        Twin one = twin("one", 10);
        heap.schedule(one);
        one.due = 30;
        heap.schedule(one);

        assertThat(heap.firstDue()).isEqualTo(10);
        heap.correctFirst();
        assertThat(heap.firstDue()).isEqualTo(30);
        one.due = Twin.NEVER;
        heap.correctFirst();
        assertThat(heap.firstDue()).isEqualTo(Twin.NEVER);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void twins_come_in_order_of_what_is_due_whatever_was_changed_or_removed(long seed) {
        Random random = new Random(seed);
        DueHeap heap = new DueHeap();
        List<Twin> twins = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            twins.add(twin("k" + i, random.nextInt(1000)));
            heap.schedule(twins.get(i));
        }
        for (int i = 0; i < 2000; i++) {
            Twin twin = twins.get(random.nextInt(twins.size()));
            if (random.nextInt(10) == 0) {
                heap.remove(twin);
                twins.remove(twin);
            } else {
                twin.due = random.nextInt(1000);
                heap.schedule(twin);
            }
        }

        assertThat(drain(heap))
                .as("seed " + seed)
                .isSorted()
                .containsExactlyElementsOf(twins.stream()
                        .map(twin -> twin.due)
                        .sorted(Comparator.naturalOrder())
                        .toList());
    }
}
