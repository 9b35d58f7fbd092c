package io.twinlake.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;

/** Why bytes are not the JSON that was expected, without the parser's own words about itself. */
final class JsonDamage {

    private JsonDamage() {}

    static String of(IOException failure) {
        if (!(failure instanceof JsonProcessingException parsing)) {
            return String.valueOf(failure.getMessage());
        }
        String place = parsing.getLocation() == null
                ? ""
                : " at byte " + Math.max(0, parsing.getLocation().getByteOffset());
        String text = String.valueOf(parsing.getOriginalMessage());
        int aside = text.indexOf(" (");
        return (aside < 0 ? text : text.substring(0, aside)).lines().findFirst().orElse("it is no JSON") + place;
    }
}
