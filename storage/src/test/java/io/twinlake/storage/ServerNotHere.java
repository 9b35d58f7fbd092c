package io.twinlake.storage;

/** A server that the fixture could use is not to be had on this machine; the message says why. */
final class ServerNotHere extends Exception {

    private static final long serialVersionUID = 1L;

    ServerNotHere(String why) {
        super(why);
    }
}
