package io.twinlake.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.twinlake.storage.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DataPathTest {

    private final DataPath paths = new DataPath(Location.parse("file:///lake/.hidden/table"));

    @Test
    void dots_between_slashes_are_steps() {
        assertThat(paths.locate("../other/f.parquet"))
                .isEqualTo(Location.parse("file:///lake/.hidden/other/f.parquet"));
        assertThat(paths.locate("a/./b/../f.parquet"))
                .isEqualTo(Location.parse("file:///lake/.hidden/table/a/f.parquet"));
        assertThat(paths.locate("..%2F..%2F..%2F..%2Fetc/passwd")).isEqualTo(Location.parse("file:///etc/passwd"));
        assertThat(paths.locate(".f..parquet")).isEqualTo(Location.parse("file:///lake/.hidden/table/.f..parquet"));
        assertThat(paths.canonical("a/../../table/f")).isEqualTo("f");
    }

    @Test
    void a_slash_too_many_is_part_of_a_name_on_S3() {
        assertThat(new DataPath(Location.parse("s3://bucket//table")).locate("a//f"))
                .isEqualTo(new Location("s3", "bucket", "//table/a//f"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a%00b", "file:relative", "s3:///no-bucket", "s3://bucket", "folder/", "/", "..", "a/../.."})
    void what_names_no_file_makes_the_log_corrupt(String path) {
        DataPath shallow = new DataPath(Location.parse("file:///table"));

        assertThatExceptionOfType(CorruptLogException.class)
                .isThrownBy(() -> shallow.locate(path))
                .withMessageContaining("the log of file:///table")
                .withMessageContaining("restore the log")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\0"));
    }

    @Test
    void files_of_other_folders_can_be_forbidden() {
        DataPath own = new DataPath(Location.parse("s3://bucket/table")).withOwnFilesOnly();

        assertThat(own.locate("part=1/f")).isEqualTo(Location.parse("s3://bucket/table/part=1/f"));
        assertThat(own.locate("s3a://bucket/table/f")).isEqualTo(Location.parse("s3a://bucket/table/f"));
        for (String path :
                new String[] {"../f", "s3://bucket/table2/f", "s3://other/table/f", "/f", "file:///etc/passwd"}) {
            assertThatExceptionOfType(UnsupportedTableException.class)
                    .isThrownBy(() -> own.locate(path))
                    .withMessageContaining("outside of the table's folder")
                    .withMessageContaining("own-files-only");
        }
        assertThatExceptionOfType(UnsupportedTableException.class).isThrownBy(() -> own.locateDecoded("../f"));
    }
}
