package io.twinlake.server;

import static java.util.Map.entry;

import io.twinlake.dml.ConstraintViolationException;
import io.twinlake.dml.MissingFilesException;
import io.twinlake.format.CorruptDataFileException;
import io.twinlake.ingest.CorruptPipelineException;
import io.twinlake.ingest.PipelineConflictException;
import io.twinlake.ingest.PipelineStoppedException;
import io.twinlake.ingest.SourceException;
import io.twinlake.log.CommitConflictException;
import io.twinlake.log.CommitStateUnknownException;
import io.twinlake.log.CorruptLogException;
import io.twinlake.log.TableNotFoundException;
import io.twinlake.log.UnsupportedTableException;
import io.twinlake.log.VersionNotFoundException;
import io.twinlake.query.ChangesUnavailableException;
import io.twinlake.query.RowsRemovedException;
import io.twinlake.query.SubscriptionGapException;
import io.twinlake.storage.NoStorageException;
import io.twinlake.storage.NotAFileException;
import io.twinlake.storage.ObjectNotFoundException;
import io.twinlake.storage.ObjectTooShortException;
import io.twinlake.storage.OtherStoreException;
import io.twinlake.storage.Secrets;
import io.twinlake.storage.StorageException;
import io.twinlake.storage.UnsafeStoreException;
import io.twinlake.twin.InvalidDefinitionException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Turns what went wrong into one message and an exit code; the stack trace is for those who ask. */
final class Failures implements CommandLine.IExecutionExceptionHandler {

    /** An illegal argument of a door is, here, what a person typed. */
    private static final Map<Class<? extends Throwable>, ExitCode> CODES = Map.ofEntries(
            entry(UsageException.class, ExitCode.USAGE),
            entry(IllegalArgumentException.class, ExitCode.USAGE),
            entry(TableNotFoundException.class, ExitCode.USAGE),
            entry(VersionNotFoundException.class, ExitCode.USAGE),
            entry(SubscriptionGapException.class, ExitCode.USAGE),
            entry(ChangesUnavailableException.class, ExitCode.USAGE),
            entry(InvalidDefinitionException.class, ExitCode.BAD_DATA),
            entry(ConstraintViolationException.class, ExitCode.BAD_DATA),
            entry(MissingFilesException.class, ExitCode.BAD_DATA),
            entry(InputException.class, ExitCode.BAD_DATA),
            entry(PipelineStoppedException.class, ExitCode.BAD_DATA),
            entry(SourceException.class, ExitCode.BAD_DATA),
            entry(CorruptPipelineException.class, ExitCode.BAD_DATA),
            entry(RowsRemovedException.class, ExitCode.BAD_DATA),
            entry(UnsupportedTableException.class, ExitCode.BAD_DATA),
            entry(CorruptLogException.class, ExitCode.BAD_DATA),
            entry(CorruptDataFileException.class, ExitCode.BAD_DATA),
            entry(PipelineConflictException.class, ExitCode.CONFLICT),
            entry(CommitConflictException.class, ExitCode.CONFLICT),
            entry(CommitStateUnknownException.class, ExitCode.UNAVAILABLE),
            entry(UnsafeStoreException.class, ExitCode.UNAVAILABLE),
            entry(OutputException.class, ExitCode.UNAVAILABLE),
            entry(NotAFileException.class, ExitCode.BAD_DATA),
            entry(OtherStoreException.class, ExitCode.BAD_DATA),
            entry(NoStorageException.class, ExitCode.BAD_DATA),
            entry(ObjectNotFoundException.class, ExitCode.BAD_DATA),
            entry(ObjectTooShortException.class, ExitCode.BAD_DATA),
            entry(StorageException.class, ExitCode.UNAVAILABLE),
            entry(IOException.class, ExitCode.UNAVAILABLE),
            entry(UnsatisfiedLinkError.class, ExitCode.UNAVAILABLE),
            entry(UncheckedIOException.class, ExitCode.UNAVAILABLE),
            entry(TimedOutException.class, ExitCode.TIMED_OUT),
            entry(OutOfRoomException.class, ExitCode.OUT_OF_RESOURCES),
            entry(StatementWatch.InterruptedStatement.class, ExitCode.INTERRUPTED),
            entry(InterruptedException.class, ExitCode.INTERRUPTED),
            entry(VirtualMachineError.class, ExitCode.OUT_OF_RESOURCES));

