package io.twinlake.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FolderNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"plant", "aircraft_state", "7", "Größe", "a-b", "線路", "a.b", "convoy", "console", "com10"})
    void a_name_of_letters_digits_underscores_and_hyphens_may_be_given(String name) {
        assertThat(FolderName.objection(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"_delta_log", "_twinlake", "_x", ".hidden", ".", ".."})
    void names_that_hide_a_folder_are_reserved(String name) {
        assertThat(FolderName.objection(name).orElseThrow().problem()).contains("'" + name + "'", "reserved");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a/b",
                "a\\b",
                "c:",
                "a*",
                "a?",
                "\"a\"",
                "<a>",
                "a|b",
                "50%",
                "a#b",
                "a\u0000b",
                "a\nb",
                "a\u001b[31m",
                "a\u0085",
                "\ud800",
                "a\u202eb",
                "a\ufffe",
                " a",
                "a ",
                "a.",
                "NUL",
                "con",
                "aux.txt",
                "Com1",
                "lpt9"
            })
    void names_that_some_store_does_not_take_are_refused(String name) {
        FolderName.Objection objection = FolderName.objection(name).orElseThrow();

        assertThat(objection.problem().codePoints()).noneMatch(c -> Character.isISOControl(c) || c == 0x202e);
        assertThat(objection.remedy()).isNotEmpty();
    }

    @Test
    void a_name_of_more_than_200_bytes_is_refused() {
        assertThat(FolderName.objection("ü".repeat(100))).isEmpty();
        assertThat(FolderName.objection("ü".repeat(101)).orElseThrow().problem())
                .contains("202 bytes");
    }
}
