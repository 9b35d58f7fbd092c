package io.twinlake.twin;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/**
 * A raw field of an event.
 *
 * @param path where it lies in an event
 * @param range inclusive bounds of a number
 * @param slot where the decoder puts it in the stream's {@link StreamDefinition#layout}
 */
public record Telemetry(
        String name,
        WireType type,
        FieldPath path,
        TimeFormat format,
        Optional<Range> range,
        Optional<String> unit,
        Layout.Slot slot) {

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

    /**
     * How times are written: {@code iso8601} unless the definition says otherwise. A local time that its zone has twice
     * (a clock put back) is the earlier one; one that it does not have (a clock put forward) is no time.
     */
    public sealed interface TimeFormat {

        /** One method a case. */
        interface Cases<R> {
            R iso8601(Iso8601 format);

            R epoch(Epoch format);

            R pattern(Pattern format);
        }

        /** ISO 8601 in UTC. */
        TimeFormat USUAL = new Iso8601(ZoneOffset.UTC);

        <R> R match(Cases<R> cases);

        /**
         * {@code 2013-01-01T10:17:00.5Z}, with an offset, or without one; a date {@code 2013-01-01}.
         *
         * @param zone of a time without an offset
         */
        record Iso8601(ZoneId zone) implements TimeFormat {
            @Override
            public <R> R match(Cases<R> cases) {
                return cases.iso8601(this);
            }
        }

        /**
         * A number since 1970 UTC, also one in a text: {@code epoch_s}, {@code epoch_ms}, {@code epoch_us}, {@code
         * epoch_ns}.
         *
         * @param word as definitions call it
         * @param shift by which power of ten it becomes microseconds; what is less than one is rounded down
         */
        record Epoch(String word, int shift) implements TimeFormat {
            @Override
            public <R> R match(Cases<R> cases) {
                return cases.epoch(this);
            }
        }

        /**
         * A pattern of {@link DateTimeFormatter}. What it reads must exist: 30 February does not.
         *
         * @param zone of a text that has none
         */
        record Pattern(String pattern, ZoneId zone) implements TimeFormat {
            @Override
            public <R> R match(Cases<R> cases) {
                return cases.pattern(this);
            }

            /** A new formatter of the pattern, strict. */
            public DateTimeFormatter formatter() {
                DateTimeFormatterBuilder builder =
                        new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern);
                String letters = pattern.replaceAll("'[^']*'", "");
                if (letters.indexOf('y') >= 0 && letters.indexOf('G') < 0) {
                    builder.parseDefaulting(ChronoField.ERA, 1);
                }
                return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
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
