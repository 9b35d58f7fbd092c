package io.twinlake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Symbolic links below a folder, of which only what lies in it is meant. */
final class LocalLinksTest {

    @TempDir
    Path scratch;

    private Path table;
    private Path elsewhere;
    private Storage storage;

    @BeforeEach
    void a_table_and_a_file_elsewhere() throws IOException {
        table = Files.createDirectories(scratch.resolve("lake/table"));
        elsewhere = Files.createDirectories(scratch.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("file"), "not ours");
        Files.writeString(table.resolve("own"), "ours");
        storage = Storages.open(Location.of(table)).confinedTo(Location.of(table));
    }

    @ParameterizedTest
    @ValueSource(strings = {"link", "folder/link", "way/file", "way/deep/file"})
    void nothing_is_read_through_a_link(String name) throws IOException {
        links();

        assertThatExceptionOfType(NotAFileException.class)
                .isThrownBy(() -> storage.read(at(name)))
                .withMessageContaining(at(name).toString())
                .withMessageContaining("symbolic link to")
                .withMessageContaining("put what it leads to in its place");
        assertThatExceptionOfType(NotAFileException.class).isThrownBy(() -> storage.info(at(name)));
        assertThatExceptionOfType(NotAFileException.class).isThrownBy(() -> storage.readRange(at(name), 0, 1));
        assertThatExceptionOfType(NotAFileException.class).isThrownBy(() -> storage.admit(at(name)));
    }

    @Test
    void names_that_lead_to_the_same_file_have_one_name() throws IOException {
        links();
        Storage local = Storages.open(Location.of(scratch));
        Location file = Location.of(elsewhere.toRealPath().resolve("file"));

        assertThat(List.of("link", "way/file", "way/deep/../file", "./way/./file"))
                .allSatisfy(name -> assertThat(local.canonical(at(name))).isEqualTo(file));
        assertThat(local.canonical(Location.parse("file:" + table + "/../table/link")))
                .isEqualTo(file);
        assertThat(local.canonical(at("way/not/there.csv")))
                .isEqualTo(Location.of(elsewhere.toRealPath().resolve("not/there.csv")));
        assertThat(local.canonical(Location.parse("s3://bucket/way"))).isEqualTo(Location.parse("s3://bucket/way"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "s3a", "s3n"})
    void every_scheme_of_s3_names_the_same_object(String scheme) {
        Location object = Location.parse(scheme + "://bucket/a/b");

        assertThat(S3Key.canonical(object)).isEqualTo(Location.parse("s3://bucket/a/b"));
        assertThat(Storages.hadoop(object, Map.of()).canonical(object)).isEqualTo(Location.parse("s3://bucket/a/b"));
        assertThat(S3Key.canonical(at("own"))).isEqualTo(at("own"));
    }

    @Test
    void a_listing_goes_through_no_link_and_shows_it_as_a_file() throws IOException {
        links();
        Files.createSymbolicLink(table.resolve("loop"), table);

        assertThat(listed(storage, Location.of(table))).containsExactly("folder/link", "link", "loop", "own", "way");
    }

    @Test
    void nothing_is_written_or_deleted_through_a_link() throws IOException {
        links();

        for (Runnable write : List.<Runnable>of(
                () -> storage.put(at("way/file"), Content.of("changed")),
                () -> storage.putIfAbsent(at("way/new"), Content.of("new")),
                () -> storage.delete(List.of(at("way/file"))))) {
            assertThatExceptionOfType(NotAFileException.class).isThrownBy(write::run);
        }

        assertThat(elsewhere).isDirectoryContaining("glob:**/file").isDirectoryNotContaining("glob:**/new");
        assertThat(elsewhere.resolve("file")).hasContent("not ours");
    }

    @Test
    void deleting_or_replacing_a_link_leaves_what_it_leads_to() throws IOException {
        links();

        storage.delete(List.of(at("way"), at("folder/link")));
        storage.put(at("link"), Content.of("a file now"));

        assertThat(table.resolve("way")).doesNotExist();
        assertThat(table.resolve("link")).hasContent("a file now");
        assertThat(elsewhere.resolve("file")).hasContent("not ours");
    }

    @Test
    void the_folder_itself_may_be_a_link() throws IOException {
        Path link = Files.createSymbolicLink(scratch.resolve("lake/alias"), table);
        Storage alias = Storages.open(Location.of(link))
                .confinedTo(Location.of(scratch.resolve("lake")))
                .confinedTo(Location.of(link));
        alias.put(Location.of(link.resolve("new")), Content.of("new"));

        assertThat(listed(alias, Location.of(link))).containsExactly("new", "own");
        assertThat(alias.read(Location.of(link.resolve("own")))).asString().isEqualTo("ours");
        assertThat(table.resolve("new")).exists();
    }

    @Test
    void a_link_to_a_folder_is_a_folder_that_may_be_asked_for_but_not_one_that_leads_back() throws IOException {
        Path lake = scratch.resolve("lake");
        Files.createSymbolicLink(lake.resolve("alias"), elsewhere);
        Files.createSymbolicLink(lake.resolve("back"), lake);
        Files.createSymbolicLink(lake.resolve("further_back"), scratch);
        Storage confined = Storages.open(Location.of(lake)).confinedTo(Location.of(lake));

        assertThat(confined.folders(Location.of(lake))).containsExactly("alias", "table");
    }

    @Test
    void a_listing_that_follows_links_ends_where_they_lead_back() throws IOException {
        Path a = Files.createDirectories(scratch.resolve("tree/a"));
        Path b = Files.createDirectories(scratch.resolve("tree/b"));
        Files.writeString(a.resolve("file"), "of a");
        Files.createSymbolicLink(a.resolve("other"), b);
        Files.createSymbolicLink(b.resolve("other"), a);
        Files.createSymbolicLink(b.resolve("self"), b);
        Location tree = Location.of(scratch.resolve("tree"));

        assertThat(listed(Storages.open(tree), tree)).containsExactly("a/file", "b/other/file");
    }

    @Test
    void temporary_files_of_others_are_not_looked_for_behind_a_link() throws IOException {
        Files.createSymbolicLink(table.resolve("way"), elsewhere);
        Files.writeString(elsewhere.resolve(".twinlake-1-1.tmp"), "of another");
        Files.writeString(table.resolve(".twinlake-1-2.tmp"), "of this");

        assertThat(storage.abandoned(Location.of(table)))
                .extracting(left -> left.location().name())
                .containsExactly(".twinlake-1-2.tmp");
    }

    private void links() throws IOException {
        Files.createDirectories(table.resolve("folder"));
        Files.createDirectories(elsewhere.resolve("deep"));
        Files.writeString(elsewhere.resolve("deep/file"), "not ours");
        Files.createSymbolicLink(table.resolve("link"), elsewhere.resolve("file"));
        Files.createSymbolicLink(table.resolve("folder/link"), table.resolve("own"));
        Files.createSymbolicLink(table.resolve("way"), elsewhere);
    }

    private Location at(String name) {
        return Location.of(table).resolve(name);
    }

    private static List<String> listed(Storage storage, Location folder) {
        List<String> names = new ArrayList<>();
        try (Listing listing = storage.list(folder, "")) {
            listing.forEachRemaining(object -> names.add(object.location().relativeTo(folder)));
        }
        return names;
    }
}
