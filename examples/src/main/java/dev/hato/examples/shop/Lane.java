package dev.hato.examples.shop;

import dev.hato.smtp.MailTransport;
import dev.hato.smtp.PipelinedSmtpTransport;
import dev.hato.smtp.SmtpTransport;
import dev.hato.testkit.SmtpSink;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The transports that the demo can send over. */
enum Lane {
    /** Rows of mails, one round trip each. */
    PIPELINED {
        @Override
        MailTransport to(SmtpSink sink, int connections) {
            return PipelinedSmtpTransport.to("localhost", sink.port())
                    .sslContext(sink.clientSslContext())
                    .connections(connections)
                    .build();
        }
    },
    /** One mail after the other, over Angus Mail. */
    ANGUS {
        @Override
        MailTransport to(SmtpSink sink, int connections) {
            return SmtpTransport.to("localhost", sink.port())
                    .sslContext(sink.clientSslContext())
                    .connections(connections)
                    .build();
        }
    };

    abstract MailTransport to(SmtpSink sink, int connections);

    /** Returns the lane with this name, or null if there is none. */
    static @Nullable Lane named(String name) {
        for (Lane lane : values()) {
            if (lane.toString().equals(name)) {
                return lane;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
