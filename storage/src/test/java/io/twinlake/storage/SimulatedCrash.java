package io.twinlake.storage;

/** The process is dead, as far as the test is concerned: an error, so that no handler of exceptions survives it. */
public final class SimulatedCrash extends Error {

    private static final long serialVersionUID = 1L;

    SimulatedCrash(String where) {
        super("simulated crash " + where);
    }
}
