package io.twinlake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.DataType.Primitive;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SchemaTest {

    private static final Schema SCHEMA = Schema.of(
            Field.nullable("key", Primitive.STRING),
            Field.nullable("gate", new DataType.Struct(List.of(Field.nullable("phase", Primitive.STRING)))));

    @Test
    void who_may_ask_for_columns_only_is_not_sent_to_a_field_of_a_struct() {
        assertThat(SCHEMA.unknown("gate.phase")).hasMessage("no column 'gate.phase'. The columns are key, gate");
        assertThat(SCHEMA.unknown("gata")).hasMessageContaining("did you mean 'gate'?");
    }

    @Test
    void who_may_ask_for_fields_is_told_their_paths() {
        assertThat(SCHEMA.unknownPath("gate.phse")).hasMessageContaining("did you mean 'gate.phase'?");
    }

    @Test
    void no_more_columns_are_named_than_a_person_looks_through() {
        Field[] many = IntStream.range(0, 43)
                .mapToObj(i -> Field.nullable("c" + i, Primitive.LONG))
                .toArray(Field[]::new);

        assertThat(Schema.of(many).unknown("observed_at").getMessage()).endsWith("c38, c39 and 3 more");
    }
}
