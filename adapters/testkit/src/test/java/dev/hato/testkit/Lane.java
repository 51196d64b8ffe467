package dev.hato.testkit;

import dev.hato.smtp.PipelinedSmtpTransport;
import dev.hato.smtp.SmtpBuilder;
import dev.hato.smtp.SmtpTransport;

/** The transports that must not differ in anything but speed. */
enum Lane {
    ANGUS {
        @Override
        SmtpBuilder<?, ?> to(String host, int port) {
            return SmtpTransport.to(host, port);
        }
    },
    PIPELINED {
        @Override
        SmtpBuilder<?, ?> to(String host, int port) {
            return PipelinedSmtpTransport.to(host, port);
        }
    };

    abstract SmtpBuilder<?, ?> to(String host, int port);

    /** Begins a transport to a sink without TLS. */
    SmtpBuilder<?, ?> to(SmtpSink sink) {
        return to("localhost", sink.port()).plaintext();
    }

    /** Begins one whose deadlines are all {@link Sending#SHORT}. */
    SmtpBuilder<?, ?> impatientTo(SmtpSink sink) {
        return to(sink).connectTimeout(Sending.SHORT)
                .commandTimeout(Sending.SHORT)
                .dataTimeout(Sending.SHORT);
    }
}
