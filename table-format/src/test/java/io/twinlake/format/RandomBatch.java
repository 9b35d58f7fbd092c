package io.twinlake.format;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Seeded rows of any schema: nulls, empty lists, runs of equal values, few and many distinct ones, odd numbers. */
final class RandomBatch implements DataType.Cases<RandomBatch.Appender> {

    /** Appends one value, never null. */
    @FunctionalInterface
    interface Appender {
        void append(ColumnVector to);
    }

    private static final String[] WORDS = {
        "", "a", "red", "green", "ÄÖ", "日本", "😀😀", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "\u007f\u007f"
    };

    private final Random random;
    /** How different values are: 1 is many equal ones, larger is more. */
    private final int variety;

    private RandomBatch(Random random) {
        this.random = random;
        this.variety = 1 + random.nextInt(4);
    }

    static RowBatch of(Schema schema, int rows, Random random) {
        RowBatch batch = RowBatch.empty(schema);
        for (int i = 0; i < schema.size(); i++) {
            Field field = schema.field(i);
            var values = new RandomBatch(random);
            for (int row = 0; row < rows; row++) {
                values.append(field.type(), field.nullable(), batch.column(i));
            }
        }
        return batch;
    }

    private void append(DataType type, boolean nullable, ColumnVector to) {
        if (type == DataType.Primitive.VOID || (nullable && random.nextInt(6) == 0)) {
            to.appendNull();
        } else if (random.nextInt(3) == 0 && to.size() > 0 && !to.isNull(to.size() - 1)) {
            to.appendFrom(to, to.size() - 1);
        } else {
            type.match(this).append(to);
        }
    }

    private long number() {
        return switch (variety) {
            case 1 -> random.nextInt(3);
            case 2 -> random.nextInt(200) - 100L;
            case 3 -> random.nextInt();
            default -> random.nextLong() >> 1;
        };
    }

    private double fraction() {
        double[] odd = {0.0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.5, -2.25};
        if (variety == 4 && random.nextInt(50) == 0) {
            return Double.NaN;
        }
        return random.nextInt(4) == 0 ? odd[random.nextInt(odd.length)] : number() / 8.0;
    }

    private byte[] text() {
        String word = WORDS[random.nextInt(WORDS.length)];
        String text = variety < 3 ? word : word + number();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Appender primitive(DataType.Primitive type) {
        return switch (type) {
            case BOOLEAN -> to -> ((BooleanVector) to).append(random.nextBoolean());
            case BYTE -> to -> ((IntVector) to).append((byte) number());
            case SHORT -> to -> ((IntVector) to).append((short) number());
            case INTEGER -> to -> ((IntVector) to).append((int) number());
            case DATE -> to -> ((IntVector) to).append((int) number() % 100_000);
            case LONG -> to -> ((LongVector) to).append(number());
            case TIMESTAMP, TIMESTAMP_NTZ -> to -> ((LongVector) to).append(number() % 1_000_000_000_000_000L);
            case FLOAT -> to -> ((FloatVector) to).append((float) fraction());
            case DOUBLE -> to -> ((DoubleVector) to).append(fraction());
            case STRING, BINARY -> to -> ((BytesVector) to).append(text());
            case VARIANT ->
                to -> {
                    StructVector struct = (StructVector) to;
                    struct.fields().forEach(field -> ((BytesVector) field).append(text()));
                    struct.endRow();
                };
            case VOID -> ColumnVector::appendNull;
        };
    }

    @Override
    public Appender decimal(DataType.Decimal type) {
        BigInteger limit = BigInteger.TEN.pow(type.precision());
        return to -> {
            BigInteger unscaled = new BigInteger(limit.bitLength(), random).mod(limit);
            BigInteger signed = random.nextBoolean() ? unscaled : unscaled.negate();
            if (to instanceof LongVector longs) {
                longs.append(signed.longValueExact());
            } else {
                ((BytesVector) to).append(signed.toByteArray());
            }
        };
    }

    @Override
    public Appender struct(DataType.Struct type) {
        return to -> {
            StructVector struct = (StructVector) to;
            for (int i = 0; i < type.fields().size(); i++) {
                Field field = type.fields().get(i);
                append(field.type(), field.nullable(), struct.field(i));
            }
            struct.endRow();
        };
    }

    @Override
    public Appender array(DataType.Array type) {
        return to -> {
            ListVector list = (ListVector) to;
            int size = random.nextInt(4);
            for (int i = 0; i < size; i++) {
                append(type.element(), type.containsNull(), list.elements());
            }
            list.endRow();
        };
    }

    @Override
    public Appender map(DataType.MapOf type) {
        return to -> {
            MapVector map = (MapVector) to;
            int size = random.nextInt(3);
            for (int i = 0; i < size; i++) {
                append(type.key(), false, map.keys());
                append(type.value(), type.valueContainsNull(), map.values());
            }
            map.endRow();
        };
    }
}
