package dev.hato.benchmarks;

import dev.hato.smtp.BulkTransport;
import dev.hato.smtp.PipelinedSmtpTransport;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who sends the newsletter, by the name of the row. */
final class Lanes {
    /** So many different mails that are ready before the clock starts: they fit no cache. */
    private static final int READY = 2_000;

    private final Newsletter newsletter;
    private final MailSource rendered;
    private final MailSource ready;
    private final List<ByteBuffer> chain;
    private final int mailSize;
    private final @Nullable Path smtpSource = SmtpSourceLane.program();

    Lanes(Newsletter newsletter) {
        this.newsletter = newsletter;
        rendered = MailSource.rendered(newsletter);
        ready = MailSource.ready(newsletter, Math.min(READY, newsletter.size()));
        chain = ChainedWriter.chain(ready, Math.min(READY, newsletter.size()));
        mailSize = ready.mail(0).content().size();
    }

    /** Returns how many octets a mail of this library has. */
    int mailSize() {
        return mailSize;
    }

    /** Returns all, in the order of the table. */
    Map<String, Lane.Opener> all() {
        Map<String, Lane.Opener> lanes = new LinkedHashMap<>();
        lanes.put("hato-angus", (to, connections) -> new HatoLane(rendered, to, connections));
        lanes.put(
                "hato-pipelined",
                (to, connections) -> new PipelinedLane(rendered, pipelined(to, connections), connections));
        lanes.put("angus", (to, connections) -> new AngusLane(newsletter, false, to, connections));
        lanes.put("angus-tuned", (to, connections) -> new AngusLane(newsletter, true, to, connections));
        lanes.put("simple-java-mail", (to, connections) -> new SimpleJavaMailLane(newsletter, false, to, connections));
        lanes.put(
                "simple-java-mail-tuned",
                (to, connections) -> new SimpleJavaMailLane(newsletter, true, to, connections));
        lanes.put("spring", (to, connections) -> new SpringLane(newsletter, false, to, connections));
        lanes.put("spring-tuned", (to, connections) -> new SpringLane(newsletter, true, to, connections));
        lanes.put("vertx", (to, connections) -> new VertxLane(newsletter, to, connections));
        if (smtpSource != null) {
            lanes.put("smtp-source", (to, connections) -> new SmtpSourceLane(smtpSource, mailSize, to, connections));
        }
        lanes.put("limit-angus", (to, connections) -> new HatoLane(ready, to, connections));
        lanes.put("limit-pipelined", (to, connections) -> new ChainedWriter(chain, to, connections));
        return lanes;
    }

    /** Says which row is not there, and why. */
    void explainAbsent(Benchmark.Progress progress) {
        if (smtpSource == null) {
            progress.say("No row smtp-source: Postfix's program of that name is not installed.");
        }
    }

    private static BulkTransport pipelined(Lane.Destination to, int connections) {
        return PipelinedSmtpTransport.to(to.host(), to.port())
                .plaintext()
                .connections(connections)
                .build();
    }
}
