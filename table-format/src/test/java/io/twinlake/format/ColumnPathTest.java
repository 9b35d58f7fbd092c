package io.twinlake.format;

import static io.twinlake.format.Field.nullable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.DataType.Primitive;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnPathTest {

    private static final Schema SCHEMA = Schema.of(
            nullable("a.b", Primitive.LONG),
            nullable(
                    "a",
                    new DataType.Struct(List.of(nullable("b", Primitive.STRING), nullable("c.d", Primitive.DATE)))),
            nullable("x.y", Primitive.LONG),
            nullable("it`s", Primitive.LONG),
            nullable("`q`", Primitive.LONG));

    @Test
    void dots_lead_into_structs_where_they_find_a_field_and_belong_to_names_elsewhere() {
        assertThat(path("a.b")).containsExactly("a", "b");
        assertThat(path("A.C.D")).containsExactly("a", "c.d");
        assertThat(path("x.y")).containsExactly("x.y");
    }

    @Test
    void backquotes_say_where_a_name_begins_and_ends() {
        assertThat(path("`a.b`")).containsExactly("a.b");
        assertThat(path("`a`.b")).containsExactly("a", "b");
        assertThat(path("a.`c.d`")).containsExactly("a", "c.d");
        assertThatThrownBy(() -> SCHEMA.column("`x`.`y`")).hasMessageContaining("no column '`x`.`y`'");
        assertThatThrownBy(() -> SCHEMA.column("a.`b.c`")).hasMessageContaining("a.`c.d`");
    }

    @Test
    void a_backquote_that_pairs_with_none_belongs_to_the_name() {
        assertThat(path("it`s")).containsExactly("it`s");
        assertThat(path("`it``s`")).containsExactly("it`s");
        assertThat(path("```q```")).containsExactly("`q`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "`", "``", "a`", "`a`.b", " ", "ü.ü", ".", "a b"})
    void a_path_finds_the_column_whose_name_it_is_made_of(String name) {
        Schema schema = Schema.of(
                nullable("z", new DataType.Struct(List.of(nullable(name, Primitive.STRING)))),
                nullable("other " + name, Primitive.LONG));
        assertThat(schema.column(ColumnPath.text("z", name)).path()).containsExactly("z", name);
        assertThat(schema.column(ColumnPath.text("other " + name)).path()).containsExactly("other " + name);
        assertThat(ColumnPath.parseQuoted(ColumnPath.text(name, "b"))
                        .orElseThrow()
                        .parts())
                .containsExactly(name, "b");
    }

    @Test
    void a_resolved_predicate_names_exactly_its_column() {
        assertThat(Predicate.equal("`A.B`", 1).resolve(SCHEMA)).isEqualTo(Predicate.equal("`a.b`", 1));
        assertThat(Predicate.equal("A.b", "x").resolve(SCHEMA)).isEqualTo(Predicate.equal("a.b", "x"));
    }

    private static List<String> path(String name) {
        return SCHEMA.column(name).path();
    }
}
