package io.twinlake.ingest;

import io.twinlake.twin.StreamDefinition;
import java.util.ArrayList;
import java.util.List;

/** What a user should know of a pipeline's sources before it runs. */
final class SourceAdvice {

    private final PipelineSpec spec;
    private final CompiledDefinitions compiled;

    SourceAdvice(PipelineSpec spec, CompiledDefinitions compiled) {
        this.spec = spec;
        this.compiled = compiled;
    }

    List<String> notices() {
        List<String> notices = new ArrayList<>();
        for (EventSource source : spec.sources()) {
            if (!source.kind().canBeReadAgain()) {
                notices.add("standard input can't be read again: after a crash pipeline " + spec.name()
                        + " can't go on. Write to a file or folder what must survive one, and name that as source");
            }
            if (source.isPartitionedByFile() && spec.options().follow() && waitsForEver(source)) {
                notices.add("each file of " + source.uri() + " is a source partition, and the watermark waits for all"
                        + " of them, also for files that are at their end: give the definition's time an idle_after");
            }
        }
        return notices;
    }

    /** Whether a definition waits for a silent partition of the source without end. */
    private boolean waitsForEver(EventSource source) {
        return compiled.streams().stream()
                .filter(stream -> source.stream().map(stream::equals).orElse(true))
                .flatMap(stream -> compiled.plan(stream).bindings().stream())
                .map(Binding::streamDefinition)
                .map(StreamDefinition::time)
                .anyMatch(time -> time.idleAfter().isEmpty());
    }
}
