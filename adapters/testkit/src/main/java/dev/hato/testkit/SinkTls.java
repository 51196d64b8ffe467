package dev.hato.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The sink's keys, which are public, and so worthless outside tests. An authority that exists no more
 * signed them: a certificate that is trusted by itself would be trusted out of date too.
 */
final class SinkTls {
    private static final char[] PASSWORD = "testkit".toCharArray();

    private SinkTls() {}

    static SSLContext server(SinkCertificate certificate) {
        try {
            KeyStore all = load();
            String alias = certificate.name().toLowerCase(Locale.ROOT);
            KeyStore one = empty();
            one.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(one, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The sink's certificate cannot be used by this Java.", e);
        }
    }

    static SSLContext client() {
        try {
            KeyStore all = load();
            KeyStore trusted = empty();
            trusted.setCertificateEntry("ca", all.getCertificate("ca"));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The sink's certificate cannot be used by this Java.", e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyStore load() throws GeneralSecurityException, IOException {
        try (InputStream in = SinkTls.class.getResourceAsStream("smtp-sink.p12")) {
            if (in == null) {
                throw new IOException("smtp-sink.p12 is missing from the test kit's jar");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        }
    }
}
