package io.twinlake.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.twinlake.storage.Content;
import io.twinlake.storage.Location;
import io.twinlake.storage.MemoryStorage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.variant.Variant;
import org.apache.parquet.variant.VariantBuilder;
import org.apache.parquet.variant.VariantObjectBuilder;
import org.apache.parquet.variant.VariantValueWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variants, whole and shredded by Parquet's own writer. */
class VariantTest {

    private static final Schema WANTED = Schema.of(Field.nullable("v", DataType.Primitive.VARIANT));

    @TempDir
    Path folder;

    private final MemoryStorage storage = new MemoryStorage();
    private final Location at = Location.parse("memory://lake/t/part-1.parquet");

    @Test
    void variants_come_back_however_they_are_shredded() throws IOException {
        List<@Nullable Variant> variants = variants();
        List<@Nullable String> expected = new ArrayList<>();
        for (Variant variant : variants) {
            expected.add(variant == null ? null : json(variant));
        }
        for (String shredding : List.of(
                "required binary metadata; required binary value;",
                "required binary value; required binary metadata;",
                "required binary metadata; optional binary value; optional int64 typed_value;",
                "required binary metadata; optional binary value; optional binary typed_value (STRING);",
                "required binary metadata; optional binary value; optional int32 typed_value (DECIMAL(9,2));",
                "required binary metadata; optional binary value; optional int64 typed_value (TIMESTAMP(MICROS,true));",
                "optional binary value; required binary metadata; optional group typed_value (LIST) { repeated group list {"
                        + " required group element { optional binary value; optional int32 typed_value (INTEGER(32,true)); } } }",
                "optional binary value; optional group typed_value { required group a { optional binary value;"
                        + " optional int32 typed_value (INTEGER(32,true)); } required group b { optional binary value;"
                        + " optional group typed_value { required group c { optional binary value;"
                        + " optional binary typed_value (STRING); } } } } required binary metadata;")) {
            write(MessageTypeParser.parseMessageType("message m { optional group v { " + shredding + " } }"), variants);

            assertThat(read()).as(shredding).isEqualTo(expected);
        }
    }

    @Test
    void a_variant_is_shown_as_json() {
        assertThat(json(of(builder -> {
                    VariantObjectBuilder object = builder.startObject();
                    object.appendKey("d");
                    object.appendDate(19_782);
                    object.appendKey("t");
                    object.appendTimestampTz(1_500_000);
                    object.appendKey("n");
                    object.appendDecimal(new BigDecimal("10.00"));
                    object.appendKey("x");
                    object.appendDouble(Double.NaN);
                    builder.endObject();
                })))
                .isEqualTo("{\"d\":\"2024-02-29\",\"n\":10.00,\"t\":\"1970-01-01T00:00:01.500Z\",\"x\":\"NaN\"}");
        assertThatThrownBy(() -> new VariantValue(new byte[] {2, 9}, new byte[] {1, 0, 0}).toJson())
                .isInstanceOf(CorruptDataFileException.class)
                .hasMessageContaining("a variant of 2 bytes");
    }

    /** Values of every type, alone, in objects that fit a shredding and in such that don't. */
    private static List<@Nullable Variant> variants() {
        List<@Nullable Variant> variants = new ArrayList<>();
        variants.add(null);
        variants.add(of(VariantBuilder::appendNull));
        variants.add(of(builder -> builder.appendBoolean(true)));
        variants.add(of(builder -> builder.appendByte((byte) -3)));
        variants.add(of(builder -> builder.appendShort((short) 300)));
        variants.add(of(builder -> builder.appendInt(70_000)));
        variants.add(of(builder -> builder.appendLong(1L << 40)));
        variants.add(of(builder -> builder.appendFloat(1.5f)));
        variants.add(of(builder -> builder.appendDouble(-2.5)));
        variants.add(of(builder -> builder.appendDecimal(new BigDecimal("12.34"))));
        variants.add(of(builder -> builder.appendDecimal(new BigDecimal("12345678901234567890.5"))));
        variants.add(of(builder -> builder.appendDate(1)));
        variants.add(of(builder -> builder.appendTime(3_600_000_001L)));
        variants.add(of(builder -> builder.appendTimestampTz(1_000_001)));
        variants.add(of(builder -> builder.appendTimestampNtz(-1)));
        variants.add(of(builder -> builder.appendTimestampNanosTz(1)));
        variants.add(of(builder -> builder.appendTimestampNanosNtz(1)));
        variants.add(of(builder -> builder.appendUUID(new UUID(1, 2))));
        variants.add(of(builder -> builder.appendBinary(ByteBuffer.wrap(new byte[] {1, 2}))));
        variants.add(of(builder -> builder.appendString("déjà vu")));
        variants.add(of(builder -> {
            VariantBuilder array = builder.startArray();
            array.appendInt(1);
            array.appendString("two");
            array.appendNull();
            builder.endArray();
        }));
        variants.add(of(builder -> {
            builder.startArray();
            builder.endArray();
        }));
        variants.add(object(70_000, "c", "inner", "extra"));
        variants.add(object(70_000, "other", "inner"));
        variants.add(object(1, "c", "inner", "x", "y", "z"));
        return variants;
    }

