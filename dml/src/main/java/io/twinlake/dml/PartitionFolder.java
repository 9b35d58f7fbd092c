package io.twinlake.dml;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Values of partition columns as the log writes them, and as folders are called (PROTOCOL.md, "Partition Value Serialization"). */
final class PartitionFolder {

    private static final String ESCAPED = "\"#%'*/:=?\\{[]^";
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT);

    private PartitionFolder() {}

    /** The text of a cell; the empty text, which the log can't tell from null, is null. */
    static Optional<String> text(ColumnVector vector, int row) {
        Object value = Cells.of(vector, row);
        if (value == null) {
            return Optional.empty();
        }
        String text = text(value, vector.type());
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static String text(Object value, DataType type) {
        if (value instanceof Instant time) {
            return UTC.format(time.atOffset(ZoneOffset.UTC));
        }
        if (value instanceof LocalDateTime time) {
            return LOCAL.format(time);
        }
        if (value instanceof BigDecimal number && type instanceof DataType.Decimal decimal) {
            return number.setScale(decimal.scale()).toPlainString();
        }
        if (value instanceof Double number && type == DataType.Primitive.FLOAT) {
            return Float.toString(number.floatValue());
        }
        return value instanceof ByteBuffer bytes ? text(array(bytes)) : value.toString();
    }

    private static byte[] array(ByteBuffer bytes) {
        byte[] array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        return array;
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConstraintViolationException("the bytes " + HexFormat.of().formatHex(bytes)
                    + " can't be the value of a partition column: the log has it as text, and they are no UTF-8; nothing was"
                    + " written. Partition the table by something else, or write these bytes as text");
        }
    }

    /** {@code column=value}, as Hive names it. */
    static String name(String column, Optional<String> value) {
        return escaped(column) + "=" + value.map(PartitionFolder::escaped).orElse(NULL);
    }

    private static String escaped(String text) {
        var name = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 127 || ESCAPED.indexOf(c) >= 0) {
                name.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            } else {
                name.append(c);
            }
        }
        return name.toString();
    }
}