    /** What carries another failure out of a thread or through an interface, and says nothing of its own. */
    private static final Set<Class<? extends Throwable>> WRAPPERS = Set.of(
            java.util.concurrent.ExecutionException.class,
            CompletionException.class,
            CommandLine.ExecutionException.class,
            InvocationTargetException.class,
            ExceptionInInitializerError.class,
            UndeclaredThrowableException.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        return tell(failure, command.getErr()).number();
    }

    /** Says what went wrong, whatever it was and wherever: in a command, in a thread of its own, before there is a command. */
    static ExitCode tell(Throwable thrown, PrintWriter err) {
        return tell(thrown, "", err);
    }

    /** @param where it went wrong, before the message */
    static ExitCode tell(Throwable thrown, String where, PrintWriter err) {
        Throwable failure = cause(thrown);
        if (failure instanceof OutputException output && output.readerGone()) {
            return ExitCode.READER_GONE;
        }
        ExitCode code = codeOf(failure);
        err.println("twinlake: " + where + Legible.text(Secrets.masked(message(failure, code))));
        if (System.getenv("TWINLAKE_STACK_TRACE") != null) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            err.print(Secrets.masked(trace.toString()));
        } else if (code == ExitCode.DEFECT) {
            err.println("This is a defect of Twinlake. Set TWINLAKE_STACK_TRACE=1 and run it again for a report.");
        }
        err.flush();
        return code;
    }

    /** What really happened: too little memory goes before all that it led to. */
    private static Throwable cause(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof VirtualMachineError) {
                return each;
            }
        }
        Throwable failure = thrown;
        for (Throwable carried = carriedBy(failure); carried != null; carried = carriedBy(failure)) {
            failure = carried;
        }
        return failure;
    }

    private static @Nullable Throwable carriedBy(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean saysNothing = WRAPPERS.contains(failure.getClass())
                || (failure.getClass() == RuntimeException.class
                        && cause != null
                        && cause.toString().equals(failure.getMessage()));
        return saysNothing ? cause : null;
    }

    static ExitCode codeOf(Throwable failure) {
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            ExitCode code = CODES.get(type);
            if (code != null) {
                return code;
            }
        }
        return ExitCode.DEFECT;
    }

    private static String message(Throwable failure, ExitCode code) {
        if (failure instanceof VirtualMachineError error) {
            return Exhaustion.told(error);
        }
        if (failure instanceof UncheckedIOException || failure instanceof IOException) {
            return "a file of this machine could not be read or written: " + reason(failure);
        }
        if (failure instanceof ObjectNotFoundException gone) {
            return gone.location()
                    + " is gone, though the log names it: vacuum or somebody else deleted it; restore it "
                    + "from a copy, or read a version that does not need it ('twinlake doctor' finds what is missing)";
        }
        if (failure instanceof UnsatisfiedLinkError) {
            return "a native library can't be loaded: " + failure.getMessage() + "; it is unpacked to the folder of "
                    + "temporary files, " + System.getProperty("java.io.tmpdir")
                    + ", which has to have room and to let "
                    + "files be run (-Djava.io.tmpdir=FOLDER in TWINLAKE_JAVA_OPTIONS names another)";
        }
        String text = failure.getMessage();
        if (failure instanceof ObjectTooShortException) {
            return text
                    + ", though the log knows it as longer: it was cut off; restore it from a copy, or read a version "
                    + "that does not need it ('twinlake doctor' finds what else is damaged)";
        }
        return code == ExitCode.DEFECT || text == null ? failure.getClass().getSimpleName() + ": " + text : text;
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        String own = String.valueOf(failure.getMessage());
        String why = cause == null || own.contains(String.valueOf(cause.getMessage()))
                ? own
                : own + ": " + cause.getMessage();
        return why.contains("No space left")
                ? why + "; free space there, or in the folder of temporary files (-Djava.io.tmpdir=FOLDER in "
                        + "TWINLAKE_JAVA_OPTIONS), then try again"
                : why;
    }
}
