package io.twinlake.twin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/** How many levels a formula has: each is a frame on the stack of whoever evaluates it, whose stack may be small. */
final class FormulaDepth {

    /** So many chained operators take some hundred kilobytes of stack. */
    static final int MOST = 2_000;

    private record Level(SqlNode node, int depth) {}

    private FormulaDepth() {}

    static int of(SqlNode formula) {
        int deepest = 0;
        Deque<Level> pending = new ArrayDeque<>();
        pending.push(new Level(formula, 1));
        while (!pending.isEmpty()) {
            Level level = pending.pop();
            deepest = Math.max(deepest, level.depth());
            Iterable<SqlNode> below = level.node() instanceof SqlCall call
                    ? call.getOperandList()
                    : level.node() instanceof SqlNodeList list ? list : List.of();
            for (SqlNode node : below) {
                if (node != null) {
                    pending.push(new Level(node, level.depth() + 1));
                }
            }
        }
        return deepest;
    }
}
