package io.twinlake.server;

/**
 * Something that is not in order.
 *
 * @param where the table, object or store
 * @param problem what is wrong, with values
 * @param remedy what to do
 */
record Finding(Severity severity, String where, String problem, String remedy) {

    enum Severity {
        /** Costs space or time, no row. */
        ADVICE,
        /** Rows are wrong, missing, or may become so. */
        ERROR
    }

    static Finding error(String where, String problem, String remedy) {
        return new Finding(Severity.ERROR, where, problem, remedy);
    }

    static Finding advice(String where, String problem, String remedy) {
        return new Finding(Severity.ADVICE, where, problem, remedy);
    }
}
