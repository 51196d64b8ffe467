package dev.hato.smtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Turns connections into TLS connections that check during the handshake that the certificate is the
 * server's (RFC 8314, 5.1; RFC 6125).
 */
final class TlsFactory extends SSLSocketFactory {
    private final SSLSocketFactory sockets;
    private final boolean checkIdentity;

    TlsFactory(SSLContext context, boolean checkIdentity) {
        sockets = context.getSocketFactory();
        this.checkIdentity = checkIdentity;
    }

    @Override
    public SSLSocket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
        SSLSocket socket = (SSLSocket) sockets.createSocket(plain, host, port, autoClose);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setEndpointIdentificationAlgorithm(checkIdentity ? "HTTPS" : null);
        socket.setSSLParameters(parameters);
        if (plain instanceof DeadlineSocket connection) {
            connection.layer(socket);
        }
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    // The others would open sockets without deadlines.

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException();
    }
}
