package io.twinlake.query;

import io.twinlake.format.ColumnMapping;
import io.twinlake.format.DataType;
import io.twinlake.format.DataType.Array;
import io.twinlake.format.DataType.MapOf;
import io.twinlake.format.DataType.Struct;
import io.twinlake.format.Field;
import io.twinlake.log.Action.Metadata;
import java.util.List;

/** Whether a later schema of a table only adds to an earlier one, so that rows of then have a place in it. */
final class SchemaGrowth {

    private static final String TYPE_CHANGES = "delta.typeChanges";

    private SchemaGrowth() {}

    /** What stands in the way; empty if nothing does. */
    static String difference(Metadata earlier, Metadata later) {
        if (!earlier.partitionColumns().equals(later.partitionColumns())) {
            return "it is partitioned by " + earlier.partitionColumns() + " there and by " + later.partitionColumns()
                    + " here";
        }
        return fields(earlier.schema().fields(), later.schema().fields(), "");
    }

    private static String fields(List<Field> earlier, List<Field> later, String path) {
        for (Field before : earlier) {
            String name = path + before.name();
            String difference = later.stream()
                    .filter(field -> isSame(before, field))
                    .findFirst()
                    .map(after -> type(before.type(), after.type(), after, name))
                    .orElse("column '" + name + "' was dropped or renamed");
            if (!difference.isEmpty()) {
                return difference;
            }
        }
        return "";
    }

    /** A column that was dropped and added again has another physical name. */
    private static boolean isSame(Field before, Field after) {
        return before.name().equals(after.name())
                && ColumnMapping.NAME.physicalName(before).equals(ColumnMapping.NAME.physicalName(after));
    }

    /** @param field the nearest, which remembers how types below it became wider */
    private static String type(DataType before, DataType after, Field field, String name) {
        if (before instanceof Struct was && after instanceof Struct is) {
            return fields(was.fields(), is.fields(), name + ".");
        }
        if (before instanceof Array was && after instanceof Array is) {
            return type(was.element(), is.element(), field, name + ".element");
        }
        if (before instanceof MapOf was && after instanceof MapOf is) {
            String keys = type(was.key(), is.key(), field, name + ".key");
            return keys.isEmpty() ? type(was.value(), is.value(), field, name + ".value") : keys;
        }
        return before.equals(after) || field.metadata().containsKey(TYPE_CHANGES)
                ? ""
                : "column '" + name + "' had the type " + before + " and has " + after;
    }
}
