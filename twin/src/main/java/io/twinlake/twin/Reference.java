package io.twinlake.twin;

/** What a formula reads. */
public sealed interface Reference {

    /** One method a case. */
    interface Cases<R> {
        R telemetry(Telemetry reference);

        R state(State reference);

        R time(Time reference);
    }

    <R> R match(Cases<R> cases);

    /**
     * A field of an event.
     *
     * @param stream index of the stream in {@link TwinDefinition#streams}
     * @param previous as of the stream's event before, by {@code prev(x)}
     */
    record Telemetry(int stream, String field, boolean previous) implements Reference {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.telemetry(this);
        }
    }

    /**
     * A property or an attribute.
     *
     * @param column its name in {@link TwinDefinition#stateLayout}
     * @param previous as of before the event, by {@code prev(x)}
     */
    record State(String column, boolean previous) implements Reference {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.state(this);
        }
    }

    /** The time of the event, or since the one before: {@code event_time()}, {@code elapsed()}. */
    record Time() implements Reference {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.time(this);
        }
    }
}
