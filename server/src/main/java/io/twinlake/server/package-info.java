/** The command line. */
@NullMarked
package io.twinlake.server;

import org.jspecify.annotations.NullMarked;