    /** An object with fields a and b, which is an object again, and any more. */
    private static Variant object(int a, String key, String inner, String... more) {
        return of(builder -> {
            VariantObjectBuilder object = builder.startObject();
            object.appendKey("a");
            object.appendInt(a);
            object.appendKey("b");
            VariantObjectBuilder below = object.startObject();
            below.appendKey(key);
            below.appendString(inner);
            object.endObject();
            for (String name : more) {
                object.appendKey(name);
                object.appendString(name);
            }
            builder.endObject();
        });
    }

    private static Variant of(Consumer<VariantBuilder> content) {
        VariantBuilder builder = new VariantBuilder();
        content.accept(builder);
        return builder.build();
    }

    private static String json(Variant variant) {
        return new VariantValue(bytes(variant.getValueBuffer()), bytes(variant.getMetadataBuffer())).toJson();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private List<@Nullable String> read() {
        List<@Nullable String> read = new ArrayList<>();
        try (var reader = DataFileReader.open(storage, storage.info(at), WANTED, Predicate.TRUE)) {
            reader.forEachRemaining(batch -> {
                StructVector variants = (StructVector) batch.column(0);
                for (int row = 0; row < batch.rows(); row++) {
                    read.add(
                            variants.isNull(row)
                                    ? null
                                    : VariantValue.of(variants, row).toJson());
                }
            });
        }
        return read;
    }

    private void write(MessageType type, List<@Nullable Variant> variants) throws IOException {
        Path file = folder.resolve("foreign.parquet");
        Files.deleteIfExists(file);
        try (ParquetWriter<List<@Nullable Variant>> writer = new Rows(new LocalOutputFile(file), type)
                .withConf(new Configuration(false))
                .build()) {
            for (Variant variant : variants) {
                List<@Nullable Variant> row = new ArrayList<>();
                row.add(variant);
                writer.write(row);
            }
        }
        storage.put(at, Content.of(Files.readAllBytes(file)));
    }

    private static final class Rows extends ParquetWriter.Builder<List<@Nullable Variant>, Rows> {
        private final MessageType type;

        Rows(OutputFile file, MessageType type) {
            super(file);
            this.type = type;
        }

        @Override
        protected Rows self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // the only one that is abstract
        protected WriteSupport<List<@Nullable Variant>> getWriteSupport(Configuration configuration) {
            return new Support(type);
        }
    }

    private static final class Support extends WriteSupport<List<@Nullable Variant>> {
        private final MessageType type;
        private @Nullable RecordConsumer consumer;

        Support(MessageType type) {
            this.type = type;
        }

        @Override
        @SuppressWarnings("deprecation") // the only one that is abstract
        public WriteContext init(Configuration configuration) {
            return new WriteContext(type, java.util.Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            consumer = recordConsumer;
        }

        @Override
        public void write(List<@Nullable Variant> row) {
            RecordConsumer to = java.util.Objects.requireNonNull(consumer);
            to.startMessage();
            Variant variant = row.get(0);
            if (variant != null) {
                to.startField("v", 0);
                VariantValueWriter.write(to, type.getType(0).asGroupType(), variant);
                to.endField("v", 0);
            }
            to.endMessage();
        }
    }
}
