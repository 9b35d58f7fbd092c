package io.twinlake.ingest;

/** A definition says to stop at what has come: all before it is committed. Correct the input or the definition, and go on. */
public final class PipelineStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PipelineStoppedException(String message) {
        super(message);
    }

    /** Nothing from that event on was taken. */
    static PipelineStoppedException before(DeadLetter letter) {
        return new PipelineStoppedException("pipeline stopped before " + cause(letter)
                + ". All before it is committed; correct the input or the definition and start again");
    }

    /** The event had been read before, and failed when its turn came. */
    static PipelineStoppedException atHeld(DeadLetter letter) {
        return new PipelineStoppedException("pipeline stopped at " + cause(letter)
                + ". It was read earlier and waited for the watermark; events behind it in its source are committed,"
                + " so that the input can't be corrected any more. Correct the definition, or let it say"
                + " on_error: {expression: dead_letter}, and start again");
    }

    /** The event failed after others behind it were taken, and what would have to be read again is gone. */
    static PipelineStoppedException beyondRepeating(DeadLetter letter) {
        return new PipelineStoppedException("pipeline stopped at " + cause(letter)
                + ". Standard input can't be read again, so what was read of it since the last epoch is not committed."
                + " Correct the input or the definition and give it again from there on; write to a file or folder"
                + " what must survive this, and name that as source");
    }

    private static String cause(DeadLetter letter) {
        return "record " + letter.sourceOffset().orElse(0) + " of "
                + letter.sourcePartition().orElse("") + ", as the definition of " + letter.definition() + " says for "
                + letter.reason().word() + ": " + letter.detail();
    }
}
