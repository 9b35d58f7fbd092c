package io.twinlake.query;

import io.twinlake.format.ColumnVector;
import io.twinlake.format.Field;
import io.twinlake.format.RowBatch;
import io.twinlake.format.Schema;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;

/** The result of a statement as batches of typed columns. */
final class SqlRows implements RowBatches {

    private static final int BATCH_ROWS = 2048;

    private final Statement statement;
    private final ResultSet result;
    private final SqlSession session;
    private final Schema schema;
    private boolean onRow;

    private SqlRows(Statement statement, ResultSet result, SqlSession session) throws SQLException {
        this.statement = statement;
        this.result = result;
        this.session = session;
        this.schema = schema(result.getMetaData());
        this.onRow = result.next();
    }

    static SqlRows of(Statement statement, String sql, SqlSession session) throws SQLException {
        return new SqlRows(statement, statement.executeQuery(sql), session);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean hasNext() {
        return onRow;
    }

    @Override
    public RowBatch next() {
        if (!onRow) {
            throw new NoSuchElementException("no more rows");
        }
        RowBatch batch = RowBatch.empty(schema);
        try {
            while (onRow && batch.rows() < BATCH_ROWS) {
                for (int column = 0; column < schema.size(); column++) {
                    ColumnVector vector = batch.column(column);
                    EngineValues.append(vector, result.getObject(column + 1));
                }
                onRow = result.next();
            }
        } catch (SQLException e) {
            throw session.notRead(e);
        }
        return batch;
    }

    @Override
    public void close() {
        try (session) {
            result.close();
            statement.close();
        } catch (SQLException e) {
            throw SqlSession.failed(e);
        }
    }

    /** Two columns of a result may have one name; columns of a batch may not: the second becomes {@code name_2}. */
    private static Schema schema(ResultSetMetaData metadata) throws SQLException {
        List<Field> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int column = 1; column <= metadata.getColumnCount(); column++) {
            String label = metadata.getColumnLabel(column);
            String name = label;
            for (int twin = 2; !names.add(name.toLowerCase(Locale.ROOT)); twin++) {
                name = label + "_" + twin;
            }
            fields.add(Field.nullable(name, DuckDbTypes.parse(metadata.getColumnTypeName(column))));
        }
        return new Schema(fields);
    }
}
