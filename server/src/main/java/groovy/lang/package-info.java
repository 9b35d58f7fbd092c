/** A name that picocli asks for. */
@NullMarked
package groovy.lang;

import org.jspecify.annotations.NullMarked;
