package io.twinlake.format;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.schema.MessageType;

/** Builds the writers of a field: one leaf after the other, in the order of the file's columns. */
final class ColumnTreeBuilder {

    private final List<ColumnDescriptor> columns;
    private final PageWriteStore pages;
    private final ColumnMapping mapping;
    private int next;

    ColumnTreeBuilder(MessageType message, PageWriteStore pages, ColumnMapping mapping) {
        this.columns = message.getColumns();
        this.pages = pages;
        this.mapping = mapping;
    }

    List<ColumnTree> build(Schema schema) {
        List<ColumnTree> trees = new ArrayList<>();
        for (Field field : schema.fields()) {
            trees.add(field.type().match(new Node(field.nullable(), 0)));
        }
        return trees;
    }

    private record Context(boolean optional, int depth) {}

    private final class Node implements DataType.Cases<ColumnTree> {
        private final Context context;

        Node(boolean optional, int depth) {
            this.context = new Context(optional, depth);
        }

        @Override
        public ColumnTree primitive(DataType.Primitive type) {
            return switch (type) {
                case VOID -> new ColumnTree.Absent();
                case VARIANT ->
                    new ColumnTree.Variant(new ColumnTree.Struct(
                            List.of("value", "metadata"),
                            List.of(bytes(DataType.Primitive.BINARY), bytes(DataType.Primitive.BINARY)),
                            context.optional()));
                case BOOLEAN ->
                    leaf(new BooleanLeafWriter(columns.get(next), pages.getPageWriter(columns.get(next++))));
                case STRING, BINARY -> bytes(type);
                default -> number(type);
            };
        }

        @Override
        public ColumnTree decimal(DataType.Decimal type) {
            return type.precision() <= 18 ? number(type) : bytes(type);
        }

        @Override
        public ColumnTree struct(DataType.Struct type) {
            return new ColumnTree.Struct(
                    type.fields().stream().map(mapping::physicalName).toList(),
                    type.fields().stream()
                            .map(field -> field.type().match(new Node(field.nullable(), context.depth())))
                            .toList(),
                    context.optional());
        }

        @Override
        public ColumnTree array(DataType.Array type) {
            ColumnTree element = type.element().match(new Node(type.containsNull(), context.depth() + 1));
            return new ColumnTree.Repeated(List.of(element), context.optional(), context.depth() + 1);
        }

        @Override
        public ColumnTree map(DataType.MapOf type) {
            ColumnTree key = type.key().match(new Node(false, context.depth() + 1));
            ColumnTree value = type.value().match(new Node(type.valueContainsNull(), context.depth() + 1));
            return new ColumnTree.Repeated(List.of(key, value), context.optional(), context.depth() + 1);
        }

        private ColumnTree number(DataType type) {
            ColumnDescriptor column = columns.get(next++);
            return leaf(new NumberLeafWriter(column, pages.getPageWriter(column), type));
        }

        private ColumnTree bytes(DataType type) {
            ColumnDescriptor column = columns.get(next++);
            return leaf(new BytesLeafWriter(column, pages.getPageWriter(column), type));
        }

        private ColumnTree leaf(LeafWriter writer) {
            return new ColumnTree.Leaf(writer);
        }
    }
}
