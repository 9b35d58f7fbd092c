/**
 * What one event does to one twin. Everything here is pure: it knows no storage, no clock and no thread.
 *
 * <p>Read in this order: {@link io.twinlake.twin.TwinDefinition} is the YAML as values, parsed by {@code DefinitionParser} and its
 * like; {@link io.twinlake.twin.TwinModel} is a definition that can run; {@link io.twinlake.twin.LiveTwins} holds twins and applies
 * {@link io.twinlake.twin.Event}s to them; {@link io.twinlake.twin.StateChanges} collects the rows. {@code FormulaParser} compiles
 * formulas to {@code Expression}s by way of {@code Binder}; {@link io.twinlake.twin.RowFormula} evaluates them on rows of tables.
 *
 * <p>{@link io.twinlake.twin.InvalidDefinitionException} lists every mistake of a definition with its place. {@link
 * io.twinlake.twin.ExpressionException} means that a formula has no value for one event, which becomes a dead letter.
 *
 * <p>Example: {@code model.table().apply(key, event, changes)}.
 */
@NullMarked
package io.twinlake.twin;

import org.jspecify.annotations.NullMarked;
