package io.twinlake.format;

import static io.twinlake.format.Field.nullable;
import static io.twinlake.format.Field.required;

import io.twinlake.format.DataType.Array;
import io.twinlake.format.DataType.Decimal;
import io.twinlake.format.DataType.MapOf;
import io.twinlake.format.DataType.Primitive;
import io.twinlake.format.DataType.Struct;
import java.util.ArrayList;
import java.util.List;

/** Schemas for tests. */
final class Schemas {

    private Schemas() {}

    /** Every type without children, nullable and required. */
    static Schema flat() {
        List<Field> fields = new ArrayList<>();
        for (Primitive type : Primitive.values()) {
            fields.add(nullable(type.word(), type));
            if (type != Primitive.VOID) {
                fields.add(required("required_" + type.word(), type));
            }
        }
        for (Decimal type : List.of(new Decimal(9, 2), new Decimal(18, 0), new Decimal(19, 4), new Decimal(38, 38))) {
            fields.add(nullable("decimal_" + type.precision(), type));
        }
        return new Schema(fields);
    }

    /** Arrays, maps and structs in each other. */
    static Schema nested() {
        Struct point = new Struct(List.of(
                required("lat", Primitive.DOUBLE),
                nullable("lon", Primitive.DOUBLE),
                nullable("nothing", Primitive.VOID)));
        return Schema.of(
                required("id", Primitive.LONG),
                nullable("point", point),
                required("points", new Array(point, true)),
                nullable("words", new Array(Primitive.STRING, false)),
                nullable("table", new Array(new Array(Primitive.INTEGER, true), true)),
                nullable("counts", new MapOf(Primitive.STRING, Primitive.LONG, true)),
                nullable("deep", new MapOf(Primitive.STRING, new Array(point, true), true)),
                nullable(
                        "outer",
                        new Struct(List.of(
                                nullable("inner", point),
                                nullable("tags", new Array(Primitive.STRING, true)),
                                nullable("amount", new Decimal(20, 3))))));
    }
}
