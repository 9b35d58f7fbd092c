/**
 * The command line. {@link io.twinlake.server.Twinlake} is the main class, {@code Commands} has a class for each sub-command.
 *
 * <p>Read in this order: {@code Twinlake} runs the command that the arguments name; {@code LakeOptions} and its like are options
 * that commands share; {@code OpenLake} is a lake of a run; {@code RowFormat} prints rows; {@code Failures} turns every exception
 * into a text and an {@code ExitCode}, and {@code GracefulStop} ends a run that is told to stop. {@code DoctorCommand} looks at a
 * lake by its {@code …Examination}s; {@code Demo} shows a lake on Spark; {@code TrainingRun} makes the archive of classes that
 * later runs start from.
 *
 * <p>Example: {@code ./twinlake scan aviation.aircraft_state --where "phase = 'in_air'"}.
 */
@NullMarked
package io.twinlake.server;

import org.jspecify.annotations.NullMarked;
