package io.twinlake.server;

/** The machine has too little memory and too little disk for what was asked. */
final class OutOfRoomException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutOfRoomException(String message) {
        super(message);
    }
}
