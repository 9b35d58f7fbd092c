package io.twinlake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalStorageTest extends StorageContract {

    private final Storage storage = Storages.open(Location.parse("file:///"));

    @TempDir
    Path folder;

    @Override
    protected Storage storage() {
        return storage;
    }

    @Override
    protected Location emptyFolder() {
        return Location.of(folder);
    }

    @Test
    void forced_writes_are_written_too() {
        var forced = Storages.open(at("x"), StorageOptions.defaults().withFsync(true));

        assertThat(forced.putIfAbsent(at("new/deep/folder/1"), Content.of("one")))
                .isEqualTo(new PutOutcome.Created());
        assertThat(forced.putIfAbsent(at("new/deep/folder/1"), Content.of("two")))
                .isEqualTo(new PutOutcome.Exists());
        forced.put(at("new/other/2"), Content.of("two"));

        assertThat(read("new/deep/folder/1")).isEqualTo("one");
        assertThat(read("new/other/2")).isEqualTo("two");
    }

    @Test
    void a_full_disk_is_said_so_and_leaves_nothing_behind() throws IOException {
        put("hint", "old");
        var noSpace = failingAfter("half", new FileSystemException("temporary", null, "No space left on device"));

        for (Runnable write : List.<Runnable>of(
                () -> storage.put(at("hint"), noSpace), () -> storage.putIfAbsent(at("log/1.json"), noSpace))) {
            assertThatThrownBy(write::run)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(
                            "No space left on device; nothing was written; free space on the disk of " + folder);
        }
        assertThat(read("hint")).isEqualTo("old");
        assertThat(filesOnDisk()).containsExactly("hint");
    }

    @Test
    void content_shorter_than_it_says_is_not_written() throws IOException {
        var torn = new Content() {
            @Override
            public long length() {
                return 10;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(new byte[4]);
            }
        };

        assertThatThrownBy(() -> storage.putIfAbsent(at("torn"), torn))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("content of 10 bytes gave 4");
        assertThat(filesOnDisk()).isEmpty();
    }

    @Test
    void what_a_dead_process_left_is_hidden_and_in_nobodys_way() throws IOException {
        for (int number = 0; number < 3000; number++) {
            Files.createFile(
                    folder.resolve(".twinlake-" + ProcessHandle.current().pid() + "-" + number + ".tmp"));
        }

        assertThat(putIfAbsent("object", "x")).isEqualTo(new PutOutcome.Created());

        assertThat(names("")).containsExactly("object");
        assertThat(storage.folders(Location.of(folder))).isEmpty();
    }

    @Test
    void a_folder_that_may_not_be_written_is_said_so() throws IOException {
        assumeTrue(!"root".equals(System.getProperty("user.name")), "root may write everywhere");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-x------"));
        try {
            assertThatThrownBy(() -> putIfAbsent("object", "x"))
                    .isInstanceOf(StorageException.class)
                    .hasMessageStartingWith("cannot write " + at("object") + ": permission denied; let user '"
                            + System.getProperty("user.name") + "' read and write " + folder);
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void a_folder_in_whose_way_a_file_stands_is_an_error_that_names_it() {
        put("file", "x");

        assertThatThrownBy(() -> putIfAbsent("file/below", "y"))
                .isInstanceOf(StorageException.class)
                .hasMessageStartingWith("cannot write " + at("file/below"));
    }

    private List<String> filesOnDisk() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static Content failingAfter(String beginning, IOException failure) {
        return new Content() {
            @Override
            public long length() {
                return 1000;
            }

            @Override
            public InputStream open() {
                var first = new ByteArrayInputStream(beginning.getBytes(StandardCharsets.UTF_8));
                return new SequenceInputStream(first, new FilterInputStream(InputStream.nullInputStream()) {
                    @Override
                    public int read(byte[] target, int from, int length) throws IOException {
                        throw failure;
                    }
                });
            }
        };
    }
}
