package io.twinlake.twin;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.InterpretedMutableProjection;
import org.apache.spark.sql.catalyst.optimizer.ReplaceExpressions$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** Spark itself is the oracle: generated formulas have the value, null or error here that they have there. */
class SparkFormulasIT {

    private static final long SEED = 20130101;
    private static final int FORMULAS_PER_TYPE = 150;
    private static final int ROWS = 30;
    private static final String ERROR = "an error";

    private static final String FIELDS =
            "{i: int, j: int, k: long, m: long, x: double, y: double, s: string, t: string, b: boolean, c: boolean,"
                    + " ts: timestamp, us: timestamp, d: date}";

    private static SparkSession spark;
    private static List<Object[]> rows;
    private static List<InternalRow> sparkRows;

    @BeforeAll
    static void start() {
        spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.alwaysInlineCommonExpr", true)
                .config("spark.sql.legacy.duplicateBetweenInput", true)
                .config("spark.sql.ansi.enabled", true)
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        rows = rows(new Random(SEED));
        StructType schema = StructType.fromDDL("i INT, j INT, k BIGINT, m BIGINT, x DOUBLE, y DOUBLE, s STRING,"
                + " t STRING, b BOOLEAN, c BOOLEAN, ts TIMESTAMP, us TIMESTAMP, d DATE");
        var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<Row> external = rows.stream().map(SparkFormulasIT::sparkRow).toList();
        spark.createDataFrame(context.parallelize(external, 1), schema).createOrReplaceTempView("events");
        sparkRows = spark.table("events")
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .map(InternalRow::copy)
                .collect();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void formulas_have_the_values_that_spark_gives_them() {
        var generator = new FormulaGenerator(SEED);
        List<String> differences = new ArrayList<>();
        int values = 0;
        for (ValueType type : ValueType.values()) {
            if (type != ValueType.GEO_POINT) {
                List<String> formulas = IntStream.range(0, FORMULAS_PER_TYPE)
                        .mapToObj(n -> generator.formula(type, 1 + n % 3))
                        .toList();
                values += compare(type, formulas, differences);
            }
        }
        assertThat(values).as("values that are neither null nor an error").isGreaterThan(5000);
        assertThat(differences).as("differences from Spark, seed %d", SEED).isEmpty();
    }

    /** Says how many values were neither null nor an error. */
    private static int compare(ValueType type, List<String> formulas, List<String> differences) {
        int values = 0;
        List<List<@Nullable Object>> spark = sparkValues(formulas);
        for (int f = 0; f < formulas.size(); f++) {
            List<@Nullable Object> theirs = spark.get(f);
            List<@Nullable Object> ours = ourValues(type, formulas.get(f));
            values += (int) ours.stream().filter(v -> v != null && v != ERROR).count();
            for (int row = 0; row < ROWS; row++) {
                if (!same(ours.get(row), theirs.get(row))) {
                    differences.add(type.word() + " " + formulas.get(f) + " on " + Arrays.toString(rows.get(row))
                            + "\n   here " + ours.get(row) + ", Spark " + theirs.get(row));
                    break;
                }
            }
        }
        return values;
    }

    /** Trigonometry may differ in the last bits: Spark takes the processor's. */
    private static boolean same(@Nullable Object ours, @Nullable Object theirs) {
        if (ours instanceof Double a && theirs instanceof Double b) {
            return Doubles.compare(a, b) == 0 || Math.abs(a - b) <= Math.abs(b) * 1e-12;
        }
        return Objects.equals(ours, theirs);
    }

    /** By Spark's own interpreter, one formula after the other, so that an error in one is not one of all. */
    private static List<List<@Nullable Object>> sparkValues(List<String> formulas) {
        Dataset<Row> selected =
                spark.sql(formulas.stream().collect(joining(" AS value, ", "SELECT ", " AS value FROM events")));
        LogicalPlan plan =
                ReplaceExpressions$.MODULE$.apply(selected.queryExecution().analyzed());
        Project project = (Project) plan;
        return CollectionConverters.asJava(project.projectList()).stream()
                .map(named -> sparkValues(((Alias) named).child(), project))
                .toList();
    }

    private static List<@Nullable Object> sparkValues(
            org.apache.spark.sql.catalyst.expressions.Expression value, Project project) {
        var projection = new InterpretedMutableProjection(
                CollectionConverters.asScala(List.of(value)).toSeq(),
                project.child().output());
        List<@Nullable Object> values = new ArrayList<>();
        for (InternalRow input : sparkRows) {
            try {
                Object result = projection.apply(input).get(0, value.dataType());
                values.add(result == null ? null : plain(result));
            } catch (RuntimeException e) {
                values.add(ERROR);
            }
        }
        return values;
    }

    private static Object plain(Object internal) {
        return internal instanceof Integer i
                ? (Object) (long) i
                : internal instanceof Long || internal instanceof Double || internal instanceof Boolean
                        ? internal
                        : internal.toString();
    }

    private static List<@Nullable Object> ourValues(ValueType type, String formula) {
        String yaml = """
                twinlake: v1alpha1
                kind: TwinType
                namespace: test
                name: thing
                source: {stream: events, telemetry: %s}
                key: s
                time: {event_time: ts}
                properties:
                  value:
                    type: %s
                    formula: |-
                      %s
                """.formatted(FIELDS, type.word(), formula);
        var definition = TwinDefinition.parse("generated.yaml", yaml).get(0);
        Formula compiled = ((Reducer.Computed) definition.properties().get(0).reducer()).formula();
        Layout fields = definition.streams().get(0).layout();
        List<@Nullable Object> values = new ArrayList<>();
        for (Object[] row : rows) {
            Slots event = fields.newSlots();
            for (int i = 0; i < row.length; i++) {
                set(event, fields.slots().get(i), row[i]);
            }
            values.add(ourValue(compiled, new Evaluation().event(0, event), definition.stateLayout()));
        }
        return values;
    }

    private static @Nullable Object ourValue(Formula formula, Evaluation at, Layout state) {
        Slots result = state.newSlots();
        Layout.Slot slot = state.slot("value");
        try {
            formula.evalInto(at, result, slot);
        } catch (ExpressionException e) {
            return ERROR;
        }
        if (result.isNull(slot)) {
            return null;
        }
        return switch (slot.type()) {
            case STRING -> result.text(slot.at());
            case DOUBLE -> result.decimal(slot.at());
            case BOOLEAN -> result.flag(slot.at());
            default -> result.word(slot.at());
        };
    }

    private static void set(Slots event, Layout.Slot slot, @Nullable Object value) {
        if (value instanceof String text) {
            event.setText(slot.at(), text);
        } else if (value instanceof Double number) {
            event.setDecimal(slot.at(), number);
        } else if (value instanceof Boolean flag) {
            event.setFlag(slot.at(), flag);
        } else if (value instanceof Number number) {
            event.setWord(slot.at(), number.longValue());
        }
    }

    /** Values as our slots have them: times in microseconds, the date in days. */
    private static List<Object[]> rows(Random random) {
        Object[][] choices = {
            {0, 1, -1, 7, 100, Integer.MAX_VALUE, Integer.MIN_VALUE, null},
            {0, 2, -3, 12, null},
            {0L, 1L, -5L, 3_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE, null},
            {2L, -7L, 86_400L, null},
            {0.0, -0.0, 1.5, -2.5, 1e18, 1e-9, Double.NaN, Double.POSITIVE_INFINITY, null},
            {0.1, 2.0, -3.75, 100.125, null},
            {"", "a", "Ab c", " x ", "12", "-3.5", "é😀b", "true", "2013-01-01 10:17:00", "abc,abc", null},
            {"b", "Ab", " 7 ", "1e3", "2013-02-30", null},
            {true, false, null},
            {true, false, null},
            {0L, 1_357_035_420_123_456L, -1L, -86_400_000_001L, 1_330_473_600_000_000L, null},
            {1_388_534_399_999_999L, 946_684_800_000_000L, null},
            {0L, 15_706L, -1L, 15_399L, null},
        };
        List<Object[]> rows = new ArrayList<>();
        for (int r = 0; r < ROWS; r++) {
            Object[] row = new Object[choices.length];
            for (int i = 0; i < row.length; i++) {
                row[i] = choices[i][random.nextInt(choices[i].length)];
            }
            rows.add(row);
        }
        return rows;
    }

    private static Row sparkRow(Object[] row) {
        Object[] values = row.clone();
        for (int i = 10; i < 12; i++) {
            if (values[i] instanceof Long micros) {
                var time = new Timestamp(Math.floorDiv(micros, 1000));
                time.setNanos((int) Math.floorMod(micros, 1_000_000L) * 1000);
                values[i] = time;
            }
        }
        if (values[12] instanceof Long days) {
            values[12] = Date.valueOf(java.time.LocalDate.ofEpochDay(days));
        }
        return RowFactory.create(values);
    }
}
