package io.twinlake.twin;

import java.time.Duration;

/** When a property's change makes a row. */
public sealed interface Emit {

    /** One method a case. */
    interface Cases<R> {
        R onChange(OnChange emit);

        R onClose(OnClose emit);

        R every(Every emit);

        R never(Never emit);

        R with(With emit);
    }

    <R> R match(Cases<R> cases);

    /** At every change: the default. */
    record OnChange() implements Emit {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.onChange(this);
        }
    }

    /** When the window or dwell closes: what these do by default. */
    record OnClose() implements Emit {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.onClose(this);
        }
    }

    /** At multiples of the period from 1970 UTC, if the value changed since the last row. */
    record Every(Duration period) implements Emit {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.every(this);
        }
    }

    /** Internal: no column. */
    record Never() implements Emit {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.never(this);
        }
    }

    /** A column that is refreshed at every row and makes none. */
    record With(String property) implements Emit {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.with(this);
        }
    }
}
