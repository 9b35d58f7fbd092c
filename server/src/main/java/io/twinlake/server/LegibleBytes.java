package io.twinlake.server;

import io.twinlake.format.BytesVector;
import io.twinlake.format.ColumnVector;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import io.twinlake.query.RowBatches;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Rows whose binary columns people can read: as text where the bytes are UTF-8, else as Base64. Either in the column
 * itself, or, where it must be told apart, in two: the column's name with {@code _text} and with {@code _base64}.
 */
final class LegibleBytes implements RowBatches {

    private final RowBatches rows;
    private final boolean apart;
    private final Schema schema;

    private LegibleBytes(RowBatches rows, boolean apart) {
        this.rows = rows;
        this.apart = apart;
        List<Field> fields = new ArrayList<>();
        rows.schema().fields().forEach(field -> fields.addAll(legible(field)));
        this.schema = new Schema(fields);
    }

    /** As a format shows them best; one that has bytes keeps them. */
    static RowBatches of(RowBatches rows, RowFormat format) {
        return switch (format) {
            case PARQUET -> rows;
            case JSON -> new LegibleBytes(rows, true);
            case TABLE, CSV -> new LegibleBytes(rows, false);
        };
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public RowBatch next() {
        RowBatch batch = rows.next();
        List<ColumnVector> columns = new ArrayList<>();
        for (int i = 0; i < batch.schema().size(); i++) {
            columns.addAll(isBinary(batch.schema().field(i)) ? legible(batch.bytes(i)) : List.of(batch.column(i)));
        }
        return RowBatch.of(schema, columns);
    }

    @Override
    public void close() {
        rows.close();
    }

    private static boolean isBinary(Field field) {
        return field.type() == Primitive.BINARY;
    }

    private List<Field> legible(Field field) {
        if (!isBinary(field)) {
            return List.of(field);
        }
        return apart
                ? List.of(
                        Field.nullable(field.name() + "_text", Primitive.STRING),
                        Field.nullable(field.name() + "_base64", Primitive.STRING))
                : List.of(Field.nullable(field.name(), Primitive.STRING));
    }

    private List<ColumnVector> legible(BytesVector bytes) {
        BytesVector texts = new BytesVector(Primitive.STRING);
        BytesVector encoded = apart ? new BytesVector(Primitive.STRING) : texts;
        for (int row = 0; row < bytes.size(); row++) {
            Optional<String> text = bytes.isNull(row) ? Optional.empty() : text(bytes.get(row));
            if (text.isPresent()) {
                texts.append(text.get());
            } else if (!bytes.isNull(row)) {
                encoded.append(Base64.getEncoder().encodeToString(bytes.get(row)));
            }
            fill(texts, row + 1);
            fill(encoded, row + 1);
        }
        return apart ? List.of(texts, encoded) : List.of(texts);
    }

    private static void fill(BytesVector vector, int rows) {
        if (vector.size() < rows) {
            vector.appendNull();
        }
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }
}
