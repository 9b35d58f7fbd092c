package io.twinlake.storage;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** MinIO as a process of its own, from the {@code minio} on the PATH or where {@code go install} puts it. */
final class MinioS3 {

    private static final S3Options.Credentials CREDENTIALS =
            S3Options.Credentials.of("twinlake-test", "twinlake-test-secret");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private MinioS3() {}

    static S3Server start() throws ServerNotHere {
        Path program = program().orElseThrow(() -> new ServerNotHere("no 'minio' on the PATH or in ~/go/bin"));
        try {
            return start(program);
        } catch (IOException e) {
            throw new UncheckedIOException("MinIO does not start", e);
        }
    }

    private static Optional<Path> program() {
        Stream<String> path =
                Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator));
        Stream<String> go = Stream.ofNullable(System.getenv("GOPATH")).map(folder -> folder + "/bin");
        Stream<String> home = Stream.of(System.getProperty("user.home") + "/go/bin");
        return Stream.of(path, go, home)
                .flatMap(folders -> folders)
                .map(folder -> Path.of(folder, "minio"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static S3Server start(Path program) throws IOException {
        Path folder = Files.createTempDirectory("twinlake-minio-");
        URI endpoint = URI.create("http://127.0.0.1:" + freePort());
        var builder = new ProcessBuilder(
                program.toString(),
                "server",
                "--quiet",
                "--address",
                endpoint.getAuthority(),
                folder.resolve("data").toString());
        builder.environment().put("MINIO_ROOT_USER", CREDENTIALS.accessKeyId());
        builder.environment().put("MINIO_ROOT_PASSWORD", CREDENTIALS.secretAccessKey());
        builder.environment().put("MINIO_BROWSER", "off");
        builder.environment().put("MINIO_UPDATE", "off");
        Path log = folder.resolve("minio.log");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Runnable stop = () -> stop(process, folder);
        try {
            awaitReady(process, endpoint, log);
        } catch (IOException | RuntimeException e) {
            stop.run();
            throw e;
        }
        return new S3Server("MinIO (" + program + ")", endpoint, CREDENTIALS, stop);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitReady(Process process, URI endpoint, Path log) throws IOException {
        var health = HttpRequest.newBuilder(endpoint.resolve("/minio/health/cluster"))
                .build();
        HttpClient http = HttpClient.newHttpClient();
        for (long deadline = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < deadline; ) {
            if (!process.isAlive()) {
                throw new IOException("MinIO ended with " + process.exitValue() + ": " + Files.readString(log));
            }
            if (answersOk(http, health)) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new IOException("MinIO was not ready in " + PATIENCE + ": " + Files.readString(log));
    }

    private static boolean answersOk(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while MinIO starts", e);
        }
    }

    private static void stop(Process process, Path folder) {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            delete(folder);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (var all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
