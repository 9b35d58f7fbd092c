package io.twinlake.twin;

import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A raw field of an event.
 *
 * @param range inclusive bounds of a number
 * @param slot where the decoder puts it in the stream's {@link StreamDefinition#layout}
 */
public record Telemetry(
        String name, WireType type, TimeFormat format, Optional<Range> range, Optional<String> unit, Layout.Slot slot) {

    /** Types of fields in events. */
    public enum WireType {
        STRING(ValueType.STRING),
        BOOLEAN(ValueType.BOOLEAN),
        INT(ValueType.INT),
        LONG(ValueType.LONG),
        /** Rounded to single precision, kept as a double. */
        FLOAT(ValueType.DOUBLE),
        DOUBLE(ValueType.DOUBLE),
        TIMESTAMP(ValueType.TIMESTAMP),
        DATE(ValueType.DATE);

        private final ValueType value;

        WireType(ValueType value) {
            this.value = value;
        }

        /** The type of its values in formulas. */
        public ValueType value() {
            return value;
        }
    }

    /** How times are written: {@code iso8601} unless the definition says otherwise. */
    public sealed interface TimeFormat {

        /** One method a case. */
        interface Cases<R> {
            R iso8601();

            R epoch(Epoch format);

            R pattern(Pattern format);
        }

        <R> R match(Cases<R> cases);

        /** {@code 2013-01-01T10:17:00.5Z}, with an offset, or without one in UTC; a date {@code 2013-01-01}. */
        record Iso8601() implements TimeFormat {
            @Override
            public <R> R match(Cases<R> cases) {
                return cases.iso8601();
            }
        }

        /**
         * A number since 1970 UTC: {@code epoch_s}, {@code epoch_ms}, {@code epoch_us}.
         *
         * @param microsPerUnit 1,000,000 or 1,000 or 1; a fraction is kept to the microsecond
         */
        record Epoch(long microsPerUnit) implements TimeFormat {
            @Override
            public <R> R match(Cases<R> cases) {
                return cases.epoch(this);
            }
        }

        /** A pattern of {@link DateTimeFormatter}; UTC if it has no zone. */
        record Pattern(String pattern) implements TimeFormat {
            @Override
            public <R> R match(Cases<R> cases) {
                return cases.pattern(this);
            }

            /** A new formatter of the pattern, in UTC where a text has no zone. */
            public DateTimeFormatter formatter() {
                return DateTimeFormatter.ofPattern(pattern, java.util.Locale.ROOT);
            }
        }
    }

    /** Inclusive bounds; infinite where there is none. */
    public record Range(double from, double to) {
        public boolean contains(double value) {
            return value >= from && value <= to;
        }
    }
}
