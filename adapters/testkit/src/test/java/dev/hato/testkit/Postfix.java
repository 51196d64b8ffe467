package dev.hato.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Postfix of its own in a temporary folder: it listens on a free port of the loopback interface and
 * throws away what it takes. It needs root, as Postfix does.
 */
final class Postfix implements AutoCloseable {
    private static final Path COMMANDS = Path.of("/usr/sbin");
    private static final Path DAEMONS = Path.of("/usr/lib/postfix/sbin");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MAIN = """
        compatibility_level = 3.6
        queue_directory = %1$s/queue
        data_directory = %1$s/data
        command_directory = %2$s
        daemon_directory = %3$s
        maillog_file_prefixes = %1$s
        maillog_file = %1$s/mail.log
        mail_owner = postfix
        setgid_group = postdrop
        myhostname = mail.example
        mydestination =
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        mynetworks = 127.0.0.0/8
        smtpd_relay_restrictions = permit_mynetworks, reject
        default_transport = discard:
        relay_transport = discard:
        local_transport = discard:
        alias_maps =
        local_recipient_maps =
        in_flow_delay = 0
        enable_long_queue_ids = yes
        """;
    private static final String MASTER = """
        127.0.0.1:%d inet n - n - - smtpd
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        anvil unix - - n - 1 anvil
        postlog unix-dgram n - n - 1 postlogd
        """;

    private final Path folder;
    private final int port;
    private final Process master;

    private Postfix(Path folder, int port, Process master) {
        this.folder = folder;
        this.port = port;
        this.master = master;
    }

    /** Returns why there can be none here, or nothing. */
    static Optional<String> reasonNotTo() {
        if (!Files.isExecutable(COMMANDS.resolve("postfix")) || !Files.isExecutable(DAEMONS.resolve("master"))) {
            return Optional.of("Postfix is not installed under " + COMMANDS + " and " + DAEMONS);
        }
        return "root".equals(System.getProperty("user.name"))
                ? Optional.empty()
                : Optional.of("Postfix starts as root only");
    }

    /** Starts one below an empty folder and waits until it takes connections. */
    static Postfix start(Path folder) throws IOException, InterruptedException {
        prepare(folder);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path conf = Files.createDirectory(folder.resolve("conf"));
        Files.writeString(conf.resolve("main.cf"), MAIN.formatted(folder, COMMANDS, DAEMONS));
        Files.writeString(conf.resolve("master.cf"), MASTER.formatted(port));
        ProcessBuilder command = new ProcessBuilder(DAEMONS.resolve("master").toString(), "-c", conf.toString(), "-s");
        command.environment().put("MAIL_CONFIG", conf.toString());
        command.redirectErrorStream(true)
                .redirectOutput(folder.resolve("master.out").toFile());
        Postfix postfix = new Postfix(folder, port, command.start());
        try {
            postfix.awaitListening();
            return postfix;
        } catch (IOException | InterruptedException | RuntimeException e) {
            postfix.close();
            throw e;
        }
    }

    private static void prepare(Path folder) throws IOException {
        // Its daemons, which are not root, must be able to come here.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path queue = Files.createDirectory(folder.resolve("queue"));
        for (String name : List.of(
                "active",
                "bounce",
                "corrupt",
                "defer",
                "deferred",
                "flush",
                "hold",
                "incoming",
                "private",
                "saved",
                "trace")) {
            owned(queue.resolve(name), "rwx------", "root");
        }
        owned(queue.resolve("public"), "rwx--x---", "postdrop");
        owned(queue.resolve("maildrop"), "rwx-wx---", "postdrop");
        owned(folder.resolve("data"), "rwx------", "root");
        Files.createDirectory(queue.resolve("pid"));
    }

    private static void owned(Path directory, String permissions, String group) throws IOException {
        Files.createDirectory(directory);
        PosixFileAttributeView view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        UserPrincipalLookupService names = directory.getFileSystem().getUserPrincipalLookupService();
        view.setOwner(names.lookupPrincipalByName("postfix"));
        view.setGroup(names.lookupPrincipalByGroupName(group));
        view.setPermissions(PosixFilePermissions.fromString(permissions));
    }

    private void awaitListening() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                if (master.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                    throw new IOException("Postfix did not start: " + log() + output(), e);
                }
            }
        }
    }

    int port() {
        return port;
    }

    /** Returns its log. */
    String log() throws IOException {
        Path log = folder.resolve("mail.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("master.out"));
    }

    /** Returns the Message-IDs that its cleanup server noted, which it does before a mail is accepted. */
    List<String> messageIds() throws IOException {
        return log().lines()
                .filter(line -> line.contains("postfix/cleanup[") && line.contains(": message-id="))
                .map(line -> line.substring(line.indexOf("message-id=") + "message-id=".length()))
                .toList();
    }

    /** Ends all its processes, and fails if one is left. */
    @Override
    public void close() {
        Set<ProcessHandle> all = Stream.concat(Stream.of(master.toHandle()), master.descendants())
                .collect(Collectors.toSet());
        master.destroy();
        try {
            master.waitFor(5, TimeUnit.SECONDS);
            all.forEach(ProcessHandle::destroyForcibly);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (all.stream().anyMatch(Postfix::runs)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("Processes of Postfix are left over: " + all);
                }
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            all.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a process runs still; one that only waits for its parent to notice its end does not. */
    private static boolean runs(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException e) {
            return false; // it is gone
        }
    }
}
