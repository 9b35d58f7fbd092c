package io.twinlake.spark;

import io.twinlake.log.TableNotFoundException;
import io.twinlake.log.TransactionLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.Relation;
import org.apache.spark.sql.connector.catalog.RelationCatalog;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.connector.catalog.TableSummary;
import org.apache.spark.sql.connector.catalog.TableWritePrivilege;
import org.apache.spark.sql.connector.catalog.View;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A lake as a catalog: {@code spark.sql.catalog.lake = io.twinlake.spark.TwinlakeCatalog} and {@code
 * spark.sql.catalog.lake.warehouse} = its folder or URI. Tables are read as {@code lake.namespace.table}, those of twins
 * also as {@code lake.namespace.table.current} and {@code .history}. It only reads: pipelines write.
 */
public final class TwinlakeCatalog implements RelationCatalog, SupportsNamespaces {

    private String name = "";
    private String warehouse = "";

    @Override
    public void initialize(String catalogName, CaseInsensitiveStringMap options) {
        requireKnown(catalogName, options);
        String uri = options.get("warehouse");
        if (uri == null || uri.isBlank()) {
            throw new IllegalArgumentException("spark.sql.catalog." + catalogName
                    + ".warehouse is not set; set it to the lake's folder or URI, for example s3://bucket/lake");
        }
        name = catalogName;
        warehouse = uri;
    }

    private static void requireKnown(String catalogName, CaseInsensitiveStringMap options) {
        for (String setting : options.asCaseSensitiveMap().keySet()) {
            if (!setting.equalsIgnoreCase("warehouse")) {
                throw new IllegalArgumentException("spark.sql.catalog." + catalogName + "." + setting
                        + " is no setting of a catalog of twinlake, which has 'warehouse' only; Hadoop's settings "
                        + "(fs.*) are the session's: spark.hadoop.fs.*");
            }
        }
    }

    @Override
    public String name() {
        return name;
    }

    private LakeFolders lake() {
        return LakeFolders.of(SessionAccess.locate(warehouse));
    }

    @Override
    public Relation loadRelation(Identifier ident) throws NoSuchTableException {
        Optional<ResolvedTable> table = find(ident, TimeTravel.LATEST);
        if (table.isPresent()) {
            return new TwinlakeTable(table.get());
        }
        return view(ident).orElseThrow(() -> new NoSuchTableException(ident));
    }

    @Override
    public Table loadTable(Identifier ident, String version) throws NoSuchTableException {
        return find(ident, TimeTravel.version("VERSION AS OF", version))
                .map(TwinlakeTable::new)
                .orElseThrow(() -> new NoSuchTableException(ident));
    }

    @Override
    public Table loadTable(Identifier ident, long timestampMicros) throws NoSuchTableException {
        return find(ident, TimeTravel.timestamp(Constants.instant(timestampMicros)))
                .map(TwinlakeTable::new)
                .orElseThrow(() -> new NoSuchTableException(ident));
    }

    @Override
    public Table loadTable(Identifier ident, Set<TableWritePrivilege> privileges) throws NoSuchTableException {
        loadTable(ident);
        throw readOnly("write to " + ident);
    }

    private Optional<ResolvedTable> find(Identifier ident, TimeTravel time) {
        return lake().log(parts(ident)).flatMap(log -> open(ident, log, time));
    }

    private Optional<ResolvedTable> open(Identifier ident, TransactionLog log, TimeTravel time) {
        try {
            return Optional.of(ResolvedTable.of(name + "." + ident, log, time.snapshot(log)));
        } catch (TableNotFoundException e) {
            return Optional.empty();
        }
    }

    private Optional<View> view(Identifier ident) {
        if (!TwinViews.isName(ident.name())) {
            return Optional.empty();
        }
        return twins(ident.namespace()).map(views -> views.view(ident.name()));
    }

