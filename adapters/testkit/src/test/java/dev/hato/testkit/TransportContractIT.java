package dev.hato.testkit;

import dev.hato.smtp.BulkTransport;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.PipelinedSmtpTransport;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The transports over SMTP keep their contracts. */
@Timeout(60)
class TransportContractIT {
    @Nested
    @ParameterizedClass
    @EnumSource(Lane.class)
    class OneByOne implements MailTransportContract {
        private final Lane lane;

        OneByOne(Lane lane) {
            this.lane = lane;
        }

        @Override
        public MailTransport transportTo(SmtpSink sink, Duration patience) {
            return lane.to(sink)
                    .connections(4)
                    .connectTimeout(patience)
                    .commandTimeout(patience)
                    .dataTimeout(patience)
                    .build();
        }
    }

    @Nested
    class InARow implements BulkTransportContract {
        @Override
        public BulkTransport transportTo(SmtpSink sink, Duration patience) {
            return PipelinedSmtpTransport.to("localhost", sink.port())
                    .plaintext()
                    .connectTimeout(patience)
                    .commandTimeout(patience)
                    .dataTimeout(patience)
                    .build();
        }
    }

    /** A row over a server that takes one command at a time has the same outcomes. */
    @Nested
    class InARowWithoutPipelining implements BulkTransportContract {
        @Override
        public BulkTransport transportTo(SmtpSink sink, Duration patience) {
            sink.on(SmtpVerb.EHLO).reply("250-sink.example\n250-8BITMIME\n250 SIZE");
            return PipelinedSmtpTransport.to("localhost", sink.port())
                    .plaintext()
                    .connectTimeout(patience)
                    .commandTimeout(patience)
                    .dataTimeout(patience)
                    .build();
        }
    }
}
