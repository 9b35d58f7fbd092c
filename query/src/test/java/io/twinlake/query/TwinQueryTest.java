package io.twinlake.query;

import static io.twinlake.query.TwinTable.at;
import static io.twinlake.query.TwinTable.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.log.TransactionLog;
import io.twinlake.query.TwinTable.Change;
import io.twinlake.storage.Location;
import io.twinlake.storage.Operation;
import io.twinlake.storage.RecordingStorage;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TwinQueryTest {

    private final TwinTable table = new TwinTable();

    @AfterEach
    void the_table_is_sound() {
        table.close();
    }

    @Test
    void the_current_state_is_the_last_row_of_a_twin() {
        table.append(Change.of("a", 1, 1, "gate"), Change.of("b", 1, 1, "air"));
        table.append(Change.of("a", 9, 2, "taxi"));

        TwinState state = TwinQuery.over(table.latest()).current("a").orElseThrow();

        assertThat(state.key()).isEqualTo("a");
        assertThat(state.observedAt()).isEqualTo(at(9));
        assertThat(state.seq()).isEqualTo(2);
        assertThat(state.value("phase")).contains("taxi");
    }

    @Test
    void rows_of_one_instant_are_ordered_by_their_number() {
        table.append(Change.of("a", 1, 2, "taxi"));
        table.append(Change.of("a", 1, 1, "gate"));

        assertThat(TwinQuery.over(table.latest()).current("a").orElseThrow().value("phase"))
                .contains("taxi");
    }

    @Test
    void a_twin_that_has_expired_has_no_state_until_it_lives_again() {
        table.append(Change.of("a", 1, 1, "gate"), Change.expired("a", 5, 2));
        assertThat(TwinQuery.over(table.latest()).current("a")).isEmpty();
        assertThat(rows(TwinQuery.over(table.latest()).current())).isEmpty();

        table.append(Change.of("a", 8, 1, "air").bornAt(8));
        assertThat(TwinQuery.over(table.latest()).current("a").orElseThrow().value("phase"))
                .contains("air");
    }

    @Test
    void a_twin_that_never_was_has_no_state() {
        assertThat(TwinQuery.over(table.latest()).current("nobody")).isEmpty();
    }

    @Test
    void as_of_is_the_state_at_an_event_time() {
        table.append(Change.of("a", 1, 1, "gate"), Change.of("a", 3, 2, "taxi"), Change.expired("a", 7, 3));

        TwinQuery query = TwinQuery.over(table.latest());

        assertThat(query.asOf("a", at(0))).isEmpty();
        assertThat(query.asOf("a", at(2)).orElseThrow().value("phase")).contains("gate");
        assertThat(query.asOf("a", at(3)).orElseThrow().value("phase")).contains("taxi");
        assertThat(query.asOf("a", at(7))).isEmpty();
        assertThat(rows(query.asOf(at(2)))).hasSize(1);
    }

    @Test
    void the_current_states_of_all_come_in_order_of_key() {
        table.append(Change.of("c", 1, 1, "gate"), Change.of("a", 1, 1, "gate"));
        table.append(Change.of("b", 1, 1, "gate"), Change.of("a", 2, 2, "air"));

        assertThat(rows(TwinQuery.over(table.latest()).current()))
                .extracting(row -> row.get(0).orElseThrow() + " " + row.get(5).orElseThrow())
                .containsExactly("a air", "b gate", "c gate");
    }

    @Test
    void a_history_is_half_open_intervals() {
        table.append(Change.of("a", 1, 1, "gate"), Change.of("a", 3, 2, "taxi"), Change.expired("a", 7, 3));
        table.append(Change.of("a", 9, 1, "air").bornAt(9));

        assertThat(Row.of(TwinQuery.over(table.latest()).history("a")))
                .extracting(row -> List.of(
                        row.value("phase").orElseThrow(),
                        row.value("valid_from").orElseThrow(),
                        row.value("valid_to").map(Object::toString).orElse("now")))
                .containsExactly(
                        List.of("gate", at(1), at(3).toString()),
                        List.of("taxi", at(3), at(7).toString()),
                        List.of("air", at(9), "now"));
    }

    @Test
    void files_that_can_only_hold_older_rows_are_not_opened() {
        for (int minute = 0; minute < 10; minute++) {
            table.append(Change.of("a", minute, minute + 1, "gate"));
        }
        RecordingStorage storage = RecordingStorage.over(table.storage, table.location);
        var snapshot =
                TransactionLog.open(table.environment(storage), table.location).latest();
        storage.forget();

        Optional<TwinState> state = TwinQuery.over(snapshot).current("a");

        assertThat(state.orElseThrow().seq()).isEqualTo(10);
        assertThat(storage.operations())
                .allMatch(operation -> operation.verb() == Operation.Verb.READ_RANGE)
                .extracting(Operation::names)
                .containsOnly(storage.operations().get(0).names());
    }

    @Test
    void a_look_at_one_twin_costs_one_get_while_its_file_is_small_and_two_however_large_it_is() {
        assertThat(requestsToFindOneTwinAmong(1_000)).isEqualTo(1);
        assertThat(requestsToFindOneTwinAmong(10_000)).isEqualTo(2);
        assertThat(requestsToFindOneTwinAmong(60_000)).isEqualTo(2);
    }

    private int requestsToFindOneTwinAmong(int twins) {
        Random random = new Random(1);
        RowBatch batch = RowBatch.empty(TwinTable.SCHEMA);
        for (int twin = 0; twin < twins; twin++) {
            for (int seq = 1; seq <= 20; seq++) {
                TwinTable.append(
                        batch, Change.of(twins + " twin%05d".formatted(twin), seq, seq, "gate"), random.nextDouble());
            }
        }
        table.log.append("WRITE").add(table.write(batch)).commit();
        RecordingStorage storage = RecordingStorage.over(table.storage, table.location);
        var snapshot =
                TransactionLog.open(table.environment(storage), table.location).latest();
        storage.forget();

        TwinState state = TwinQuery.over(snapshot).current(twins + " twin00500").orElseThrow();

        assertThat(state.seq()).isEqualTo(20);
        assertThat(storage.operations()).allMatch(operation -> operation.verb() == Operation.Verb.READ_RANGE);
        return storage.operations().size();
    }

    @Test
    void a_table_without_twins_is_refused() {
        Location plain = Location.parse("memory://lake/ns/plain");
        TransactionLog log = TransactionLog.open(table.environment, plain);
        log.create(TwinTable.metadata(Schema.of(Field.nullable("key", DataType.Primitive.STRING))), "CREATE TABLE")
                .commit();

        assertThatThrownBy(() -> TwinQuery.over(log.latest()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no column 'observed_at'");
    }
}