    /** The views of the twin table that {@code namespace} names, if it names one. */
    private Optional<TwinViews> twins(String[] namespace) {
        if (namespace.length == 0) {
            return Optional.empty();
        }
        int last = namespace.length - 1;
        Identifier table = Identifier.of(Arrays.copyOf(namespace, last), namespace[last]);
        return find(table, TimeTravel.LATEST)
                .filter(found -> TwinViews.areOf(found.structure()))
                .map(found -> TwinViews.of(name, table, found.structure()));
    }

    private static List<String> parts(Identifier ident) {
        List<String> parts = new ArrayList<>(List.of(ident.namespace()));
        parts.add(ident.name());
        return parts;
    }

    @Override
    public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
        require(namespace);
        return lake().tables(List.of(namespace)).stream()
                .map(table -> Identifier.of(namespace, table))
                .toArray(Identifier[]::new);
    }

    /** Their names only: no log is opened for a list. */
    @Override
    public TableSummary[] listTableSummaries(String[] namespace) throws NoSuchNamespaceException {
        return Arrays.stream(listTables(namespace))
                .map(table -> TableSummary.of(table, TableSummary.EXTERNAL_TABLE_TYPE))
                .toArray(TableSummary[]::new);
    }

    @Override
    public Identifier[] listViews(String[] namespace) throws NoSuchNamespaceException {
        require(namespace);
        return twins(namespace).isEmpty()
                ? new Identifier[0]
                : new Identifier[] {
                    Identifier.of(namespace, TwinViews.CURRENT), Identifier.of(namespace, TwinViews.HISTORY)
                };
    }

    @Override
    public String[][] listNamespaces() {
        return children();
    }

    @Override
    public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
        require(namespace);
        return children(namespace);
    }

    private String[][] children(String... parent) {
        return lake().namespaces(List.of(parent)).stream()
                .map(child -> {
                    String[] namespace = Arrays.copyOf(parent, parent.length + 1);
                    namespace[parent.length] = child;
                    return namespace;
                })
                .toArray(String[][]::new);
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(String[] namespace) throws NoSuchNamespaceException {
        require(namespace);
        return Map.of(
                SupportsNamespaces.PROP_LOCATION,
                lake().folder(List.of(namespace)).orElseThrow().toString());
    }

    /** A twin table is a namespace too: that of its views. */
    private void require(String[] namespace) throws NoSuchNamespaceException {
        if (!lake().isNamespace(List.of(namespace)) && twins(namespace).isEmpty()) {
            throw new NoSuchNamespaceException(namespace);
        }
    }

    @Override
    public Table createTable(Identifier ident, TableInfo info) {
        throw readOnly("create table " + ident);
    }

    @Override
    public Table alterTable(Identifier ident, TableChange... changes) {
        throw readOnly("alter table " + ident);
    }

    @Override
    public boolean dropTable(Identifier ident) {
        throw readOnly("drop table " + ident);
    }

    @Override
    public void renameTable(Identifier from, Identifier to) {
        throw readOnly("rename table " + from);
    }

    @Override
    public View createView(Identifier ident, View info) {
        throw readOnly("create view " + ident);
    }

    @Override
    public View replaceView(Identifier ident, View info) {
        throw readOnly("replace view " + ident);
    }

    @Override
    public boolean dropView(Identifier ident) {
        throw readOnly("drop view " + ident);
    }

    @Override
    public void renameView(Identifier from, Identifier to) {
        throw readOnly("rename view " + from);
    }

    @Override
    public void createNamespace(String[] namespace, Map<String, String> metadata) {
        throw readOnly("create namespace " + String.join(".", namespace));
    }

    @Override
    public void alterNamespace(String[] namespace, NamespaceChange... changes) {
        throw readOnly("alter namespace " + String.join(".", namespace));
    }

    @Override
    public boolean dropNamespace(String[] namespace, boolean cascade) {
        throw readOnly("drop namespace " + String.join(".", namespace));
    }

    private UnsupportedOperationException readOnly(String what) {
        return new UnsupportedOperationException("can't " + what + " in catalog " + name
                + ": it only reads. Twinlake pipelines write its tables (twinlake ingest), and compaction and vacuum "
                + "keep them (twinlake compact, twinlake vacuum)");
    }
}
