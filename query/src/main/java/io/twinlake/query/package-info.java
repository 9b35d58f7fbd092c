/** What one reads of versions: scans, twin state, subscriptions, local SQL. */
@NullMarked
package io.twinlake.query;

import org.jspecify.annotations.NullMarked;
