package io.twinlake.server;

import io.twinlake.ingest.Workers;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;

/** A pipeline's workers under a simulation: puts that may go side by side are actors, all else is done at once. */
record TurnWorkers(Turns turns) implements Workers {

    @Override
    public ExecutorService start(String name, int threads) {
        return new InTurn(name, name.equals("twinlake-put"));
    }

    private final class InTurn extends AbstractExecutorService {
        private final String name;
        private final boolean sideBySide;
        private boolean shutdown;

        private InTurn(String name, boolean sideBySide) {
            this.name = name;
            this.sideBySide = sideBySide;
        }

        @Override
        public void execute(Runnable task) {
            if (sideBySide) {
                turns.start(name, task);
            } else {
                task.run();
            }
        }

        @Override
        protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
            return new FutureTask<>(callable) {
                @Override
                public T get() throws InterruptedException, ExecutionException {
                    turns.await(this::isDone);
                    return super.get();
                }
            };
        }

        @Override
        protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
            return newTaskFor(() -> {
                runnable.run();
                return value;
            });
        }

        @Override
        public void shutdown() {
            shutdown = true;
        }

        @Override
        public List<Runnable> shutdownNow() {
            shutdown = true;
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return shutdown;
        }

        @Override
        public boolean isTerminated() {
            return shutdown;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return shutdown;
        }
    }
}
