package dev.hato.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two network namespaces joined by a virtual cable that delays, made for one run: Linux, root, and a
 * kernel with {@code sch_netem} are needed.
 *
 * <p>All interfaces and addresses are inside the two. Closing removes them, and so does the end of this
 * JVM.
 */
final class DelayedLink implements Benchmark.Surroundings {
    /** Set in the JVM that runs in the client's namespace. */
    private static final String SERVER_PROPERTY = "hato.benchmarks.server";

    private static final String CLIENT_ADDRESS = "10.213.0.1";
    private static final String SERVER_ADDRESS = "10.213.0.2";

    private final String client = "hato-client-" + ProcessHandle.current().pid();
    private final String server = "hato-server-" + ProcessHandle.current().pid();
    private final Thread atExit = new Thread(this::remove);

    private DelayedLink() {}

    /**
     * Makes the namespaces.
     *
     * @param oneWay the delay in each direction
     * @throws IOException with the reason why that cannot be done here
     */
    static DelayedLink open(Duration oneWay) throws IOException {
        DelayedLink link = new DelayedLink();
        Runtime.getRuntime().addShutdownHook(link.atExit);
        try {
            link.make(oneWay);
            return link;
        } catch (IOException e) {
            link.close();
            throw e;
        }
    }

    private void make(Duration oneWay) throws IOException {
        run("ip", "netns", "add", client);
        run("ip", "netns", "add", server);
        run("ip", "-n", client, "link", "add", "hato0", "type", "veth", "peer", "name", "hato1", "netns", server);
        end(client, "hato0", CLIENT_ADDRESS, oneWay);
        end(server, "hato1", SERVER_ADDRESS, oneWay);
    }

    private static void end(String namespace, String device, String address, Duration oneWay) throws IOException {
        run("ip", "-n", namespace, "address", "add", address + "/30", "dev", device);
        run("ip", "-n", namespace, "link", "set", "lo", "up");
        run("ip", "-n", namespace, "link", "set", device, "up");
        String delay = oneWay.toNanos() / 1000 + "us";
        // without a limit of its own netem drops what is beyond 1,000 packets
        run("tc", "-n", namespace, "qdisc", "add", "dev", device, "root", "netem", "delay", delay, "limit", "100000");
    }

    @Override
    public List<String> command() {
        return List.of("ip", "netns", "exec", client);
    }

    @Override
    public List<String> options() {
        return List.of("-D" + SERVER_PROPERTY + "=" + server);
    }

    /** Returns whether this JVM runs in the client's namespace. */
    static boolean isHere() {
        return System.getProperty(SERVER_PROPERTY) != null;
    }

    /** Starts a sink at the other end of the link on whose one end this JVM runs. */
    static SinkProcess startSink() throws IOException {
        return SinkProcess.start(
                List.of("ip", "netns", "exec", System.getProperty(SERVER_PROPERTY)), SERVER_ADDRESS, 0);
    }

    @Override
    public void close() {
        remove();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private void remove() {
        for (String namespace : List.of(client, server)) {
            try {
                run("ip", "netns", "delete", namespace);
            } catch (IOException e) {
                // it was never made
            }
        }
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroy();
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException(String.join(" ", command) + ": interrupted", e);
        }
    }
}
