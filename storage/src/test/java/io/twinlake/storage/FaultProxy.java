package io.twinlake.storage;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and an S3 server and does to requests what networks and servers do, on the wire: {@link
 * Fault#ERROR} is an answer 503 without asking the server; {@link Fault#ANSWER_LOST} resets the connection after the
 * server has answered; {@link Fault#REQUEST_LOST} resets it before it is asked; {@link Fault#LATE} resets it and asks
 * then. One request a connection.
 */
public final class FaultProxy implements AutoCloseable {

    private static final Fault[] DRAWN = {Fault.ERROR, Fault.ANSWER_LOST, Fault.REQUEST_LOST, Fault.LATE};

    private static final byte[] OVERLOADED =
            bytes(String.join("\r\n", "HTTP/1.1 503 Slow Down", "Content-Length: 0", "Connection: close", "", ""));

    private record Scripted(String method, String nameEnd, Fault fault) {}

    private record Held(String method, String nameEnd, Runnable meanwhile) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Request(String line, String head, byte[] body) {}

    private final URI server;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Scripted> script = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private @Nullable RandomGenerator random;
    private double rate;
    private Duration longestDelay = Duration.ZERO;
    private int faults;
    private final List<String> requests = new ArrayList<>();

    private FaultProxy(URI server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    /** A proxy on loopback before {@code server}, without faults yet. */
    public static FaultProxy before(URI server) {
        try {
            var proxy = new FaultProxy(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            proxy.threads.execute(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients go instead of to the server. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** The next {@code method} of a name that ends so suffers {@code fault}, once. */
    public synchronized FaultProxy on(String method, String nameEnd, Fault fault) {
        script.add(new Scripted(method, nameEnd, fault));
        return this;
    }

    /** The next {@code method} of a name that ends so is held until {@code meanwhile} is done, once. */
    public synchronized FaultProxy holding(String method, String nameEnd, Runnable meanwhile) {
        held.add(new Held(method, nameEnd, meanwhile));
        return this;
    }

    /** Each request suffers a fault with probability {@code rate}. */
    public synchronized FaultProxy randomly(RandomGenerator random, double rate) {
        this.random = random;
        this.rate = rate;
        return this;
    }

    /** Each request is held for up to {@code longest}, as chance says. */
    public synchronized FaultProxy delaying(Duration longest) {
        longestDelay = longest;
        return this;
    }

    /** The method and the path of each request so far, without what follows a question mark. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** How many requests have suffered one. */
    public synchronized int faults() {
        return faults;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            Request request = read(client);
            hold(request.line());
            LockSupport.parkNanos(delay().toNanos());
            @Nullable Fault fault = draw(request.line());
            if (fault == null) {
                client.getOutputStream().write(ask(request));
            } else {
                suffer(client, request, fault);
            }
        } catch (IOException clientWentAway) {
            // As on any network: the client sees to itself.
        }
    }

    private void suffer(Socket client, Request request, Fault fault) throws IOException {
        switch (fault) {
            case ERROR -> client.getOutputStream().write(OVERLOADED);
            case ANSWER_LOST -> {
                ask(request);
                reset(client);
            }
            case REQUEST_LOST -> reset(client);
            case LATE -> {
                reset(client);
                ask(request);
            }
            case CRASH_BEFORE, CRASH_AFTER -> throw new IllegalStateException("a proxy does not crash");
        }
    }

    private static void reset(Socket client) throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    private synchronized Duration delay() {
        return random == null || longestDelay.isZero()
                ? Duration.ZERO
                : Duration.ofNanos(random.nextLong(longestDelay.toNanos()));
    }

    private synchronized @Nullable Fault draw(String line) {
        requests.add(line.substring(0, line.lastIndexOf(' ')).replaceFirst("\\?.*", ""));
        Fault fault = fromScript(line);
        if (fault == null && random != null && random.nextDouble() < rate) {
            fault = DRAWN[random.nextInt(DRAWN.length)];
        }
        faults += fault == null ? 0 : 1;
        return fault;
    }

    private @Nullable Fault fromScript(String line) {
        for (var each : script) {
            if (isOf(line, each.method(), each.nameEnd())) {
                script.remove(each);
                return each.fault();
            }
        }
        return null;
    }

    private void hold(String line) {
        Optional<Held> found;
        synchronized (this) {
            found = held.stream()
                    .filter(each -> isOf(line, each.method(), each.nameEnd()))
                    .findFirst();
            found.ifPresent(held::remove);
        }
        found.map(Held::meanwhile).ifPresent(Runnable::run);
    }

    private static boolean isOf(String line, String method, String nameEnd) {
        int space = line.indexOf(' ');
        String name = line.substring(space + 1, line.lastIndexOf(' ')).replaceFirst("\\?.*", "");
        return line.substring(0, space).equals(method) && name.endsWith(nameEnd);
    }

    /** The request as it goes on: one a connection, and without the question whether its body is welcome. */
    private static Request read(Socket client) throws IOException {
        var in = new BufferedInputStream(client.getInputStream());
        String line = line(in);
        var head = new StringBuilder(line).append("\r\n");
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String name = header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT);
            switch (name) {
                case "expect" -> client.getOutputStream().write(bytes("HTTP/1.1 100 Continue\r\n\r\n"));
                case "connection" -> {}
                default -> head.append(header).append("\r\n");
            }
            if (name.equals("content-length")) {
                length = Integer.parseInt(
                        header.substring(header.indexOf(':') + 1).strip());
            }
        }
        return new Request(line, head.append("Connection: close\r\n\r\n").toString(), in.readNBytes(length));
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0) {
                throw new EOFException("the client has ended");
            }
            line.write(each);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    private byte[] ask(Request request) throws IOException {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream().write(bytes(request.head()));
            socket.getOutputStream().write(request.body());
            return socket.getInputStream().readAllBytes();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
