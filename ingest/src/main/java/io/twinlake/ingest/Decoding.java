package io.twinlake.ingest;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;

/** Decodes chunks on several threads, each with a decoder of its own; decoders and batches are used again. */
final class Decoding {

    private final CompiledDefinitions compiled;
    private final ExecutorService executor;
    private final Map<String, Queue<StreamDecoder>> decoders = new ConcurrentHashMap<>();
    private final Map<String, Queue<EventBatch>> batches = new ConcurrentHashMap<>();

    Decoding(CompiledDefinitions compiled, ExecutorService executor) {
        this.compiled = compiled;
        this.executor = executor;
    }

    ExecutorService executor() {
        return executor;
    }

    EventBatch decode(String stream, Chunk chunk) {
        StreamPlan plan = compiled.plan(stream);
        Queue<StreamDecoder> idle = decoders.computeIfAbsent(stream, any -> new ConcurrentLinkedQueue<>());
        StreamDecoder free = idle.poll();
        StreamDecoder decoder = free == null ? new StreamDecoder(plan) : free;
        EventBatch used = idleBatches(plan).poll();
        EventBatch batch = decoder.decode(chunk, used == null ? new EventBatch(plan) : used);
        idle.add(decoder);
        return batch;
    }

    /** Takes back a batch that nobody reads any more. */
    void release(EventBatch batch) {
        batch.end();
        idleBatches(batch.plan()).add(batch);
    }

    private Queue<EventBatch> idleBatches(StreamPlan plan) {
        return batches.computeIfAbsent(plan.stream(), any -> new ConcurrentLinkedQueue<>());
    }
}
