package io.twinlake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.BytesVector;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.query.RowBatches;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LegibleTest {

    @Test
    void tabs_and_ends_of_lines_stay_and_other_control_characters_are_shown() {
        assertThat(Legible.text("a\tb\nc\r\nd")).isEqualTo("a\tb\nc\r\nd");
        assertThat(Legible.text("\u001b]0;title\u0007 \b\u007f\u0085\u009b2J \u202eevil\r!"))
                .isEqualTo("\\u001b]0;title\\u0007 \\u0008\\u007f\\u0085\\u009b2J \\u202eevil\\u000d!");
        assertThat(Legible.text("Größe 𝄞 =1+1")).isEqualTo("Größe 𝄞 =1+1");
        assertThat(Legible.line("a\u009bb\nc")).isEqualTo("a b c");
    }

    @Test
    void neither_rows_nor_names_of_columns_reach_a_terminal_with_what_it_would_obey() throws IOException {
        for (RowWriter writer : List.of(new CsvRows(), TextTable.cut(), TextTable.whole())) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            writer.write(rows("na\u001bme", "te\u001b[31mxt\u009b"), out);

            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("te", "xt")
                    .doesNotContain("\u001b", "\u009b");
        }
    }

    @Test
    void a_whole_table_cuts_no_cell() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TextTable.whole().write(rows("remedy", "x".repeat(500)), out);

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("x".repeat(500));
    }

    private static RowBatches rows(String name, String text) {
        BytesVector column = new BytesVector(Primitive.STRING);
        column.append(text);
        return RowBatches.of(RowBatch.of(new Schema(List.of(Field.nullable(name, Primitive.STRING))), List.of(column)));
    }
}
