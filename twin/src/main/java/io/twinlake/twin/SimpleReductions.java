package io.twinlake.twin;

import org.jspecify.annotations.Nullable;

/** Reducers whose memory is one value. */
final class SimpleReductions {

    private SimpleReductions() {}

    /** {@code last}, and the input of {@code deadband}. */
    static final class Last extends Reduction {
        private final Formula of;

        Last(Formula of) {
            this.of = of;
        }

        @Override
        boolean reduce(Moment moment) {
            return moment.value.evaluate(of, moment.evaluation);
        }
    }

    /** {@code formula}: nulls too. */
    static final class Computed extends Reduction {
        private final Formula formula;

        Computed(Formula formula) {
            this.formula = formula;
        }

        @Override
        boolean reduce(Moment moment) {
            moment.value.evaluate(formula, moment.evaluation);
            return true;
        }
    }

    /** {@code first}. */
    static final class First extends Reduction {
        private final Formula of;
        private final Kept kept;

        First(Formula of, Kept kept) {
            this.of = of;
            this.kept = kept;
        }

        @Override
        boolean reduce(Moment moment) {
            if (!moment.value.evaluate(of, moment.evaluation) || !kept.isNull(moment)) {
                return false;
            }
            kept.remember(moment);
            return true;
        }
    }

    /** {@code min} and {@code max}. */
    static final class Extreme extends Reduction {
        private final Formula of;
        private final Kept kept;
        private final int sign;

        private Extreme(Formula of, Kept kept, int sign) {
            this.of = of;
            this.kept = kept;
            this.sign = sign;
        }

        static Extreme least(Formula of, Kept kept) {
            return new Extreme(of, kept, -1);
        }

        static Extreme greatest(Formula of, Kept kept) {
            return new Extreme(of, kept, 1);
        }

        @Override
        boolean reduce(Moment moment) {
            if (!moment.value.evaluate(of, moment.evaluation)) {
                return false;
            }
            if (!kept.isNull(moment) && moment.value.compareTo(moment.state, kept.slot()) * sign <= 0) {
                return false;
            }
            kept.remember(moment);
            return true;
        }
    }

    /** {@code sum}. */
    static final class Sum extends Reduction {
        private final Formula of;
        private final Kept kept;
        private final String where;

        Sum(Formula of, Kept kept, String where) {
            this.of = of;
            this.kept = kept;
            this.where = where;
        }

        @Override
        boolean reduce(Moment moment) {
            if (!moment.value.evaluate(of, moment.evaluation)) {
                return false;
            }
            if (!kept.isNull(moment)) {
                add(moment);
            }
            kept.remember(moment);
            return true;
        }

        private void add(Moment moment) {
            Layout.Slot slot = kept.slot();
            if (slot.type() == ValueType.DOUBLE) {
                moment.value.decimal(moment.state.decimal(slot.at()) + moment.value.decimal());
                return;
            }
            try {
                long sum = Math.addExact(moment.state.word(slot.at()), moment.value.word());
                moment.value.word(slot.type() == ValueType.INT ? Math.toIntExact(sum) : sum);
            } catch (ArithmeticException e) {
                throw new ExpressionException(where, "sum of " + of, e);
            }
        }

        @Override
        boolean addsUp() {
            return true;
        }
    }

    /** {@code count}. */
    static final class Count extends Reduction {
        private final @Nullable Formula of;
        private final Kept kept;
        private final String where;

        Count(@Nullable Formula of, Kept kept, String where) {
            this.of = of;
            this.kept = kept;
            this.where = where;
        }

        @Override
        boolean reduce(Moment moment) {
            if (of != null && !moment.value.evaluate(of, moment.evaluation)) {
                return false;
            }
            Layout.Slot slot = kept.slot();
            long count = moment.state.word(slot.at()) + 1;
            if (slot.type() == ValueType.INT && count > Integer.MAX_VALUE) {
                throw new ExpressionException(where, "count", new ArithmeticException("integer overflow"));
            }
            moment.value.word(count);
            kept.remember(moment);
            return true;
        }

        @Override
        boolean addsUp() {
            return true;
        }
    }

    /** {@code ewma}. */
    static final class Ewma extends Reduction {
        private final Formula of;
        private final double halfLifeMicros;
        private final Kept kept;
        private final Layout.Slot seenAt;

        Ewma(Formula of, long halfLifeMicros, Kept kept, Layout.Slot seenAt) {
            this.of = of;
            this.halfLifeMicros = halfLifeMicros;
            this.kept = kept;
            this.seenAt = seenAt;
        }

        @Override
        boolean reduce(Moment moment) {
            double x = of.evalDouble(moment.evaluation);
            if (moment.evaluation.wasNull()) {
                return false;
            }
            double next = x;
            if (!kept.isNull(moment)) {
                double v = moment.state.decimal(kept.slot().at());
                double elapsed = moment.now - moment.state.word(seenAt.at());
                next = v + (x - v) * (1 - StrictMath.pow(2, -elapsed / halfLifeMicros));
            }
            moment.value.decimal(next);
            kept.remember(moment);
            moment.state.setWord(seenAt.at(), moment.now);
            return true;
        }

        @Override
        boolean addsUp() {
            return true;
        }
    }
}
