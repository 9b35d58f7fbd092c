package io.twinlake.differential;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.unsafe.types.VariantVal;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/** A row of Spark in the words of {@link ValueText}. */
final class SparkText {

    private SparkText() {}

    static String of(Row row) {
        return of(row, row.length());
    }

    /** Of the first {@code columns} of a row. */
    static String of(Row row, int columns) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            texts.add(row.schema().fields()[i].name() + "=" + of(row.get(i)));
        }
        return texts.toString();
    }

    private static String of(Object value) {
        if (value == null) {
            return "null";
        } else if (value instanceof Row row) {
            return of(row);
        } else if (value instanceof String text) {
            return ValueText.text(text);
        } else if (value instanceof byte[] bytes) {
            return ValueText.binary(bytes);
        } else if (value instanceof BigDecimal decimal) {
            return ValueText.decimal(decimal);
        } else if (value instanceof VariantVal variant) {
            return ValueText.variant(variant.getValue(), variant.getMetadata());
        } else if (value instanceof scala.collection.Map<?, ?> map) {
            return ValueText.entries(CollectionConverters.asJava(map).entrySet().stream()
                    .map(entry -> of(entry.getKey()) + " -> " + of(entry.getValue()))
                    .toList());
        } else if (value instanceof Iterable<?> elements) {
            List<String> texts = new ArrayList<>();
            CollectionConverters.asJava(elements).forEach(element -> texts.add(of(element)));
            return texts.toString();
        }
        return value.toString();
    }
}
