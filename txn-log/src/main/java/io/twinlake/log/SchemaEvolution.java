package io.twinlake.log;

import io.twinlake.format.Field;
import io.twinlake.format.Schema;
import java.util.OptionalInt;

/** What may become of a table's metadata: columns are added, nullable, and files that lack them read as null. */
final class SchemaEvolution {

    private SchemaEvolution() {}

    /** @throws IllegalArgumentException naming the column and what is wrong with it */
    static void check(Action.Metadata before, Action.Metadata after) {
        if (!before.id().equals(after.id())) {
            throw new IllegalArgumentException("the table's id is " + before.id() + " and can't become " + after.id());
        }
        if (!before.partitionColumns().equals(after.partitionColumns())) {
            throw new IllegalArgumentException("the table is partitioned by " + before.partitionColumns()
                    + ", which can't become " + after.partitionColumns());
        }
        for (Field field : before.schema().fields()) {
            kept(field, after.schema());
        }
        for (Field field : after.schema().fields()) {
            boolean isNew = before.schema().indexOf(field.name()).isEmpty();
            if (isNew && !field.nullable()) {
                throw new IllegalArgumentException("column '" + field.name()
                        + "' is new and not nullable; files that are there already have no value for it");
            }
        }
    }

    private static void kept(Field field, Schema after) {
        OptionalInt position = after.indexOf(field.name());
        if (position.isEmpty()) {
            throw new IllegalArgumentException("column '" + field.name() + "' can't be dropped");
        }
        Field now = after.field(position.getAsInt());
        if (!now.name().equals(field.name()) || !now.type().equals(field.type())) {
            throw new IllegalArgumentException("column '" + field.name() + "' of type " + field.type()
                    + " can't become '" + now.name() + "' of type " + now.type());
        }
        if (field.nullable() && !now.nullable()) {
            throw new IllegalArgumentException("column '" + field.name() + "' is nullable and must stay so");
        }
    }
}
