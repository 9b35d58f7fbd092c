package io.twinlake.format;

import java.util.List;

/** The types of the Delta protocol (PROTOCOL.md, "Schema Serialization Format"). */
public sealed interface DataType {

    /** One method a case, so that a new type does not compile until every reader handles it. */
    interface Cases<R> {
        R primitive(Primitive type);

        R decimal(Decimal type);

        R struct(Struct type);

        R array(Array type);

        R map(MapOf type);
    }

    <R> R match(Cases<R> cases);

    /**
     * The type that has no fields or elements and is called so in the protocol's JSON.
     *
     * @throws IllegalArgumentException if there is none
     */
    static DataType of(String word) {
        return SchemaJson.named(word)
                .orElseThrow(() -> new IllegalArgumentException("the type '" + word + "' is unknown"));
    }

    /** Types without parameters. {@link #name} in lower case is the protocol's word but for the exceptions below. */
    enum Primitive implements DataType {
        BOOLEAN("boolean"),
        BYTE("byte"),
        SHORT("short"),
        INTEGER("integer"),
        LONG("long"),
        FLOAT("float"),
        DOUBLE("double"),
        STRING("string"),
        BINARY("binary"),
        /** Days from 1970-01-01. */
        DATE("date"),
        /** Microseconds from 1970-01-01T00:00:00Z. */
        TIMESTAMP("timestamp"),
        /** Microseconds from 1970-01-01T00:00:00 on a clock without zone. */
        TIMESTAMP_NTZ("timestamp_ntz"),
        VARIANT("variant"),
        /** Always null; not in Parquet files. */
        VOID("void");

        private final String word;

        Primitive(String word) {
            this.word = word;
        }

        /** The protocol's word for it. */
        public String word() {
            return word;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.primitive(this);
        }
    }

    /** Exact numbers of at most 38 digits. */
    record Decimal(int precision, int scale) implements DataType {
        public Decimal {
            if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
                throw new IllegalArgumentException("decimal(" + precision + "," + scale
                        + ") is not a type; expected 1 <= precision <= 38 and 0 <= scale <= precision");
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.decimal(this);
        }
    }

    /** Named fields in order. */
    record Struct(List<Field> fields) implements DataType {
        public Struct {
            fields = List.copyOf(fields);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.struct(this);
        }
    }

    /** A list of elements of one type. */
    record Array(DataType element, boolean containsNull) implements DataType {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.array(this);
        }
    }

    /** Keys, never null, and their values. */
    record MapOf(DataType key, DataType value, boolean valueContainsNull) implements DataType {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.map(this);
        }
    }
}
