package io.twinlake.twin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a kind of thing is: one document of kind {@code TwinType}, checked, with its formulas compiled.
 *
 * @param streams in order; a formula's {@link Reference.Telemetry} and an {@link Evaluation} name them by index
 * @param properties in the definition's order, which is that of columns
 * @param evaluationOrder the same properties, each after those that its formulas read
 * @param stateLayout attributes and properties, internal ones too, each with its further columns
 * @param held telemetry that a twin must hold from event to event, and where: for {@code prev(x)}, for formulas that
 *     read several streams, and for timers
 * @param text the YAML document as given
 */
public record TwinDefinition(
        String namespace,
        String name,
        int version,
        String description,
        List<StreamDefinition> streams,
        List<Attribute> attributes,
        List<Property> properties,
        List<Property> evaluationOrder,
        Layout stateLayout,
        Held held,
        Optional<Expiry> expiry,
        OnError onError,
        Table table,
        String text) {

    /** A definition is written by people; this much has room for thousands of properties. */
    public static final int MOST_BYTES = 1 << 20;

    /** How long after its last event a twin is closed. */
    public record Expiry(Duration after) {}

    /**
     * Where state changes go.
     *
     * @param namespace of the table
     * @param retention how long versions are kept
     */
    public record Table(String namespace, String name, Optional<Duration> retention) {
        /** {@code namespace.name} */
        public String qualifiedName() {
            return namespace + "." + name;
        }
    }

    /** One held reading. */
    public record HeldField(int stream, Layout.Slot telemetry, Layout.Slot held) {}

    /** All held readings of a twin. After an event of a stream was applied, its fields are copied. */
    public record Held(Layout layout, List<HeldField> fields) {
        public Held {
            fields = List.copyOf(fields);
        }
    }

    public TwinDefinition {
        streams = List.copyOf(streams);
        attributes = List.copyOf(attributes);
        properties = List.copyOf(properties);
        evaluationOrder = List.copyOf(evaluationOrder);
    }

    /**
     * The definitions of a file.
     *
     * @param file its name, for messages
     * @param yaml one document or several
     * @throws InvalidDefinitionException with every mistake in it
     */
    public static List<TwinDefinition> parse(String file, String yaml) {
        return new DefinitionParser(DefinitionFile.written(file, yaml)).definitions();
    }

    /**
     * The definition that a pipeline ran: one that an older release took, and which {@link #parse} would refuse today
     * for what never did anything, is what it was.
     *
     * @throws InvalidDefinitionException if it is none
     */
    public static TwinDefinition recorded(String file, String yaml) {
        return new DefinitionParser(DefinitionFile.recorded(file, yaml))
                .definitions()
                .get(0);
    }

    /**
     * What another text of this definition describes otherwise: {@code key}, {@code time}, {@code expiry}, and names of
     * attributes and properties, also of those that are gone.
     */
    public List<String> changedSince(TwinDefinition before) {
        return DefinitionParts.of(this).changedSince(DefinitionParts.of(before));
    }

    /** The layout of held readings. */
    public Layout heldLayout() {
        return held.layout();
    }
}
