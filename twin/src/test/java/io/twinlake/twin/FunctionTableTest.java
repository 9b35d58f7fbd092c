package io.twinlake.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FunctionTableTest {

    @Test
    void the_documentation_lists_the_functions_as_they_are() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "formulas.md"));
        assertThat(page).endsWith("## Functions\n" + FunctionTable.markdown());
    }
}
