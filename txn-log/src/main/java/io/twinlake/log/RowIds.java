package io.twinlake.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Assigns row ids to files, above every id that was ever assigned (PROTOCOL.md, "Row Tracking"). Each version at which a
 * commit is tried needs an instance of its own, because winners take ids.
 */
final class RowIds {

    static final String DOMAIN = "delta.rowTracking";

    private static final String MARK = "rowIdHighWaterMark";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final long before;
    private final Version version;
    private long mark;

    private RowIds(long before, Version version) {
        this.before = before;
        this.version = version;
        this.mark = before;
    }

    /** Ids for the version after {@code base}. */
    static RowIds over(TableState base) {
        long mark =
                base.domain(DOMAIN).map(domain -> mark(domain.configuration())).orElse(-1L);
        return new RowIds(mark, base.next());
    }

    private static long mark(String configuration) {
        try {
            JsonNode mark = MAPPER.readTree(configuration).path(MARK);
            if (mark.isIntegralNumber()) {
                return mark.asLong();
            }
        } catch (JsonProcessingException e) {
            throw new CorruptLogException("metadata domain " + DOMAIN + " is not JSON: " + configuration, e);
        }
        throw new CorruptLogException("metadata domain " + DOMAIN + " has no " + MARK + ": " + configuration);
    }

    /** The file with ids for its rows, those that it has if it has some. */
    Action.AddFile assign(NewFile added, boolean dataChange) {
        Action.AddFile file = added.file();
        long rows = added.rows()
                .orElseThrow(() -> new IllegalArgumentException(file.path() + " has no numRecords in its statistics,"
                        + " without which its rows get no ids; write it again"));
        OptionalLong base = file.baseRowId();
        if (base.isEmpty()) {
            base = OptionalLong.of(mark + 1);
        }
        mark = Math.max(mark, base.getAsLong() + rows - 1);
        OptionalLong since = file.defaultRowCommitVersion();
        return added.action(dataChange, base, since.isPresent() ? since : OptionalLong.of(version.number()));
    }

    /** The mark as metadata, if it has grown. */
    Optional<Action.DomainMetadata> grown() {
        return mark == before
                ? Optional.empty()
                : Optional.of(new Action.DomainMetadata(DOMAIN, "{\"" + MARK + "\":" + mark + "}", false));
    }
}
