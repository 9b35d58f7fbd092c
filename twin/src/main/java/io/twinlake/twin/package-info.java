/** What one event does to one twin: pure, no storage, no clock, no thread. */
@NullMarked
package io.twinlake.twin;

import org.jspecify.annotations.NullMarked;
