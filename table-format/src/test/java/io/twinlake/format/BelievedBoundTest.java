package io.twinlake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.twinlake.format.DataType.Primitive;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BelievedBoundTest {

    private static final int TRIES = 4_000;
    private static final List<String> PIECES =
            List.of("a", "b", "\u007f", "\ud7ff", "\ue000", "\uff5e", "\ufffd", "\ud83d\ude00", "\ud800\udc00");

    /** Whoever goes by typed columns compares them with a literal that is moved, and may not hide more than whoever goes by texts. */
    @Test
    void a_literal_is_moved_as_far_as_a_bound_may_be_wrong() {
        Map<Field, Function<Random, Object>> kinds = Map.of(
                Field.nullable("c", Primitive.TIMESTAMP),
                BelievedBoundTest::time,
                Field.nullable("c", Primitive.DATE),
                BelievedBoundTest::day,
                new Field("c", Primitive.DOUBLE, true, Map.of(BelievedBound.TYPE_CHANGES, "[]")),
                BelievedBoundTest::number,
                Field.nullable("c", new DataType.Decimal(38, 20)),
                BelievedBoundTest::decimal,
                Field.nullable("c", Primitive.STRING),
                BelievedBoundTest::text);
        kinds.forEach((field, values) -> {
            var random = new Random(7);
            BelievedBound believed = BelievedBound.of(field);
            Schema schema = Schema.of(field);
            ColumnRef ref = schema.column("c");
            for (int i = 0; i < TRIES; i++) {
                Literal written = new Literal(values.apply(random));
                Literal wanted = random.nextBoolean() ? near(written, random) : new Literal(values.apply(random));
                Constant constant = Constants.of(ref, wanted);
                String why = field.type() + ": " + written + " and " + wanted;
                if (constant.compareBound(new Literal(believed.upper(written.value()))) >= 0) {
                    assertThat(Constants.of(ref, believed.reachingUp(wanted, constant))
                                    .compareBound(written))
                            .as(why)
                            .isNotNegative();
                }
                if (constant.compareBound(new Literal(believed.lower(written.value()))) <= 0) {
                    assertThat(Constants.of(ref, believed.reachingDown(wanted, constant))
                                    .compareBound(written))
                            .as(why)
                            .isNotPositive();
                }
            }
        });
    }

    @Test
    void a_half_of_a_pair_that_became_a_question_mark_may_have_been_any_character_beyond_the_basic_plane() {
        BelievedBound believed = BelievedBound.of(Field.nullable("c", Primitive.STRING));
        Literal row = new Literal("ab\ud83d\ude00c");
        assertThat(believed.upper("ab?\ufffd")).isEqualTo("ab\udbff\udfff");
        assertThat((String) believed.reachingUp(row, new Constant.Bytes(new byte[0]))
                        .value())
                .isLessThanOrEqualTo("ab?\ufffd");
    }

    @Test
    void bounds_of_old_days_may_be_those_of_another_calendar() {
        BelievedBound days = BelievedBound.of(Field.nullable("c", Primitive.DATE));
        assertThat((LocalDate) days.upper(LocalDate.of(1582, 10, 5))).isAfterOrEqualTo(LocalDate.of(1582, 10, 15));
        assertThat((LocalDate) days.lower(LocalDate.of(1582, 10, 14))).isBeforeOrEqualTo(LocalDate.of(1582, 10, 4));
        assertThat((LocalDate) days.upper(LocalDate.of(-43, 3, 13))).isAfterOrEqualTo(LocalDate.of(-43, 3, 15));
        assertThat(days.upper(LocalDate.of(1600, 1, 1))).isEqualTo(LocalDate.of(1600, 1, 1));
        BelievedBound times = BelievedBound.of(Field.nullable("c", Primitive.TIMESTAMP));
        assertThat((Instant) times.upper(Instant.parse("1892-07-04T20:00:00Z")))
                .as("Samoa had that day twice")
                .isAfter(Instant.parse("1892-07-05T20:00:00Z"));
        assertThat((Instant) times.upper(Instant.parse("1582-10-14T12:00:00Z")))
                .isAfter(Instant.parse("1582-10-24T12:00:00Z"));
    }

    private static Object time(Random random) {
        return switch (random.nextInt(6)) {
            case 4 -> Instant.parse("1900-01-03T00:00:00Z").plusMillis(random.nextInt(400_000_000) - 200_000_000);
            case 5 -> Instant.parse("1582-10-15T00:00:00Z").plusSeconds(random.nextInt(4_000_000) - 2_000_000);
            case 0 -> Micros.toInstant(Long.MAX_VALUE - random.nextInt(4_000_000));
            case 1 -> Micros.toInstant(Long.MIN_VALUE + random.nextInt(4_000_000));
            case 2 -> Instant.parse("1973-01-01T00:00:00Z").plusMillis(random.nextInt(200_000) - 100_000);
            default -> Instant.EPOCH.plusNanos(random.nextLong());
        };
    }

    private static Object day(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> LocalDate.of(1582, 10, 15).plusDays(random.nextInt(100) - 50);
            case 1 -> LocalDate.of(0, 1, 1).plusDays(random.nextInt(2_000_000) - 1_000_000);
            case 2 -> LocalDate.MIN.plusDays(random.nextInt(30));
            default -> LocalDate.of(2020, 1, 1).plusDays(random.nextInt(1_000_000) - 500_000);
        };
    }

    private static Object number(Random random) {
        return random.nextBoolean() ? random.nextInt(100) / 10.0 : Double.longBitsToDouble(random.nextLong());
    }

    private static Object decimal(Random random) {
        return new BigDecimal(new BigInteger(random.nextInt(120), random), random.nextInt(21))
                .multiply(BigDecimal.valueOf(random.nextInt(3) - 1L));
    }

    private static Object text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /** What a bound of a writer that errs may hide. */
    private static Literal near(Literal written, Random random) {
        if (written.value() instanceof Instant time) {
            return new Literal(
                    time.plusMillis(random.nextInt(122_000) - 61_000).plusSeconds(86_400L * (random.nextInt(27) - 13)));
        }
        if (written.value() instanceof LocalDate day) {
            return new Literal(LocalDate.ofEpochDay(
                    Math.max(LocalDate.MIN.toEpochDay(), day.toEpochDay() + random.nextInt(50) - 25)));
        }
        if (written.value() instanceof Double number) {
            return new Literal((double) number.floatValue());
        }
        if (written.value() instanceof BigDecimal number) {
            return new Literal(number.multiply(BigDecimal.valueOf(1 + random.nextGaussian() / 1e15)));
        }
        String text = (String) written.value();
        return new Literal(text.substring(
                        0, text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length()))))
                + PIECES.get(random.nextInt(PIECES.size())));
    }

    /** Every kind of bound, as a text and typed: neither hides a row of a file that the writer bounded in its own way. */
    @Test
    void what_typed_columns_keep_is_what_texts_keep_and_more() {
        Schema schema = Schema.of(Field.nullable("c", Primitive.DOUBLE));
        Schema typed = Schema.of(Field.nullable("lo", Primitive.DOUBLE), Field.nullable("hi", Primitive.DOUBLE));
        StatisticsColumns columns = (part, path) -> switch (part) {
            case MIN -> Optional.of("lo");
            case MAX -> Optional.of("hi");
            default -> Optional.empty();
        };
        var random = new Random(11);
        double[] values = {Double.NaN, -1, -0.0, 0.0, 2.5, 7};
        for (int i = 0; i < TRIES; i++) {
            double min = values[1 + random.nextInt(5)];
            double max = Math.max(min, values[1 + random.nextInt(5)]);
            var column = new ColumnStatistics(
                    Optional.of(new Literal(min)), Optional.of(new Literal(max)), OptionalLong.of(0));
            var statistics = new FileStatistics(OptionalLong.of(3), Map.of(List.of("c"), column), true);
            Predicate predicate = new Predicate.Compare(
                    "c",
                    Predicate.Operator.values()[random.nextInt(6)],
                    new Literal(values[random.nextInt(values.length)]));
            Predicate asked = random.nextBoolean() ? predicate : Predicate.not(predicate);
            RowBatch batch = RowBatch.empty(typed);
            batch.doubles(0).append(min);
            batch.doubles(1).append(max);
            boolean kept = columns.mayMatch(asked, schema).matching(batch).length > 0;
            assertThat(kept || asked.on(statistics, schema) == Tri.NO)
                    .as("%s in [%s, %s]", asked, min, max)
                    .isTrue();
        }
    }
}
