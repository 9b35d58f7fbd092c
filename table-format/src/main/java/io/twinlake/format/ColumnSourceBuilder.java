package io.twinlake.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Matches the columns that are wanted with those of a file. */
final class ColumnSourceBuilder {

    private final MessageType message;
    private final FileCalendar calendar;
    private final ColumnLookup lookup;
    private final String file;

    ColumnSourceBuilder(FileMetaData metadata, ColumnLookup lookup, String file) {
        this.message = metadata.getSchema();
        this.calendar = FileCalendar.of(metadata.getKeyValueMetaData());
        this.lookup = lookup;
        this.file = file;
    }

    List<ColumnSource> build(Schema wanted) {
        Place root = new Place(message, List.of(), 0, 0);
        return wanted.fields().stream()
                .map(field -> root.source(field, lookup.top(message, field)))
                .toList();
    }

    /** A type of the file and where it is: its path, and the levels at which a value of it is there. */
    private final class Place {
        private final Type type;
        private final List<String> path;
        private final int repetition;
        private final int definition;

        Place(Type type, List<String> path, int repetition, int definition) {
            this.type = type;
            this.path = path;
            this.repetition = repetition;
            this.definition = definition;
        }

        Place below(Type child) {
            List<String> childPath = new ArrayList<>(path);
            childPath.add(child.getName());
            boolean repeated = child.isRepetition(Type.Repetition.REPEATED);
            boolean levelled = !child.isRepetition(Type.Repetition.REQUIRED);
            return new Place(child, childPath, repetition + (repeated ? 1 : 0), definition + (levelled ? 1 : 0));
        }

        ColumnSource child(Field field) {
            return source(field, lookup.child(type.asGroupType(), field));
        }

        ColumnSource source(Field field, Optional<Type> found) {
            return found.filter(any -> field.type() != DataType.Primitive.VOID)
                    .map(here -> below(here).source(field.type()))
                    .orElseGet(ColumnSource.Missing::new);
        }

        ColumnSource source(DataType wanted) {
            return wanted.match(new Matching(this));
        }

        GroupType group(DataType wanted) {
            if (type.isPrimitive()) {
                throw mismatch(wanted);
            }
            return type.asGroupType();
        }

        ColumnSource struct(List<ColumnSource> children) {
            return new ColumnSource.Struct(children, witness(children, repetition), definition);
        }

        /** The array or the map whose elements are here. */
        ColumnSource repeated(List<ColumnSource> children) {
            return new ColumnSource.Repeated(children, witness(children, repetition), repetition, definition - 1);
        }

        /** Every column below, read as it is. */
        ColumnSource asStored() {
            if (type.isPrimitive()) {
                return new ColumnSource.Leaf(leaf(), Conversions.asStored(type.asPrimitiveType(), calendar));
            }
            GroupType group = type.asGroupType();
            if (VariantAssembly.isList(group)) {
                Place repeated = below(group.getType(0));
                Place element = repeated.below(repeated.type.asGroupType().getType(0));
                return repeated.repeated(List.of(element.asStored()));
            }
            return struct(group.getFields().stream()
                    .map(field -> below(field).asStored())
                    .toList());
        }

        ColumnSource value(DataType wanted) {
            Conversion conversion =
                    Conversions.of(type.asPrimitiveType(), wanted, calendar).orElseThrow(() -> mismatch(wanted));
            return new ColumnSource.Leaf(leaf(), conversion);
        }

        LeafReader leaf() {
            return new LeafReader(message.getColumnDescription(path.toArray(String[]::new)));
        }

        ColumnSource.Witness witness(List<ColumnSource> children, int depth) {
            List<LeafReader> leaves = new ArrayList<>();
            children.forEach(child -> child.leaves(leaves::add));
            if (!leaves.isEmpty()) {
                return new ColumnSource.Witness(leaves.get(0), false, depth);
            }
            ColumnDescriptor least = message.getColumns().stream()
                    .filter(column -> List.of(column.getPath())
                            .subList(0, Math.min(path.size(), column.getPath().length))
                            .equals(path))
                    .min(Comparator.comparingInt(ColumnDescriptor::getMaxRepetitionLevel))
                    .orElseThrow(() -> new CorruptDataFileException(
                            "cannot read " + file + ": its column '" + String.join(".", path) + "' is an empty group"));
            return new ColumnSource.Witness(new LeafReader(least), true, depth);
        }

        CorruptDataFileException mismatch(DataType wanted) {
            return new CorruptDataFileException(
                    "cannot read column '" + String.join(".", path) + "' of " + file + " as "
                            + SchemaJson.describe(wanted) + ": the file has it as " + type
                            + "; the table's schema does not fit the file, or the file was written for another table");
        }
    }

    /** What is at a place, read as a type. */
    private record Matching(Place place) implements DataType.Cases<ColumnSource> {

        @Override
        public ColumnSource primitive(DataType.Primitive wanted) {
            return wanted == DataType.Primitive.VARIANT ? variant() : leaf(wanted);
        }

        private ColumnSource variant() {
            GroupType group = place.group(DataType.Primitive.VARIANT);
            boolean typed = group.containsField("typed_value");
            if (!group.containsField("metadata") || !(typed || group.containsField("value"))) {
                throw place.mismatch(DataType.Primitive.VARIANT);
            }
            if (typed) {
                return new ColumnSource.Variant(place.asStored(), new VariantAssembly(group));
            }
            return place.struct(List.of(
                    place.below(group.getType("value")).source(DataType.Primitive.BINARY),
                    place.below(group.getType("metadata")).source(DataType.Primitive.BINARY)));
        }

        private ColumnSource leaf(DataType wanted) {
            if (!place.type.isPrimitive()) {
                throw place.mismatch(wanted);
            }
            return place.value(wanted);
        }

        @Override
        public ColumnSource decimal(DataType.Decimal wanted) {
            return leaf(wanted);
        }

        @Override
        public ColumnSource struct(DataType.Struct wanted) {
            place.group(wanted);
            return place.struct(wanted.fields().stream().map(place::child).toList());
        }

        @Override
        public ColumnSource array(DataType.Array wanted) {
            GroupType group = place.group(wanted);
            if (group.getFieldCount() != 1 || !group.getType(0).isRepetition(Type.Repetition.REPEATED)) {
                throw place.mismatch(wanted);
            }
            Place repeated = place.below(group.getType(0));
            Place element = isElement(repeated.type, group.getName())
                    ? repeated
                    : repeated.below(repeated.type.asGroupType().getType(0));
            return repeated.repeated(List.of(element.source(wanted.element())));
        }

        /** The rules for lists of two levels, as older writers made them (Parquet's LogicalTypes.md, "Lists"). */
        private static boolean isElement(Type repeated, String list) {
            return repeated.isPrimitive()
                    || repeated.asGroupType().getFieldCount() > 1
                    || repeated.getName().equals("array")
                    || repeated.getName().equals(list + "_tuple");
        }

        @Override
        public ColumnSource map(DataType.MapOf wanted) {
            GroupType group = place.group(wanted);
            if (group.getFieldCount() != 1
                    || group.getType(0).isPrimitive()
                    || group.getType(0).asGroupType().getFieldCount() != 2) {
                throw place.mismatch(wanted);
            }
            Place repeated = place.below(group.getType(0));
            GroupType entry = repeated.type.asGroupType();
            return repeated.repeated(List.of(
                    repeated.below(entry.getType(0)).source(wanted.key()),
                    repeated.below(entry.getType(1)).source(wanted.value())));
        }
    }
}
