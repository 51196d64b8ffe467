package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Corpus;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Python process that reads mails with its email package, which knows nothing of this library. */
final class PythonMail implements AutoCloseable {
    private final Process process;
    private final DataOutputStream out;
    private final DataInputStream in;

    /**
     * What Python reads.
     *
     * @param name as the parser of today reads it, which puts spaces between encoded words in a name and makes one of
     *     several, against RFC 2047, 6.2
     * @param secondName as {@code email.header} reads it, which does neither
     */
    record Read(String subject, String name, String secondName, String fileName, String text) {
        /** Returns the name, proving that the two readings differ in white space at most. */
        String provenName() {
            assertThat(withoutSpace(name)).isEqualTo(withoutSpace(secondName));
            return secondName;
        }

        private static String withoutSpace(String text) {
            return text.replaceAll("[\\s\\p{Z}]", "");
        }
    }

    PythonMail(Path folder, String... arguments) throws IOException {
        Path script = Files.createTempFile(folder, "read_stream", ".py");
        try (InputStream source = PythonMail.class.getResourceAsStream("read_stream.py")) {
            Files.write(script, source.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of("python3", script.toString()));
        command.addAll(List.of(arguments));
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw Corpus.skipped("python3 is not installed: " + e.getMessage());
        }
        out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
        in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
    }

    /** Reads all mails; Python takes the whole batch before it answers, so that neither waits for the other. */
    List<Read> read(List<ComposedMail> mails) throws IOException {
        out.writeInt(mails.size());
        for (ComposedMail mail : mails) {
            byte[] octets = mail.toByteArray();
            out.writeInt(octets.length);
            out.write(octets);
        }
        out.flush();
        List<Read> all = new ArrayList<>();
        for (int i = 0; i < mails.size(); i++) {
            all.add(new Read(field(), field(), field(), field(), field()));
        }
        return all;
    }

    private String field() throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        out.close();
        process.destroy();
    }
}
