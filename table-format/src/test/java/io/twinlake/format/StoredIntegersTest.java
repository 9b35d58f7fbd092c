package io.twinlake.format;

import static io.twinlake.format.Field.nullable;
import static io.twinlake.format.Field.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.format.DataType.Primitive;
import io.twinlake.storage.Location;
import io.twinlake.storage.MemoryStorage;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Integers of all of Parquet's kinds, written by Parquet's own writer. */
class StoredIntegersTest {

    @TempDir
    Path folder;

    private final MemoryStorage storage = new MemoryStorage();
    private final Location at = Location.parse("memory://lake/t/part-1.parquet");

    @Test
    void unsigned_integers_are_read_as_the_numbers_that_they_are() throws IOException {
        foreign(
                "message m { required int32 u8 (UINT_8); required int32 u16 (UINT_16); required int32 u32 (UINT_32);"
                        + " required int64 u64 (UINT_64); optional group s { required int32 u32 (UINT_32); } }",
                (group, row) -> {
                    group.append("u8", 255).append("u16", 65_535).append("u32", -1 - row);
                    group.append("u64", -1L - row);
                    group.addGroup("s").append("u32", Integer.MIN_VALUE);
                });
        Schema wanted = Schema.of(
                nullable("u8", Primitive.SHORT),
                nullable("u16", Primitive.INTEGER),
                nullable("u32", Primitive.LONG),
                nullable("u64", new DataType.Decimal(20, 0)),
                nullable("s", new DataType.Struct(List.of(nullable("u32", Primitive.DOUBLE)))));
        assertThat(read(wanted).get(1).toString())
                .isEqualTo("[255, 65535, 4294967294, 18446744073709551614, [2.147483648E9]]");
        assertThat(read(Schema.of(nullable("u32", new DataType.Decimal(12, 2)))).get(0))
                .hasToString("[4294967295.00]");
        assertThat(read(Schema.of(nullable("u64", new DataType.Decimal(22, 2)))).get(0))
                .hasToString("[18446744073709551615.00]");
        assertThat(DataFileReader.schemaOf(storage, storage.info(at)))
                .isEqualTo(new Schema(List.of(
                        required("u8", Primitive.INTEGER),
                        required("u16", Primitive.INTEGER),
                        required("u32", Primitive.LONG),
                        required("u64", new DataType.Decimal(20, 0)))));
    }

    @Test
    void integers_that_a_type_cannot_hold_are_refused_by_value() throws IOException {
        foreign(
                "message m { required int32 u8 (UINT_8); required int32 u32 (UINT_32); required int64 u64 (UINT_64);"
                        + " required int32 i; required int64 n; required int32 d (DECIMAL(9,2)); required binary b (DECIMAL(30,2)); }",
                (group, row) -> group.append("u8", 128)
                        .append("u32", Integer.MIN_VALUE)
                        .append("u64", Long.MIN_VALUE)
                        .append("i", -32_769)
                        .append("n", 1_000_000L)
                        .append("d", 123_456_789)
                        .append(
                                "b",
                                Binary.fromConstantByteArray(
                                        BigInteger.TEN.pow(29).toByteArray())));
        refused(nullable("u8", Primitive.BYTE), "'u8'", "128 is beyond an integer of 8 bits");
        refused(nullable("u32", Primitive.INTEGER), "'u32'", "2147483648 is beyond an integer of 32 bits");
        refused(nullable("u64", Primitive.LONG), "'u64'", "9223372036854775808 is beyond");
        refused(nullable("u64", new DataType.Decimal(18, 0)), "'u64'", "9223372036854775808 is beyond");
        refused(nullable("u64", new DataType.Decimal(19, 1)), "'u64'", "9223372036854775808.0 has more than the 19");
        refused(nullable("i", Primitive.SHORT), "'i'", "-32769 is beyond an integer of 16 bits");
        refused(nullable("n", new DataType.Decimal(7, 1)), "'n'", "1000000.0 has more than the 7 digits");
        refused(nullable("d", new DataType.Decimal(8, 2)), "'d'", "1234567.89 has more than the 8 digits");
        refused(nullable("b", new DataType.Decimal(18, 2)), "'b'", "is beyond a signed integer of 64 bits");
        refused(nullable("b", new DataType.Decimal(29, 2)), "'b'", "has more than the 29 digits");
    }

    @Test
    void conditions_on_unsigned_integers_see_the_rows_that_they_are_true_for() throws IOException {
        foreign(
                "message m { required int32 u32 (UINT_32); required int64 u64 (UINT_64); }",
                (group, row) -> group.append("u32", row == 0 ? 5 : -row).append("u64", row == 0 ? 5L : -1L * row));
        Schema wanted = Schema.of(nullable("u32", Primitive.LONG), nullable("u64", new DataType.Decimal(20, 0)));
        assertThat(matching(
                        wanted, new Predicate.Compare("u32", Predicate.Operator.GREATER, Literal.of(4_294_967_294L))))
                .isEqualTo(1);
        assertThat(matching(wanted, Predicate.atMost("u32", 5L))).isEqualTo(1);
        assertThat(matching(wanted, Predicate.atLeast("u64", new BigDecimal("18446744073709551614"))))
                .isEqualTo(2);
    }

    private int matching(Schema wanted, Predicate predicate) {
        int rows = 0;
        try (var reader = DataFileReader.open(storage, storage.info(at), wanted, predicate)) {
            while (reader.hasNext()) {
                rows += predicate.matching(reader.next()).length;
            }
        }
        return rows;
    }

    private void refused(Field wanted, String... parts) {
        assertThatThrownBy(() -> read(Schema.of(wanted)))
                .isInstanceOf(CorruptDataFileException.class)
                .hasMessageContainingAll(parts);
    }

    private List<List<@Nullable Object>> read(Schema wanted) {
        try (var reader = DataFileReader.open(storage, storage.info(at), wanted, Predicate.TRUE)) {
            return Rows.of(reader);
        }
    }

    private void foreign(String message, BiConsumer<Group, Integer> fill) throws IOException {
        ForeignFile.write(folder, storage, at, message, fill);
    }
}
