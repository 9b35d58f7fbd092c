package io.twinlake.server;

import io.twinlake.format.CorruptDataFileException;
import io.twinlake.log.CommitConflictException;
import io.twinlake.log.CommitStateUnknownException;
import io.twinlake.log.CorruptLogException;
import io.twinlake.log.TableNotFoundException;
import io.twinlake.log.UnsupportedTableException;
import io.twinlake.log.VersionNotFoundException;
import io.twinlake.storage.StorageException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;

/** Turns what went wrong into one message and an exit code; the stack trace is for those who ask. */
final class Failures implements CommandLine.IExecutionExceptionHandler {

    private static final Map<Class<? extends RuntimeException>, ExitCode> CODES = Map.of(
            UsageException.class, ExitCode.USAGE,
            TableNotFoundException.class, ExitCode.USAGE,
            VersionNotFoundException.class, ExitCode.USAGE,
            UnsupportedTableException.class, ExitCode.BAD_DATA,
            CorruptLogException.class, ExitCode.BAD_DATA,
            CorruptDataFileException.class, ExitCode.BAD_DATA,
            CommitConflictException.class, ExitCode.CONFLICT,
            CommitStateUnknownException.class, ExitCode.UNAVAILABLE,
            StorageException.class, ExitCode.UNAVAILABLE);

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
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
        return code == ExitCode.DEFECT || text == null ? failure.getClass().getSimpleName() + ": " + text : text;
    }
}
