package io.twinlake.differential;

import io.twinlake.format.DataType;
import io.twinlake.format.Field;
import io.twinlake.format.VariantValue;
import io.twinlake.query.Row;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.types.variant.Variant;

/** A row of ours as a text that says every value and its place. */
final class ValueText {

    private ValueText() {}

    static String of(Row row) {
        return struct(row.schema().fields(), row.values());
    }

    static String text(String value) {
        return '"' + value + '"';
    }

    static String binary(byte[] value) {
        return "0x" + HexFormat.of().formatHex(value);
    }

    static String decimal(BigDecimal value) {
        return value.toPlainString();
    }

    /** Shredded or not, and however encoded, equal variants have equal JSON. */
    static String variant(byte[] value, byte[] metadata) {
        return "variant " + new Variant(value, metadata).toJson(ZoneOffset.UTC);
    }

    static String entries(List<String> entries) {
        return "{" + String.join(", ", entries.stream().sorted().toList()) + "}";
    }

    private static String struct(List<Field> fields, List<Optional<Object>> values) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            texts.add(fields.get(i).name() + "=" + of(fields.get(i).type(), values.get(i)));
        }
        return texts.toString();
    }

    private static String of(DataType type, Optional<?> value) {
        return value.map(present -> type.match(new Cases(present))).orElse("null");
    }

    private record Cases(Object value) implements DataType.Cases<String> {

        @Override
        public String primitive(DataType.Primitive type) {
            return switch (type) {
                case STRING -> text((String) value);
                case BINARY -> binary((byte[]) value);
                case VARIANT -> ValueText.variant(((VariantValue) value).value(), ((VariantValue) value).metadata());
                default -> value.toString();
            };
        }

        @Override
        public String decimal(DataType.Decimal type) {
            return ValueText.decimal((BigDecimal) value);
        }

        @Override
        @SuppressWarnings("unchecked")
        public String struct(DataType.Struct type) {
            return ValueText.struct(type.fields(), List.copyOf(((Map<String, Optional<Object>>) value).values()));
        }

        @Override
        public String array(DataType.Array type) {
            return ((List<?>) value)
                    .stream()
                            .map(each -> of(type.element(), (Optional<?>) each))
                            .toList()
                            .toString();
        }

        @Override
        public String map(DataType.MapOf type) {
            return entries(((Map<?, ?>) value)
                    .entrySet().stream()
                            .map(entry -> of(type.key(), Optional.of(entry.getKey())) + " -> "
                                    + of(type.value(), (Optional<?>) entry.getValue()))
                            .toList());
        }
    }
}
