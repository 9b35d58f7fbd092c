package io.twinlake.server;

import static java.util.Map.entry;

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
import io.twinlake.storage.StorageException;
import io.twinlake.storage.UnsafeStoreException;
import io.twinlake.twin.InvalidDefinitionException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;

/** Turns what went wrong into one message and an exit code; the stack trace is for those who ask. */
final class Failures implements CommandLine.IExecutionExceptionHandler {

    /** An illegal argument of a door is, here, what a person typed. */
    private static final Map<Class<? extends RuntimeException>, ExitCode> CODES = Map.ofEntries(
            entry(UsageException.class, ExitCode.USAGE),
            entry(IllegalArgumentException.class, ExitCode.USAGE),
            entry(TableNotFoundException.class, ExitCode.USAGE),
            entry(VersionNotFoundException.class, ExitCode.USAGE),
            entry(SubscriptionGapException.class, ExitCode.USAGE),
            entry(ChangesUnavailableException.class, ExitCode.USAGE),
            entry(InvalidDefinitionException.class, ExitCode.BAD_DATA),
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
            entry(StorageException.class, ExitCode.UNAVAILABLE));

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof OutputException output && output.readerGone()) {
            return ExitCode.READER_GONE.number();
        }
        PrintWriter err = command.getErr();
        ExitCode code = codeOf(failure);
        err.println("twinlake: " + message(failure, code));
        if (System.getenv("TWINLAKE_STACK_TRACE") != null) {
            failure.printStackTrace(err);
        } else if (code == ExitCode.DEFECT) {
            err.println("This is a defect of Twinlake. Set TWINLAKE_STACK_TRACE=1 and run it again for a report.");
        }
        err.flush();
        return code.number();
    }

    private static ExitCode codeOf(Throwable failure) {
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            ExitCode code = CODES.get(type);
            if (code != null) {
                return code;
            }
        }
        return ExitCode.DEFECT;
    }

    private static String message(Throwable failure, ExitCode code) {
        String text = failure.getMessage();
        if (failure instanceof ObjectNotFoundException gone) {
            return gone.location()
                    + " is gone, though the log names it: vacuum or somebody else deleted it; restore it "
                    + "from a copy, or read a version that does not need it ('twinlake doctor' finds what is missing)";
        }
        if (failure instanceof ObjectTooShortException) {
            return text
                    + ", though the log knows it as longer: it was cut off; restore it from a copy, or read a version "
                    + "that does not need it ('twinlake doctor' finds what else is damaged)";
        }
        return code == ExitCode.DEFECT || text == null ? failure.getClass().getSimpleName() + ": " + text : text;
    }
}
